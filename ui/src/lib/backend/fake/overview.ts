import type { Overview } from '$lib/backend/contract';
import type { Answers } from './answers';
import { MONTH_LINES } from './budgets';
import { EVENTS, LOW } from './forecast';
import { money, MONTH, ROWS, TODAY } from './household';

export const OVERVIEW: Overview = {
  empty: false,
  today: TODAY,
  netWorth: money(23748387),
  netWorthChange: money(361100),
  cashFlow: {
    month: MONTH,
    income: money(266852),
    spent: money(531282),
    incomeExpected: money(1064300),
    spentExpected: money(673400),
    keptExpected: money(390900),
    incomePercent: 25,
    spentPercent: 79,
    nextIncome: EVENTS[4] ?? null,
  },
  review: [
    {
      kind: 'connection',
      subject: 'Crédit Alpin',
      id: 'c2',
      detail: 'code_needed',
      count: 1,
      before: null,
      after: null,
    },
    {
      kind: 'uncategorised',
      subject: 'Altair Air, PAYLINE*8841',
      id: null,
      detail: '',
      count: 2,
      before: null,
      after: null,
    },
    {
      kind: 'price_change',
      subject: 'Cinélune+',
      id: null,
      detail: 'monthly',
      count: 1,
      before: money(-1199),
      after: money(-1399),
    },
  ],
  budgets: ['goods', 'eating', 'travel', 'clothing', 'groceries', 'transport'].flatMap((id) =>
    MONTH_LINES.filter((line) => line.id === id),
  ),
  budgetsLeft: money(91682),
  daysToGo: 13,
  lowest: LOW,
  forecastAccount: '1',
  rescue: { amount: money(30000), by: '2026-06-01' },
  recent: ROWS.slice(0, 7),
  coming: EVENTS.slice(0, 7),
  comingOut: money(-130100),
  lastSync: `${TODAY}T08:42:00Z`,
  freshness: { knownUntil: null, stale: [], carried: [] },
};

/** A book without anything in it. */
export const EMPTY_OVERVIEW: Overview = {
  ...OVERVIEW,
  empty: true,
  netWorth: null,
  netWorthChange: null,
  review: [],
  budgets: [],
  budgetsLeft: null,
  lowest: null,
  rescue: null,
  recent: [],
  coming: [],
  lastSync: null,
};

export const overviewAnswers: Answers = { overview_get: () => OVERVIEW };
