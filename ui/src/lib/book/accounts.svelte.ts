/** The accounts of the book, flat, in the order of the sidebar. */
import type { Account } from '$lib/backend/contract';
import { query } from '$lib/cache';

export interface Accounts {
  readonly all: readonly Account[];
  get(id: string | null): Account | undefined;
  /** Name of the bank behind an account, or the account's own name: what its badge shows. */
  bank(id: string): string;
}

/** Call it while a component is made. */
export function accounts(): Accounts {
  const answer = query('accounts_list', () => ({}));
  const all = $derived((answer.data?.groups ?? []).flatMap((group) => group.accounts));
  const byId = $derived(new Map(all.map((one) => [one.id, one])));
  return {
    get all() {
      return all;
    },
    get: (id) => (id === null ? undefined : byId.get(id)),
    bank: (id) => byId.get(id)?.institution ?? byId.get(id)?.name ?? id,
  };
}
