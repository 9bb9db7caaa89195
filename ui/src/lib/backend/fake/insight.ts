import type { Insight, InsightMonth, InsightRows } from '$lib/backend/contract';
import { addMonths } from '$lib/format';
import type { Answers } from './answers';
import { day, money, MONTH, TODAY } from './household';

const MONTHS = 12;

const month = (at: number): InsightMonth => ({
  month: addMonths(MONTH, at - MONTHS),
  income: money(512_000 + (at % 4) * 9_000),
  fixed: money(238_000 + (at % 3) * 4_000),
  variable: money(168_000 + (at % 5) * 12_000),
  debt: money(141_208),
  overdraftDays: at === 3 ? 2 : 0,
});

const INSIGHT: Insight = {
  today: TODAY,
  from: `${addMonths(MONTH, -MONTHS)}-01`,
  to: '2026-04-30',
  months: Array.from({ length: MONTHS }, (_, at) => month(at)),
  income: money(525_500),
  fixed: money(242_000),
  variable: money(189_000),
  debt: money(141_208),
  fixedPercent: 56,
  stabilityPercent: 98,
  debtPercent: 27,
  savingsPercent: 18,
  overdraftDays: 2,
  overdrafts: [
    {
      account: '6',
      accountName: 'Joint current',
      from: '2025-08-27',
      to: '2025-08-28',
      days: 2,
      lowest: money(-6_120),
    },
  ],
  upstream: [
    {
      connection: '4',
      name: 'Crédit Alpin, Qard',
      report: {
        months: [
          {
            month: '2026-04',
            incoming: money(530_000),
            outgoing: money(-411_000),
            rows: 61,
            ownIncoming: money(530_000),
            ownOutgoing: money(-409_500),
            ownRows: 60,
            balance: null,
            ownBalance: null,
            differs: true,
          },
        ],
        insights: {
          flows: [{ kind: 'EXPENSE', category: 'RENT', label: 'Rent', total: '-1412.08' }],
          repayments: 12,
          drawdowns: 0,
          overdraftDays: 3,
          overdraftFees: '7.40',
          incidents: [],
          heavyFailures: [],
        },
        readAt: '2026-05-18T06:40:00Z',
      },
      ownOverdraftDays: 2,
      ownSeries: 14,
    },
  ],
  withoutRate: [],
};

const ROWS: InsightRows = {
  rows: [{ transaction: '1003', date: day(-20), name: 'Home loan', amount: money(-141_208) }],
  count: 1,
  sum: money(-141_208),
};

export function insightAnswers(empty: boolean): Answers {
  return {
    insight_get: () => (empty ? { ...INSIGHT, months: [], upstream: [], overdrafts: [] } : INSIGHT),
    insight_rows: () => ROWS,
    insight_export: () => ({ file: 'Coffer credit insight 2026-05-18.html' }),
  };
}
