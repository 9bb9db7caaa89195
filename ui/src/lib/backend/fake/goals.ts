import type { GoalPlan, GoalsPage } from '$lib/backend/contract';
import { addMonths } from '$lib/format';
import type { Answers } from './answers';
import { money, MONTH, TODAY } from './household';

const PAST = 12;

/** Amounts in minor units; what follows from them is what Rust would say. */
const plan = (
  id: string,
  name: string,
  target: number,
  saved: number,
  step: number,
  rest: Partial<GoalPlan>,
): GoalPlan => ({
  id,
  name,
  note: '',
  target: money(target),
  saved: money(saved),
  missing: money(Math.max(0, target - saved)),
  percent: Math.min(100, Math.floor((saved * 100) / target)),
  due: null,
  shares: [
    {
      account: '5',
      accountName: 'Rainy-day savings',
      percent: 60,
      amount: money(saved),
    },
  ],
  envelope: null,
  envelopeName: null,
  monthly: null,
  rate: money(step),
  rateMonths: PAST,
  early: null,
  likely: null,
  late: null,
  chancePercent: null,
  track: 'undated',
  history: Array.from({ length: PAST + 1 }, (_, at) => ({
    month: addMonths(MONTH, at - PAST),
    saved: money(Math.max(0, saved - (PAST - at) * step)),
    change: money(step),
  })),
  withoutRate: [],
  adopts: null,
  ...rest,
});

const PAGE: GoalsPage = {
  today: TODAY,
  currency: 'EUR',
  saved: money(1_139_000),
  monthly: money(52_500),
  goals: [
    plan('1', 'New roof', 1_500_000, 879_000, 48_000, {
      due: '2027-06-30',
      monthly: money(44_358),
      early: '2027-04',
      likely: '2027-05',
      late: '2027-07',
      chancePercent: 86,
      track: 'on',
    }),
    plan('2', 'Summer in Norway', 320_000, 180_000, 9_000, {
      due: '2026-08-31',
      monthly: money(35_000),
      early: '2027-06',
      likely: '2027-09',
      late: null,
      chancePercent: 4,
      track: 'off',
    }),
    plan('3', 'Rainy days', 80_000, 80_000, 0, { track: 'reached' }),
  ],
  upstream: [
    {
      id: '1',
      name: 'Cargo bicycle',
      target: money(420_000),
      initial: money(60_000),
      due: '2027-05-31',
      state: 'active',
      note: '',
      connection: 'Practice bank, Wallet by BudgetBakers',
      adopted: null,
    },
  ],
  accounts: [
    {
      account: '5',
      name: 'Rainy-day savings',
      balance: money(1_465_000),
      freePercent: 40,
    },
    { account: '6', name: 'Joint current', balance: money(384_200), freePercent: 100 },
  ],
  envelopes: [{ budget: '3', name: 'Travel', left: money(8_000) }],
};

export function goalsAnswers(empty: boolean): Answers {
  return {
    goals_list: () => (empty ? [] : PAGE.upstream),
    goals_get: () =>
      empty ? { ...PAGE, goals: [], upstream: [], saved: money(0), monthly: money(0) } : PAGE,
    goal_save: () => ({ batch: '31', rows: 1, label: 'goal_saved' }),
    goal_remove: () => ({ batch: '32', rows: 1, label: 'goal_removed' }),
  };
}
