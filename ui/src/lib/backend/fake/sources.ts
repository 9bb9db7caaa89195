import type {
  AccountName,
  ConsentEnd,
  MirrorPreview,
  MirrorReq,
  Money,
  SameAccounts,
  SwapPreview,
  TransactionRow,
} from '$lib/backend/contract';
import type { Answers } from './answers';
import { ROWS } from './household';

const euro = (amount: string): Money => ({ amount, currency: 'EUR' });

const name = (id: string, text: string, connection: string, source: string): AccountName => ({
  id,
  name: text,
  connection,
  source,
});

const PAIRS: SameAccounts[] = [
  {
    older: name('1', 'Joint current', '1', 'Our wallet'),
    newer: name('41', 'Compte joint', '7', 'Our banks'),
    by: 'iban',
    olderBalance: euro('3842.16'),
    newerBalance: euro('3842.16'),
  },
  {
    older: name('5', 'Rainy-day savings', '1', 'Our wallet'),
    newer: name('42', 'Livret A', '7', 'Our banks'),
    by: 'number',
    olderBalance: euro('14650.00'),
    newerBalance: euro('14650.00'),
  },
];

const ENDS: ConsentEnd[] = [
  {
    kind: 'consent',
    connection: '7',
    label: 'Our banks',
    login: '31',
    institution: 'Banque Lumière',
    date: '2026-05-29',
    daysLeft: 11,
    accounts: 3,
  },
  {
    kind: 'key',
    connection: '1',
    label: 'Our wallet',
    login: null,
    institution: 'Wallet by BudgetBakers',
    date: '2026-06-24',
    daysLeft: 37,
    accounts: 3,
  },
];

const named = (id: string): AccountName => {
  const all = PAIRS.flatMap((pair) => [pair.older, pair.newer]);
  return all.find((one) => one.id === id) ?? (all[0] as AccountName);
};

const preview = (ruling: AccountName, other: AccountName): MirrorPreview => ({
  ruling,
  other,
  by: 'iban',
  matched: 412,
  changed: 9,
  new: 2,
  missing: 3,
  kept: 188,
  missingRows: ROWS.slice(0, 3) as TransactionRow[],
  changedRows: [],
  rulingBalance: euro('3842.16'),
  otherBalance: euro('3842.16'),
});

/** Accounts told by two sources, swaps and consents. */
export function sourcesAnswers(empty: boolean): Answers {
  let pairs = empty ? [] : PAIRS;
  const answered = (request: unknown) => {
    const { ruling, other } = request as MirrorReq;
    pairs = pairs.filter(
      (one) => ![one.older.id, one.newer.id].every((id) => id === ruling || id === other),
    );
  };
  return {
    same_accounts: () => pairs,
    mirror_preview: (request) => {
      const { ruling, other } = request as MirrorReq;
      return preview(named(ruling), named(other));
    },
    mirror_set: (request) => {
      answered(request);
      return { batch: '911', rows: 412, label: 'accounts_joined' };
    },
    mirror_decline: (request) => {
      answered(request);
      return { batch: '912', rows: 1, label: 'accounts_kept_apart' };
    },
    mirror_clear: () => ({ batch: '913', rows: 1, label: 'accounts_parted' }),
    swap_preview: () =>
      ({
        pairs: PAIRS.map((pair) => preview(pair.newer, pair.older)),
        onlyOld: [name('6', 'Everyday card', '1', 'Our wallet')],
        onlyNew: [],
      }) satisfies SwapPreview,
    swap_commit: () => ({ batch: '914', rows: 412, label: 'source_swapped' }),
    consents_list: () => (empty ? [] : ENDS),
  };
}
