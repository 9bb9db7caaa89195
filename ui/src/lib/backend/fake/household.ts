/** Accounts, categories and payments of an invented household, on Monday 18 May 2026. */
import type { AccountsList, Category, Money, TransactionRow } from '$lib/backend/contract';
import { accountsAnswers } from './accounts';

export const TODAY = '2026-05-18';
export const MONTH = '2026-05';

const DIGITS = 2;

/** An amount of minor units as it crosses the wire. */
export function money(minor: number, currency = 'EUR'): Money {
  const digits = String(Math.abs(minor)).padStart(DIGITS + 1, '0');
  const text = `${digits.slice(0, -DIGITS)}.${digits.slice(-DIGITS)}`;
  return { amount: minor < 0 ? `-${text}` : text, currency };
}

/** Minor units of an amount on the wire. */
export const minorOf = ({ amount }: { amount: string }): number => Number(amount.replace('.', ''));

/** A civil day moved by whole days. */
export function day(offset: number, from = TODAY): string {
  const at = new Date(`${from}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + offset);
  return at.toISOString().slice(0, 10);
}

/** The accounts, as the sidebar's answers have them. */
export const ACCOUNTS = accountsAnswers(false).accounts_list?.({}, () => {}) as AccountsList;

const category = (
  id: string,
  name: string,
  group: string,
  slot: number,
  icon: string,
  kind: Category['kind'] = 'expense',
): Category => ({ id, name, group, kind, slot, icon, transactions: 40 });

export const CATEGORIES: Category[] = [
  category('utilities', 'Utilities', 'Home', 1, 'bolt'),
  category('internet', 'Internet & phone', 'Home', 1, 'wifi'),
  category('upkeep', 'Home upkeep', 'Home', 1, 'tools'),
  category('groceries', 'Groceries', 'Food', 2, 'cart'),
  category('eating', 'Eating out', 'Food', 2, 'fork'),
  category('childcare', 'Childcare', 'Children', 3, 'users'),
  category('school', 'School & activities', 'Children', 3, 'book'),
  category('transport', 'Public transport', 'Getting about', 4, 'train'),
  category('car', 'Car', 'Getting about', 4, 'car'),
  category('travel', 'Travel', 'Leisure', 5, 'globe'),
  category('culture', 'Culture & sport', 'Leisure', 5, 'play'),
  category('subs', 'Subscriptions', 'Leisure', 5, 'recur'),
  category('clothing', 'Clothing', 'Shopping', 7, 'shirt'),
  category('goods', 'Household goods', 'Shopping', 7, 'box'),
  category('health', 'Health', 'Health', 6, 'heart'),
  category('fees', 'Fees & taxes', 'Money', 8, 'bank'),
  category('salary', 'Salary', 'Income', 1, 'work', 'income'),
  category('interest', 'Interest & dividends', 'Income', 1, 'bank', 'income'),
  category('transfer', 'Transfer', 'Transfers', 1, 'swap', 'transfer'),
];

const all = ACCOUNTS.groups.flatMap((group) => group.accounts);

let next = 1000;
const row = (
  offset: number,
  payee: string,
  minor: number,
  categoryId: string | null,
  accountId = '6',
  rest: Partial<TransactionRow> = {},
): TransactionRow => {
  const of = all.find((one) => one.id === accountId);
  next += 1;
  return {
    id: String(next),
    date: day(offset),
    payee,
    description: payee.toLocaleUpperCase(),
    note: '',
    account: accountId,
    accountName: of?.name ?? '',
    category: categoryId,
    categorySource: categoryId ? 'rule' : 'none',
    amount: money(minor, of?.currency),
    status: 'posted',
    transferWith: null,
    parts: [],
    share: null,
    excluded: false,
    balance: null,
    tags: [],
    details: null,
    ...rest,
  };
};

const REGULAR: readonly [string, number, string, string][] = [
  ['Marché du Port', -6420, 'groceries', '6'],
  ['Boulangerie Tilleul', -785, 'groceries', '6'],
  ['Trattoria Lina', -5840, 'eating', '6'],
  ['Tram & Go', -6800, 'transport', '6'],
  ['Lumen Books', -2490, 'culture', '6'],
  ['Station Relais', -7122, 'car', '6'],
  ['Pharmacie des Halles', -1860, 'health', '6'],
  ['Kiosk Cornavin', -960, 'eating', '2'],
  ['Brasserie du Quai', -7650, 'eating', '6'],
  ['Fil & Lin', -9400, 'clothing', '6'],
];

/** Two years and more of payments, newest first. */
export const ROWS: TransactionRow[] = [
  row(0, 'Marché du Port', -6420, 'groceries', '6', { status: 'pending' }),
  row(0, 'Boulangerie Tilleul', -785, 'groceries', '6', { status: 'pending' }),
  row(-1, 'Trattoria Lina', -5840, 'eating'),
  row(-1, 'Cinélune+', -1399, 'subs'),
  row(-2, 'Marché du Port', -11246, 'groceries'),
  row(-2, 'Jardin Vert', -8630, 'upkeep'),
  row(-2, 'Lumen Books', -2490, 'culture'),
  row(-3, 'To Rainy-day savings', -30000, 'transfer', '1', { transferWith: '9001' }),
  row(-3, 'Pharmacie des Halles', -1860, 'health'),
  row(-3, 'PAYLINE*8841 HV', -4700, null),
  row(-3, 'Cantonal tax office', -61000, 'fees', '2'),
  row(-4, 'Station Relais', -7122, 'car'),
  row(-4, 'Oakfield Storage', -6200, 'upkeep', '3'),
  row(-5, 'Altair Air', -41280, 'travel', '2', {
    note: 'Two seats, 21 to 25 August.',
    tags: ['london-august'],
    categorySource: 'rule',
    details: {
      reference: 'ALT-20418',
      mandate: null,
      counterpartyAccount: 'DE02120300000000202051',
      parts: [
        { amount: money(-38280, 'CHF'), category: 'Flights', note: '', transferAccount: null },
        { amount: money(-3000, 'CHF'), category: 'Fees', note: 'Seats', transferAccount: null },
      ],
      partsBy: 'source',
    },
    parts: [
      { amount: money(-38280, 'CHF'), category: 'travel', note: '' },
      { amount: money(-3000, 'CHF'), category: null, note: 'Seats' },
    ],
  }),
  row(-5, 'Petit Comptoir', -3480, 'eating'),
  row(-6, 'Marché du Port', -8891, 'groceries'),
  row(-6, 'Dividend, Global All-Cap', 3814, 'interest', '8'),
  row(-7, 'Crèche Les Lilas', -61200, 'childcare', '1'),
  row(-7, 'Voxalpe', -2998, 'internet', '1'),
  row(-8, 'Office supplies, paid back', -2150, null, '6', { excluded: true }),
  ...Array.from({ length: 1180 }, (_, n) => {
    const [payee, minor, categoryId, accountId] = REGULAR[(n * 7 + (n >> 3)) % REGULAR.length] ?? [
      'Marché du Port',
      -6420,
      'groceries',
      '6',
    ];
    const offset = -9 - Math.floor(n * 0.71);
    if (n % 42 === 10) return row(offset, 'Atelier Nordet', 248600, 'salary', '1');
    if (n % 42 === 24) return row(offset, 'Helvetix Systems', 747950, 'salary', '2');
    return row(offset, payee, minor + ((n * 137) % 900), categoryId, accountId);
  }),
];
