/** Accounts as the sidebar lists them. */
import type { MoneyValue } from '$lib/format';

export interface AccountLine {
  id: string;
  name: string;
  /** The bank behind it; none for cash and the like. */
  bank: string | null;
  balance: MoneyValue | null;
}

export interface AccountGroup {
  kind: string;
  label: string;
  /** In the main currency; null where a rate is missing. */
  total: MoneyValue | null;
  accounts: readonly AccountLine[];
}
