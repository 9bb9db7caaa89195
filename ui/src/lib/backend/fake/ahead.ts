/** Net worth ahead and prices of the invented household; what follows from its numbers is what Rust would say. */
import type {
  AheadPlan,
  NetWorthAhead,
  NetWorthAheadReq,
  PriceIndex,
  RealTerms,
} from '$lib/backend/contract';
import type { Answers } from './answers';
import { addMonths } from '$lib/format';
import { money, TODAY } from './household';

const WORLDS = 1000;
const START = { cash: 2_672_500, investments: 6_586_100, things: 31_000_000, debts: -18_760_500 };
const OPEN: AheadPlan = { years: 10, freed: true, classes: [] };

let kept: AheadPlan | null = null;
let index: PriceIndex | null = {
  currency: 'EUR',
  name: 'Consumer prices',
  months: 121,
  first: '2016-04',
  last: TODAY.slice(0, 7),
  lastIndex: '131.4',
  gaps: [],
  risen: '2.31',
  yearly: '2',
};

const monthEnd = (months: number): string =>
  `${addMonths(TODAY.slice(0, 7), months)}-${TODAY.slice(8)}`;

export function realTerms(points: readonly { date: string; net: number }[]): RealTerms {
  const level = (date: string) =>
    (131.4 * 1.02 ** ((Date.parse(date) - Date.parse(TODAY)) / 31_557_600_000)).toFixed(4);
  return {
    day: TODAY,
    index: index ? '131.4' : null,
    name: index?.name ?? null,
    last: index?.last ?? null,
    yearly: index?.yearly ?? null,
    unknown: index ? 0 : points.length,
    points: points.map(({ date, net }) => ({
      date,
      nominal: money(net).amount,
      index: index ? level(date) : null,
      basis: index ? (date > TODAY ? 'stated' : 'between') : 'unknown',
      value: money(index ? Math.round((net * 131.4) / Number(level(date))) : net).amount,
    })),
  };
}

