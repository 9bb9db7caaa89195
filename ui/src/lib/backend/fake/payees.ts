/** Payees of the invented household, as its rows name them. */
import type { PayeeLine, PayeeProfile, PayeesReq, TransactionRow } from '$lib/backend/contract';
import type { Answers } from './answers';
import { minorOf, money, ROWS } from './household';

const sumOf = (rows: readonly TransactionRow[]) =>
  rows.reduce((sum, row) => sum + minorOf(row.amount), 0);

function lines(): PayeeLine[] {
  const names = [...new Set(ROWS.map((row) => row.payee))];
  return names.map((name) => {
    const rows = ROWS.filter((row) => row.payee === name);
    const days = rows.map((row) => row.date).sort();
    return {
      name,
      sum: money(sumOf(rows)),
      count: rows.length,
      first: days[0] ?? '',
      last: days.at(-1) ?? '',
      texts: rows.length,
    };
  });
}

function profile(name: string): PayeeProfile {
  const rows = ROWS.filter((row) => row.payee === name);
  const line = lines().find((one) => one.name === name);
  if (!line) throw new Error(`no payee ${name}`);
  const count = (of: (row: TransactionRow) => string | null) =>
    [...new Set(rows.map(of))].map((id) => ({
      id,
      count: rows.filter((row) => of(row) === id).length,
    }));
  return {
    name,
    search: `payee:"=${name}"`,
    count: rows.length,
    sum: line.sum,
    sums: [],
    average: money(Math.round(sumOf(rows) / rows.length)),
    first: line.first,
    last: line.last,
    categories: count((row) => row.category),
    accounts: count((row) => row.account),
    texts: rows.map((row, at) => ({
      text: `CARTE ${row.date.slice(8)}/${row.date.slice(5, 7)} ${name.toUpperCase()} ${4471 + at}`,
      count: 1,
      last: row.date,
    })),
    textsTotal: rows.length,
    repeating: [
      {
        id: 't1',
        name,
        period: 'monthly',
        amount: rows[0]?.amount ?? money(0),
        nextDate: '2026-06-02',
      },
    ],
    renames: [name.toLowerCase()],
  };
}

export const payeesAnswers: Answers = {
  payees_page: (request) => {
    const { text, order, limit } = request as PayeesReq;
    const found = lines().filter((one) => one.name.toLowerCase().includes(text.toLowerCase()));
    const size = (one: PayeeLine) => Math.abs(minorOf(one.sum ?? money(0)));
    found.sort((a, b) =>
      order === 'name'
        ? a.name.localeCompare(b.name)
        : order === 'count'
          ? b.count - a.count
          : order === 'newest'
            ? b.last.localeCompare(a.last)
            : size(b) - size(a),
    );
    return { payees: found.slice(0, limit), total: found.length };
  },
  payee_get: (request) => profile((request as { name: string }).name),
  payees_rename: () => ({ batch: '31', rows: 3, label: 'payees_merged' }),
  payee_offer: () => [],
  payee_take: () => ({ batch: '32', rows: 4, label: 'payee_learned' }),
  payee_renames: () => [
    { key: 'harbour books', text: 'Harbour Books', name: 'The bookshop', rows: 12 },
    { key: 'nova energie', text: 'Nova Energie', name: 'Power', rows: 24 },
  ],
  payee_rename_remove: () => ({ batch: '33', rows: 12, label: 'payee_rename_removed' }),
  payees_tidy: () => ({
    ongoing: false,
    texts: 214,
    names: 31,
    groups: [
      {
        name: 'Carrefour Market',
        texts: 41,
        sample: ['CARTE 12/05 CARREFOUR MARKET 4471 LYON', 'CB CARREFOUR MARKET 0021 LILLE'],
      },
      { name: 'SNCF', texts: 12, sample: ['CB SNCF INTERNET PARIS 03/04'] },
      {
        name: 'Boulangerie du Pont',
        texts: 9,
        sample: ['PAIEMENT PAR CARTE X1234 BOULANGERIE DU PONT 28/02'],
      },
    ],
  }),
  payees_tidy_take: () => ({ batch: '34', rows: 214, label: 'payees_tidied' }),
};
