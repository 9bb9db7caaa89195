/** What repeats in the invented household. */
import type {
  RecurringDetail,
  RecurringDue,
  RecurringItem,
  RecurringKind,
  RecurringList,
  RecurringPayment,
} from '$lib/backend/contract';
import type { Answers } from './answers';
import { day, minorOf, money, TODAY } from './household';

type Period = RecurringItem['period'];

const TIMES: Partial<Record<Period, number>> = {
  monthly: 12,
  bimonthly: 6,
  quarterly: 4,
  yearly: 1,
};

let count = 0;

function item(
  kind: RecurringKind,
  name: string,
  minor: number,
  period: Period,
  nextDate: string,
  more: Partial<RecurringItem> = {},
): RecurringItem {
  count += 1;
  const yearly = minor * (TIMES[period] ?? 12);
  return {
    id: `t${count}`,
    name,
    kind,
    period,
    amount: money(minor),
    lowest: null,
    highest: null,
    previousAmount: null,
    changedOn: null,
    change: null,
    changeYearly: null,
    priceNews: false,
    nextDate,
    lastDate: '2026-05-12',
    until: null,
    shift: 'none',
    state: 'active',
    lateDays: 0,
    verdict: 'confirmed',
    leaving: false,
    occurrences: 12,
    confidence: 94,
    knownBy: 'detected',
    rule: null,
    remindDays: null,
    own: false,
    account: '1',
    accountName: 'Joint current',
    otherAccountName: null,
    category: kind === 'subscription' ? 'subs' : kind === 'income' ? 'salary' : 'utilities',
    monthly: money(Math.trunc(yearly / 12)),
    yearly: money(yearly),
    ...more,
  };
}

const ITEMS: RecurringItem[] = [
  item('subscription', 'Cinélune+', -1399, 'monthly', '2026-06-17', {
    previousAmount: money(-1199),
    changedOn: '2026-05-17',
    change: money(-200),
    changeYearly: money(-2400),
    priceNews: true,
    verdict: 'open',
    accountName: 'Everyday card',
  }),
  item('subscription', 'Domaine Host', -11880, 'yearly', '2026-05-24'),
  item('subscription', 'Gym Nord', -3490, 'monthly', '2026-06-01'),
  item('subscription', 'Nuage Storage', -299, 'monthly', '2026-06-07', { verdict: 'open' }),
  item('subscription', 'Cinema club', -2800, 'quarterly', '2026-05-19', { leaving: true }),
  item('bill', 'Home loan', -141208, 'monthly', '2026-06-05', { knownBy: 'planned' }),
  item('bill', 'Crèche Les Lilas', -61200, 'monthly', '2026-06-11'),
  item('bill', 'Residence charges', -48600, 'quarterly', '2026-06-02', { knownBy: 'planned' }),
  item('bill', 'Alpes Énergie', -13840, 'monthly', '2026-06-08', {
    lowest: money(-8400),
    highest: money(-24800),
  }),
  item('bill', 'Eau des Rives', -9640, 'bimonthly', '2026-05-20'),
  item('bill', 'Fibra', -3999, 'monthly', '2026-06-01'),
  item('bill', 'Voxalpe', -2998, 'monthly', '2026-06-11', { state: 'late', lateDays: 7 }),
  item('bill', 'Judo club', -12000, 'quarterly', '2026-06-15', { own: true, knownBy: 'planned' }),
  item('bill', 'Piano lessons', -4000, 'other', '2026-06-01', {
    own: true,
    knownBy: 'planned',
    rule: 'FREQ=MONTHLY;BYMONTHDAY=1,15',
    shift: 'after',
  }),
  item('income', 'Helvetix Systems', 797400, 'monthly', '2026-05-25'),
  item('income', 'Atelier Nordet', 248640, 'monthly', '2026-06-04'),
  item('transfer', 'Rainy day savings', -50000, 'monthly', '2026-06-02', {
    otherAccountName: 'Livret A',
    category: null,
  }),
];

const sum = (kinds: readonly RecurringKind[], part: 'monthly' | 'yearly') =>
  ITEMS.filter((one) => kinds.includes(one.kind)).reduce(
    (total, one) => total + Math.abs(minorOf(one[part])),
    0,
  );

