import type {
  Asset,
  ChangeReason,
  ChangeRow,
  NetWorth,
  NetWorthClass,
  NetWorthReq,
} from '$lib/backend/contract';
import { realTerms } from './ahead';
import type { Answers } from './answers';
import { ACCOUNTS, day, money, TODAY } from './household';

const worthClass = (
  key: string,
  slot: number,
  value: number,
  before: number,
  share: number,
): NetWorthClass => ({
  key,
  slot,
  value: money(value),
  before: money(before),
  change: money(value - before),
  changePercent: ((100 * (Math.abs(value) - Math.abs(before))) / Math.abs(before)).toFixed(1),
  share,
});

const CLASSES: Record<string, string> = {
  cash: 'cash',
  savings: 'savings',
  cards: 'cards',
  investments: 'investments',
};

const ASSETS: Asset[] = [
  {
    id: '1',
    name: 'Flat',
    kind: 'property',
    owed: false,
    owner: 'Both',
    institution: null,
    tier: 'locked',
    wear: 'none',
    wearMonths: null,
    wearRest: null,
    wearPercent: null,
    until: null,
    inNetWorth: true,
    note: null,
    value: money(31000000),
    currency: 'EUR',
    valuations: [
      { date: day(-100), value: money(31000000) },
      { date: day(-900), value: money(28500000) },
    ],
  },
];

export function netWorth(request: unknown): NetWorth {
  const { currency, real } = request as NetWorthReq;
  const points = Array.from({ length: 13 }, (_, n) => ({
    date: day(-30 * (12 - n)),
    assets: money(40300000 + n * 240000).amount,
    liabilities: money(-20700000 + n * 100000).amount,
    net: money(19600000 + n * 340000).amount,
  }));
  return {
    currency: currency ?? 'EUR',
    points,
    now: money(23748387, currency ?? 'EUR'),
    change: money(4879400, currency ?? 'EUR'),
    changePercent: '25.9',
    highest: points[12] ?? null,
    lowest: points[0] ?? null,
    classes: [
      worthClass('investments', 2, 6012700, 4267000, 65),
      worthClass('savings', 5, 1465000, 1157000, 16),
      worthClass('cash', 3, 1207500, 976000, 13),
      worthClass('pension', 6, 573400, 456000, 6),
      worthClass('home_loan', 4, -18642000, -19520000, 99),
      worthClass('cards', 8, -118500, -121700, 1),
    ],
    accounts: ACCOUNTS.groups
      .flatMap((group) =>
        group.accounts.map((account) => ({
          id: account.id,
          name: account.name,
          asset: false,
          owner: null as string | null,
          institution: account.institution,
          tier: 'cash',
          class: CLASSES[group.key] ?? 'other',
          own: account.balance,
          value: account.converted?.money ?? account.balance,
          before: account.converted?.money ?? account.balance,
          rate: account.converted?.rate ?? null,
          rateDate: account.converted?.rateDate ?? null,
        })),
      )
      .concat({
        id: 'a1',
        name: 'Flat',
        asset: true,
        owner: 'Both',
        institution: null,
        tier: 'locked',
        class: 'property',
        own: money(31000000),
        value: money(31000000),
        before: money(30200000),
        rate: null,
        rateDate: null,
      }),
    groups: [
      { by: 'tier', key: 'cash', value: money(2672500), before: money(2133000) },
      { by: 'tier', key: 'notice', value: money(6012700), before: money(4267000) },
      { by: 'tier', key: 'locked', value: money(15063187), before: money(14400000) },
      { by: 'owner', key: '', value: money(23748387), before: money(18869000) },
      { by: 'currency', key: 'EUR', value: money(21748387), before: money(16869000) },
      { by: 'currency', key: 'USD', value: money(2000000), before: money(2000000) },
    ],
    withoutRate: [],
    ratesFrom: day(-3, TODAY),
    ratesStale: false,
    freshness: { knownUntil: null, stale: [], carried: [] },
    real: real
      ? realTerms(points.map((point) => ({ date: point.date, net: Number(point.net) * 100 })))
      : null,
  };
}

/** What makes up a part of the change. */
function changed(reason: ChangeReason, id: string, name: string): ChangeRow {
  const row: ChangeRow = {
    id,
    name,
    asset: reason === 'valuation',
    positions: reason === 'market',
    before: money(4267000),
    after: money(6012700),
    baseBefore: money(4267000),
    baseAfter: money(6012700),
    rateBefore: null,
    rateAfter: null,
    byItself: money(1745700),
    rows: money(722500),
    statedBefore: day(-361),
    statedAfter: day(-1),
    held: [],
    value: money(1023200),
  };
  if (reason === 'market')
    row.held = [
      {
        instrument: '1',
        name: 'World equity index fund, accumulating',
        before: money(3500000),
        after: money(5012700),
        putIn: money(722500),
      },
      {
        instrument: '2',
        name: 'Euro bonds',
        before: money(767000),
        after: money(1000000),
        putIn: money(0),
      },
    ];
  if (reason === 'exchange')
    return {
      ...row,
      before: money(1000000, 'CHF'),
      after: money(1050000, 'CHF'),
      baseBefore: money(1060000),
      baseAfter: money(1065171),
      rateBefore: { rate: '1.06', date: day(-361), sources: ['ecb'] },
      rateAfter: { rate: '1.014449', date: day(-1), sources: ['own'] },
      byItself: money(50721),
      rows: money(50721),
      statedBefore: null,
      statedAfter: null,
      value: money(-45550),
    };
  if (reason === 'valuation')
    return {
      ...row,
      before: money(30200000),
      after: money(31000000),
      baseBefore: money(30200000),
      baseAfter: money(31000000),
      byItself: money(800000),
      rows: money(0),
      statedBefore: day(-900),
      statedAfter: day(-100),
      value: money(800000),
    };
  return row;
}

export const netWorthAnswers: Answers = {
  net_worth_get: netWorth,
  net_worth_explain: () => ({
    from: day(-360),
    to: TODAY,
    before: money(18868987),
    after: money(23748387),
    change: money(4879400),
    parts: [
      { reason: 'came_in', value: money(7412000), rows: [] },
      { reason: 'spent', value: money(-4310250), rows: [] },
      { reason: 'market', value: money(1023200), rows: [changed('market', '4', 'Brokerage')] },
      {
        reason: 'exchange',
        value: money(-45550),
        rows: [changed('exchange', '6', 'Swiss account')],
      },
      { reason: 'valuation', value: money(800000), rows: [changed('valuation', 'a1', 'Flat')] },
      { reason: 'other', value: money(0), rows: [] },
    ],
    withoutRate: [],
    rowsWithoutRate: 0,
  }),
  assets_list: () => ASSETS,
  asset_put: () => ({ id: '1', change: { batch: '61', rows: 1, label: 'asset_added' } }),
  asset_remove: () => ({ batch: '62', rows: 1, label: 'asset_removed' }),
  asset_value: () => ({ batch: '63', rows: 1, label: 'asset_valued' }),
  chart_export: () => ({ file: 'net-worth.svg' }),
};
