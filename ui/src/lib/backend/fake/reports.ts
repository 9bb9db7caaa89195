import type {
  FlowReport,
  ReportLine,
  ReportReq,
  ReportRows,
  ReportRowsReq,
} from '$lib/backend/contract';
import type { Answers } from './answers';
import { money, ROWS } from './household';

type Sum = readonly [key: string, name: string, slot: number, cents: number, count: number];

const SPENT: Record<ReportReq['by'], readonly Sum[]> = {
  group: [
    ['home', 'Home', 0, 2830200, 74],
    ['food', 'Food', 1, 1147200, 212],
    ['leisure', 'Leisure', 4, 778100, 96],
    ['transport', 'Transport', 3, 293200, 58],
  ],
  category: [
    ['mortgage', 'Mortgage', 0, 1694500, 12],
    ['groceries', 'Groceries', 1, 819700, 148],
    ['insurance', 'Insurance', 0, 697400, 14],
    ['travel', 'Travel', 4, 589400, 41],
    ['upkeep', 'Home upkeep', 0, 438300, 48],
    ['restaurants', 'Eating out', 1, 327500, 64],
    ['car', 'Car', 3, 293200, 58],
    ['shows', 'Culture and sport', 4, 188700, 55],
  ],
  payee: [
    ['p1', 'Marché du Port', 11, 521200, 61],
    ['p2', 'Alpes Énergie', 11, 188200, 12],
    ['p3', 'Altair Air', 11, 124100, 3],
    ['p4', 'Everybody else', 11, 4215200, 364],
  ],
  tag: [
    ['holiday', 'holiday', 11, 589400, 41],
    ['tax', 'tax', 11, 88100, 9],
  ],
  account: [['a1', 'Joint current', 11, 5048700, 440]],
  owner: [['Mara', 'Mara', 11, 5048700, 440]],
  need: [
    ['need', 'need', 11, 3650400, 262],
    ['want', 'want', 11, 1398300, 178],
  ],
};
const EARNED = 12682700;
const MONTHS = 12;

const text = (cents: number): string => money(cents).amount;

/** A twelfth each; what is left over goes to the last month. */
const spread = (cents: number): number[] => {
  const part = Math.trunc(cents / MONTHS);
  return Array.from({ length: MONTHS }, (_, at) =>
    at === MONTHS - 1 ? cents - part * (MONTHS - 1) : part,
  );
};

function line(side: ReportLine['side'], sum: Sum, of: number, compared: boolean): ReportLine {
  const [key, name, slot, cents, count] = sum;
  return {
    key,
    name,
    group: null,
    slot,
    side,
    total: text(cents),
    share: ((100 * cents) / of).toFixed(1),
    count,
    values: spread(cents).map(text),
    before: compared ? text(cents - 10000) : null,
    changePercent: compared ? ((100 * 10000) / (cents - 10000)).toFixed(1) : null,
  };
}

function report(request: unknown): FlowReport {
  const { by, from, to, against } = request as ReportReq;
  const spentSums = SPENT[by];
  const spent = SPENT.account[0]?.[3] ?? 0;
  const compared = against !== null;
  const lines = [
    line('income', ['salary', by === 'group' ? 'Work' : 'Salary', 2, EARNED, 12], EARNED, compared),
    ...spentSums.map((sum) => line('spending', sum, spent, compared)),
  ];
  const [income, out] = [spread(EARNED), spread(spent)];
  const end = (of: ReportLine) => ({
    kind: 'line' as const,
    key: of.key,
    name: of.name,
    side: of.side,
    slot: of.slot,
    value: of.total,
  });
  return {
    currency: 'EUR',
    from: from ?? '2025-06-01',
    to: to ?? '2026-05-18',
    income: money(EARNED),
    spent: money(spent),
    saved: money(EARNED - spent),
    savingsRate: ((100 * (EARNED - spent)) / EARNED).toFixed(1),
    periods: income.map((cents, at) => {
      const month = new Date(Date.UTC(2025, 5 + at, 1)).toISOString().slice(0, 10);
      return {
        from: month,
        to: month,
        income: text(cents),
        spent: text(out[at] ?? 0),
        saved: text(cents - (out[at] ?? 0)),
        savingsRate: '60.2',
        spentAverage: at < 2 ? null : text(out[at] ?? 0),
      };
    }),
    lines,
    overlapping: by === 'tag',
    before: compared
      ? {
          from: '2024-06-01',
          to: '2025-05-31',
          income: money(EARNED - 10000),
          spent: money(spent - 10000),
          saved: money(EARNED - spent),
        }
      : null,
    sources: lines.filter((one) => one.side === 'income').map(end),
    uses: [
      {
        kind: 'kept',
        key: null,
        name: '',
        side: null,
        slot: 11,
        value: text(EARNED - spent),
      },
      ...lines.filter((one) => one.side === 'spending').map(end),
    ],
    through: money(EARNED),
    days: [],
    withoutRate: [],
    rowsWithoutRate: 0,
  };
}

function rows(request: unknown): ReportRows {
  const asked = request as ReportRowsReq;
  const of = report(asked.report).lines.find(
    (one) => one.key === asked.key && one.side === asked.side,
  );
  return {
    rows: ROWS.filter((row) => row.amount.amount.startsWith('-')).slice(0, 12),
    total: of?.count ?? 0,
    sum: { amount: of?.total ?? '0.00', currency: 'EUR' },
  };
}

export const reportsAnswers = (empty: boolean): Answers => ({
  report_get: (request) =>
    empty
      ? { ...report(request), lines: [], sources: [], uses: [], periods: [], overlapping: false }
      : report(request),
  report_rows: rows,
});