function list(): RecurringList {
  const days = Array.from({ length: 31 }, (_, n) => {
    const date = day(n);
    const due = ITEMS.filter((one) => one.nextDate === date && one.kind !== 'transfer');
    const out = due.reduce((total, one) => total + Math.max(-minorOf(one.amount), 0), 0);
    const week = new Date(`${date}T00:00:00Z`).getUTCDay();
    return { date, out, income: due.some((one) => one.kind === 'income'), week };
  });
  const dearest = Math.max(...days.map((one) => one.out));
  return {
    today: TODAY,
    items: [...ITEMS].sort((a, b) => a.nextDate.localeCompare(b.nextDate)),
    rejected: [{ id: 't90', name: 'Corner Bakery', amount: money(-480) }],
    outMonthly: money(sum(['subscription', 'bill'], 'monthly')),
    subscriptionsMonthly: money(sum(['subscription'], 'monthly')),
    subscriptionsYearly: money(sum(['subscription'], 'yearly')),
    billsMonthly: money(sum(['bill'], 'monthly')),
    incomeMonthly: money(sum(['income'], 'monthly')),
    transfersMonthly: money(sum(['transfer'], 'monthly')),
    incomePercent: 27,
    ahead: money(days.reduce((total, one) => total + one.out, 0)),
    days: days.map((one) => ({
      date: one.date,
      out: one.out > 0 ? money(one.out) : null,
      share: Math.round((one.out * 1000) / dearest),
      income: one.income,
      weekend: one.week === 0 || one.week === 6,
    })),
    dearest: days.find((one) => one.out === dearest)?.date ?? null,
    withoutRate: [],
  };
}

const EMPTY: RecurringList = {
  ...list(),
  items: [],
  rejected: [],
  outMonthly: money(0),
  subscriptionsMonthly: money(0),
  subscriptionsYearly: money(0),
  billsMonthly: money(0),
  incomeMonthly: money(0),
  transfersMonthly: money(0),
  incomePercent: null,
  ahead: money(0),
  days: list().days.map((one) => ({ ...one, out: null, share: 0, income: false })),
  dearest: null,
};

function detail(request: unknown): RecurringDetail {
  const { id } = request as { id: string };
  const found = ITEMS.find((one) => one.id === id) ?? ITEMS[0]!;
  const before = found.previousAmount ?? found.amount;
  const payments: RecurringPayment[] = Array.from({ length: 12 }, (_, n) => {
    const at = new Date(Date.UTC(2025, 5 + n, 17)).toISOString().slice(0, 10);
    const amount = n === 11 ? found.amount : before;
    return {
      date: at,
      amount,
      transaction: String(2000 + n),
      share: Math.round((minorOf(amount) * 1000) / minorOf(found.amount)),
      changed: n === 11 && found.previousAmount !== null,
    };
  });
  return {
    item: found,
    payments,
    prices: payments.filter((one, n) => n === 0 || one.changed),
    next: [found.nextDate, '2026-07-17', '2026-08-17'],
    payees: [found.name],
    dayFrom: 15,
    dayTo: 19,
    inForecast: true,
  };
}

function month(request: unknown): RecurringDue[] {
  const wanted = (request as { month: string }).month || TODAY.slice(0, 7);
  return ITEMS.flatMap((one) => {
    const date = `${wanted}-${one.nextDate.slice(8)}`;
    const state = date > TODAY ? 'upcoming' : one.state === 'late' ? 'late' : 'paid';
    const { id, name, kind, amount } = one;
    return [{ date, id, name, kind, amount, state } as RecurringDue];
  }).sort((a, b) => a.date.localeCompare(b.date));
}

const change = (label: string) => () => ({ batch: '90', rows: 1, label });

export const recurringAnswers = (empty: boolean): Answers => ({
  recurring_list: () => (empty ? EMPTY : list()),
  recurring_get: detail,
  recurring_month: (request) => (empty ? [] : month(request)),
  recurring_decide: change('recurring_edited'),
  recurring_add: change('recurring_added'),
  recurring_days: () => ({
    days: ['2026-06-01', '2026-06-15', '2026-07-01', '2026-07-15', '2026-08-03', '2026-08-17'],
  }),
  recurring_export: () => ({ file: 'coffer.ics' }),
});
