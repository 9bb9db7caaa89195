/** What the invented household holds. */
import type {
  InstrumentClass,
  InvestmentHolding,
  InvestmentPlan,
  Investments,
  Trade,
} from '$lib/backend/contract';
import type { Answers } from './answers';
import { day, money } from './household';

interface Held {
  name: string;
  symbol: string;
  account: string;
  class: InstrumentClass;
  region: string;
  units: number;
  currency: string;
  bought: number;
  price: number;
  euro: number;
}

/** What investments are held against. */
let chosen: string | null = '1';

const HELD: readonly Held[] = [
  ['Global All-Cap ETF', 'GACW', 'Share plan', 'equity_fund', 'World', 168, 'EUR', 8640, 11235, 1],
  [
    'US Large-Cap ETF',
    'USLC',
    'Meridian',
    'equity_fund',
    'America',
    64,
    'USD',
    14210,
    18842,
    0.881,
  ],
  ['Europe 600 ETF', 'EU6T', 'Share plan', 'equity_fund', 'Europe', 92, 'EUR', 7120, 8814, 1],
  ['Short Treasury ETF', 'STRY', 'Meridian', 'bond', 'America', 58, 'USD', 9980, 10036, 0.881],
  ['Alpine Utilities SA', 'ALPU', 'Share plan', 'share', 'Europe', 120, 'EUR', 2430, 3105, 1],
  ['Harbour Foods plc', 'HRBF', 'Meridian', 'share', 'Europe', 48, 'USD', 3820, 3395, 0.881],
].map(([name, symbol, account, kind, region, units, currency, bought, price, euro]) => ({
  name: String(name),
  symbol: String(symbol),
  account: String(account),
  class: kind as InstrumentClass,
  region: String(region),
  units: Number(units),
  currency: String(currency),
  bought: Number(bought),
  price: Number(price),
  euro: Number(euro),
}));

const worth = (one: Held) => Math.round(one.units * one.price * one.euro);
const ALL = HELD.reduce((sum, one) => sum + worth(one), 317502);
const share = (part: number) => ((100 * part) / ALL).toFixed(1);

const holdings: InvestmentHolding[] = HELD.map((one, at) => {
  const gain = Math.round(one.units * (one.price - one.bought) * one.euro);
  return {
    key: `7-${at + 1}`,
    account: '7',
    accountName: one.account,
    instrument: String(at + 1),
    name: one.name,
    code: null,
    symbol: one.symbol,
    class: one.class,
    region: one.region,
    source: 'trades' as const,
    quantity: String(one.units),
    boughtAt: money(one.bought, one.currency),
    price: (one.price / 100).toFixed(2),
    priceCurrency: one.currency,
    priceDate: day(-3),
    priceEarly: false,
    own: money(one.units * one.price, one.currency),
    value: money(worth(one)),
    cost: money(one.units * one.bought, one.currency),
    gain: money(gain),
    gainPercent: ((100 * (one.price - one.bought)) / one.bought).toFixed(1),
    share: share(worth(one)),
    lots: [
      {
        trade: '1',
        date: day(-400),
        quantity: String(one.units),
        cost: money(one.units * one.bought, one.currency),
      },
    ],
  };
}).sort((a, b) => Number(b.value?.amount) - Number(a.value?.amount));

const part = (key: string, test: (one: Held) => boolean, target: string | null, add = 0) => {
  const value = HELD.filter(test).reduce((sum, one) => sum + worth(one), add);
  const wanted = target === null ? 0 : Math.round((ALL * Number(target)) / 100);
  return {
    key,
    value: money(value),
    share: share(value),
    target,
    toTrade: target === null ? null : money(wanted - value),
  };
};

let plan: InvestmentPlan = {
  method: 'fifo',
  targets: [
    { class: 'equity_fund', percent: '70.0' },
    { class: 'share', percent: '10.0' },
    { class: 'bond', percent: '15.0' },
    { class: 'cash', percent: '5.0' },
  ],
};

