/** What somebody wants to send, as far as it was entered. */
export interface Wish {
  account: string;
  /** The service's id; empty while nobody was picked. */
  payee: string;
  /** Canonical decimal, or empty. */
  amount: string;
  label: string;
  when: 'now' | 'on';
  /** Day, where it is to be sent on one. */
  on: string;
}

export const nothingYet = (account: string): Wish => ({
  account,
  payee: '',
  amount: '',
  label: '',
  when: 'now',
  on: '',
});
