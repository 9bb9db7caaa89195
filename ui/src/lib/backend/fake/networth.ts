import type { NetWorth, NetWorthClass, NetWorthReq } from '$lib/backend/contract';
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

export function netWorth(request: unknown): NetWorth {
  const { currency } = request as NetWorthReq;
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
    accounts: ACCOUNTS.groups.flatMap((group) =>
      group.accounts.map((account) => ({
        id: account.id,
        name: account.name,
        class: CLASSES[group.key] ?? 'other',
        own: account.balance,
        value: account.converted?.money ?? account.balance,
        before: account.converted?.money ?? account.balance,
        rate: account.converted?.rate ?? null,
        rateDate: account.converted?.rateDate ?? null,
      })),
    ),
    withoutRate: [],
    ratesFrom: day(-3, TODAY),
    ratesStale: false,
    freshness: { knownUntil: null, stale: [] },
  };
}

export const netWorthAnswers: Answers = {
  net_worth_get: netWorth,
  chart_export: () => ({ file: 'net-worth.svg' }),
};