const investments = (): Investments => ({
  currency: 'EUR',
  method: plan.method,
  accounts: [
    { id: '7', name: 'Share plan' },
    { id: '8', name: 'Meridian' },
  ],
  holdings,
  cash: [
    {
      account: '7',
      accountName: 'Share plan',
      own: money(317502),
      value: money(317502),
      share: share(317502),
    },
  ],
  value: money(ALL),
  cost: money(3642000),
  gain: money(1023200),
  gainPercent: '20.5',
  realised: money(61240),
  dividends: money(45500),
  lastDay: money(19600),
  moneyWeighted: { percent: '9.4', yearly: '9.4', since: day(-760), reason: null },
  timeWeighted: { percent: '23.1', yearly: '10.5', since: day(-760), reason: null },
  byClass: [
    part('equity_fund', (one) => one.class === 'equity_fund', '70.0'),
    part('share', (one) => one.class === 'share', '10.0'),
    part('bond', (one) => one.class === 'bond', '15.0'),
    part('cash', () => false, '5.0', 317502),
  ],
  byRegion: [
    part('America', (one) => one.region === 'America', null),
    part('World', (one) => one.region === 'World', null),
    part('Europe', (one) => one.region === 'Europe', null),
  ],
  byCurrency: [
    part('EUR', (one) => one.currency === 'EUR', null, 317502),
    part('USD', (one) => one.currency === 'USD', null),
  ],
  hasTargets: plan.targets.length > 0,
  sales: [
    {
      trade: '9',
      date: day(-60),
      opened: day(-500),
      accountName: 'Share plan',
      name: 'Corvid Semiconductor',
      quantity: '12',
      proceeds: money(177240),
      cost: money(116000),
      gain: money(61240),
    },
  ],
  expected: [
    { date: day(40), accountName: 'Share plan', name: 'Alpine Utilities SA', amount: money(8400) },
    { date: day(122), accountName: 'Share plan', name: 'Europe 600 ETF', amount: money(11200) },
  ],
  problems: [
    {
      fault: 'price_far_off',
      trade: null,
      date: day(-30),
      name: 'Harbour Foods plc',
      found: '3395',
      expected: '33.95',
    },
  ],
  withoutRate: [],
  pricesFrom: day(-3),
  points: Array.from({ length: 13 }, (_, n) => ({
    date: day(-30 * (12 - n)),
    value: money(3300000 + n * 120000).amount,
    paidIn: money(3200000 + n * 36000).amount,
  })),
  benchmark: chosen
    ? {
        instrument: chosen,
        name: HELD[Number(chosen) - 1]?.name ?? 'World index',
        since: day(-360),
        theirs: { percent: '11.2', yearly: '11.2', since: day(-360), reason: null },
        ours: { percent: '13.6', yearly: '13.6', since: day(-360), reason: null },
        ahead: '2.4',
        firstPrice: day(-900),
        lastPrice: day(-3),
        missing: 0,
        old: 1,
      }
    : null,
  growth: Array.from({ length: 13 }, (_, n) => ({
    date: day(-30 * (12 - n)),
    ours: (n * 1.13 + (n % 3) * 0.6).toFixed(2),
    theirs: chosen ? (n * 0.93 + (n % 4) * 0.4).toFixed(2) : null,
  })),
});

const trades: Trade[] = [
  {
    id: '1',
    account: '7',
    accountName: 'Share plan',
    instrument: '1',
    name: 'Global All-Cap ETF',
    date: day(-400),
    kind: 'buy',
    quantity: '168',
    amount: money(1451520),
    fee: money(990),
    tax: money(0),
    ratioNew: null,
    ratioOld: null,
    into: null,
    lots: [],
    note: null,
    fault: null,
  },
];

const change = (label: string) => ({ batch: '40', rows: 1, label });

export const investmentAnswers: Answers = {
  investments_get: investments,
  investments_plan: () => plan,
  benchmark_set: (request) => {
    chosen = (request as { instrument: string | null }).instrument;
    return { batch: '75', rows: 1, label: 'benchmark_chosen' };
  },
  investments_plan_set: (request) => {
    plan = request as InvestmentPlan;
    return change('investments_planned');
  },
  instruments_list: () =>
    HELD.map((one, at) => ({
      id: String(at + 1),
      name: one.name,
      code: null,
      symbol: one.symbol,
      currency: one.currency,
      class: one.class,
      region: one.region,
      price: (one.price / 100).toFixed(2),
      priceDate: day(-3),
    })),
  instrument_put: () => ({ id: '1', change: change('instrument_changed') }),
  instrument_merge: () => change('instrument_merged'),
  lots_list: () => [
    { trade: '1', date: day(-400), quantity: '168', cost: money(1452510) },
    { trade: '2', date: day(-120), quantity: '1250.5', cost: money(12802510) },
  ],
  trades_list: () => trades,
  trade_put: () => ({ id: '10', account: '7', instrument: '1', change: change('trade_added') }),
  trade_remove: () => change('trade_removed'),
  price_put: () => change('price_put'),
  prices_import: () => ({
    read: 250,
    changed: 248,
    rejected: [{ line: 17, reason: 'price' }],
    farOff: 0,
    change: change('prices_imported'),
  }),
};
