/** What accounts of a new source are to be: accounts of the book, or new ones. */
import type { Account, AccountChoice, OfferedAccount } from '$lib/backend/contract';

/** By the service's ids: the book's account that each is. What is not named becomes a new one. */
export type Into = Readonly<Record<string, string>>;

/** Accounts that an offered one may go on under. */
export function open(
  accounts: readonly Account[],
  one: OfferedAccount,
  connection: string,
  into: Into,
): Account[] {
  const others = new Set(
    Object.entries(into).flatMap(([id, account]) => (id === one.sourceId ? [] : [account])),
  );
  return accounts.filter(
    (account) =>
      !account.closed &&
      account.mirrorOf === null &&
      account.connection !== connection &&
      (one.currency === null || account.currency === one.currency) &&
      !others.has(account.id),
  );
}

/** What each looks like, where it may go on there and no two look like the same. */
export function likely(
  offered: readonly OfferedAccount[],
  accounts: readonly Account[],
  connection: string,
): Into {
  const into: Record<string, string> = {};
  for (const one of offered) {
    const { like } = one;
    if (one.account !== null || like === null) continue;
    const free = open(accounts, one, connection, into);
    if (free.some(({ id }) => id === like.account)) into[one.sourceId] = like.account;
  }
  return into;
}

/** As it is told to the book; only what is read at all. */
export const choices = (into: Into, read: (id: string) => boolean): AccountChoice[] =>
  Object.entries(into)
    .filter(([sourceId]) => read(sourceId))
    .map(([sourceId, account]) => ({ sourceId, account }));