function ahead(request: unknown): NetWorthAhead {
  const asked = request as NetWorthAheadReq;
  const plan = asked.plan ?? kept ?? OPEN;
  const years = asked.years ?? plan.years;
  const said = (name: string) => plan.classes.find((one) => one.class === name);
  const number = (text: string | null | undefined, open: number) =>
    text === null || text === undefined ? open : Number(text);
  const adds = {
    cash: Math.round(number(said('cash')?.add, 612.4) * 100),
    investments: Math.round(number(said('investments')?.add, 450) * 100),
    things: Math.round(number(said('things')?.add, 0) * 100),
  };
  const growth = {
    cash: number(said('cash')?.percent, 0),
    investments: number(said('investments')?.percent, 5),
    things: number(said('things')?.percent, 0),
  };
  const spread = number(said('investments')?.spread, 15);
  const prices = (months: number) => (asked.real && index ? 1.02 ** (months / 12) : 1);
  const points = Array.from({ length: years * 12 + 1 }, (_, n) => {
    const grown = (start: number, add: number, percent: number) => {
      const factor = (1 + percent / 100) ** (1 / 12);
      let value = start;
      for (let month = 0; month < n; month += 1) value = value * factor + add;
      return value / prices(n);
    };
    const classes = {
      cash: Math.round(grown(START.cash, adds.cash, growth.cash)),
      investments: Math.round(grown(START.investments, adds.investments, growth.investments)),
      things: Math.round(grown(START.things, adds.things, growth.things)),
      debts: Math.round((START.debts * Math.max(0, 1 - n / 228)) / prices(n)),
    };
    const likely = classes.cash + classes.investments + classes.things + classes.debts;
    const wide = (z: number) =>
      Math.round(classes.investments * (Math.exp((z * spread * Math.sqrt(n / 12)) / 105) - 1));
    const put =
      START.cash +
      START.investments +
      START.things +
      START.debts +
      n * (adds.cash + adds.investments + adds.things);
    return {
      date: monthEnd(n),
      likely: money(likely).amount,
      cash: money(classes.cash).amount,
      investments: money(classes.investments).amount,
      things: money(classes.things).amount,
      debts: money(classes.debts).amount,
      halfLow: money(likely + wide(-0.674)).amount,
      halfHigh: money(likely + wide(0.674)).amount,
      low: money(likely + wide(-1.2816)).amount,
      high: money(likely + wide(1.2816)).amount,
      putIn: money(put).amount,
      index: null,
    };
  });
  const end = points.at(-1);
  const part = (
    name: 'cash' | 'investments' | 'things' | 'debts',
    add: number,
    proposed: number | null,
    percent: number,
    off: number,
    followed: number,
  ) => ({
    class: name,
    now: money(START[name]),
    followed: money(followed),
    add: money(add),
    addProposed: proposed === null ? null : money(proposed),
    percent: String(percent),
    percentProposed: name === 'investments' ? '5' : '0',
    spread: String(off),
    spreadProposed: name === 'investments' ? '15' : '0',
    end: { amount: end?.[name] ?? '0.00', currency: 'EUR' },
  });
  const goalDue = monthEnd(38);
  return {
    today: TODAY,
    currency: 'EUR',
    plan: { ...plan, years },
    kept: kept !== null && asked.plan === null,
    monthsSeen: 12,
    classes: [
      part('cash', adds.cash, 61240, growth.cash, 0, 1_465_000),
      part('investments', adds.investments, 45000, growth.investments, spread, 0),
      part('things', adds.things, null, growth.things, 0, 0),
      part('debts', 0, 0, 0, 0, -18_642_000),
    ],
    followed: [
      {
        id: '9',
        name: 'Home loan',
        class: 'debts',
        terms: 'schedule',
        percent: '3.1',
        now: money(-18_642_000),
        end: { amount: end?.debts ?? '0.00', currency: 'EUR' },
        ends: years >= 19 ? addMonths(TODAY.slice(0, 7), 228) : null,
        payment: money(108_540),
      },
      {
        id: '5',
        name: 'Rainy-day savings',
        class: 'cash',
        terms: 'interest',
        percent: '1.75',
        now: money(1_465_000),
        end: money(Math.round(1_465_000 * 1.0175 ** years)),
        ends: null,
        payment: null,
      },
    ],
    still: ['Sable credit card'],
    points,
    goals: [
      {
        id: '1',
        name: 'Six months of expenses',
        target: money(1_800_000),
        saved: money(879_000),
        add: money(25_000),
        due: goalDue,
        likely: addMonths(TODAY.slice(0, 7), 35),
        then: money(1_829_000),
        ofTen: 10,
        percent: 100,
        mark: { amount: points[Math.min(38, years * 12)]?.likely ?? '0.00', currency: 'EUR' },
        withoutRate: false,
      },
      {
        id: '2',
        name: 'A year off',
        target: money(9_000_000),
        saved: money(5_410_000),
        add: money(20_000),
        due: monthEnd(84),
        likely: years >= 7 ? addMonths(TODAY.slice(0, 7), 82) : null,
        then: money(9_120_000),
        ofTen: years >= 7 ? 5 : null,
        percent: years >= 7 ? 54 : null,
        mark: years >= 7 ? { amount: points[84]?.likely ?? '0.00', currency: 'EUR' } : null,
        withoutRate: false,
      },
    ],
    withoutRate: [],
    worlds: WORLDS,
    real: asked.real
      ? realTerms(points.map((point) => ({ date: point.date, net: Number(point.likely) * 100 })))
      : null,
  };
}

export const aheadOf = (years: number | null, plan: AheadPlan | null, real: boolean) =>
  ahead({ years, plan, real });

export const aheadAnswers: Answers = {
  net_worth_ahead: ahead,
  net_worth_ahead_keep: (request) => {
    kept = request as AheadPlan;
    return { batch: '71', rows: 1, label: 'net_worth_ahead_kept' };
  },
  price_indexes: () => (index ? [index] : []),
  price_index_import: () => ({
    index,
    read: 121,
    repeated: 0,
    rejected: [{ line: 7, reason: 'twice' }],
    change: { batch: '72', rows: 1, label: 'price_index_read' },
  }),
  price_rate_set: (request) => {
    const { yearly } = request as { yearly: string | null };
    if (index) index = { ...index, yearly };
    return { batch: '73', rows: 1, label: 'price_rate_stated' };
  },
  price_index_remove: () => {
    index = null;
    return { batch: '74', rows: 1, label: 'price_index_removed' };
  },
};
