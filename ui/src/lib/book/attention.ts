/** Who waits for the person: banks behind an aggregator one by one, and connections of their own. */
import type { Connection, Login } from '$lib/backend/contract';

export interface BankAt {
  connection: Connection;
  login: Login;
}

/** Whether a login is neither well nor about to be. */
export const ails = (login: Login): boolean => login.state !== 'ok' && login.state !== 'syncing';

const wants = (login: Login): boolean =>
  ails(login) && (login.needsPerson || (login.action !== 'none' && login.action !== 'wait_until'));

export interface Attention {
  /** Banks that wait for the person. */
  banks: BankAt[];
  /** Banks that ail and need only time. */
  ailing: BankAt[];
  /** Connections that wait for the person themselves, not through one of their banks. */
  connections: Connection[];
}

export function attention(all: readonly Connection[]): Attention {
  const logins = all.flatMap((connection) =>
    connection.logins.map((login) => ({ connection, login })),
  );
  const banks = logins.filter(({ login }) => wants(login));
  return {
    banks,
    ailing: logins.filter(({ login }) => ails(login) && !wants(login)),
    connections: all.filter(
      (one) =>
        one.needsPerson &&
        !(one.state === 'user_action' && banks.some(({ connection }) => connection.id === one.id)),
    ),
  };
}
