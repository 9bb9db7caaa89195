/**
 * How the region writes amounts and days, taken apart once, so that Rust can write the axes of a
 * chart the way the page writes everything else.
 */
import type { LabelFormat } from '$lib/backend/contract';
import { t } from '$lib/messages';
import { dateFormat, numberFormat } from './formatters';
import { MINUS } from './money';
import { region } from './region.svelte';

/** The suffix `Intl` puts after a compact number, such as `k` in British English. */
function suffix(locale: string, value: number): string {
  const parts = numberFormat(locale, { notation: 'compact' }).formatToParts(value);
  const at = parts.findIndex((part) => part.type === 'compact');
  const before = parts[at - 1];
  const space = before?.type === 'literal' ? before.value : '';
  const text = parts[at]?.value ?? '';
  // English writes thousands small on axes: €240k.
  return space + (locale.startsWith('en') && text === 'K' ? 'k' : text);
}

/** The description Rust gets with every chart. */
export function labelFormat(currency: string, locale = region.locale): LabelFormat {
  const money = numberFormat(locale, { style: 'currency', currency });
  const parts = money.formatToParts(-1234567.5);
  const value = (type: string) => parts.find((part) => part.type === type)?.value;
  const symbolAt = parts.findIndex((part) => part.type === 'currency');
  const integerAt = parts.findIndex((part) => part.type === 'integer');
  const symbolFirst = symbolAt < integerAt;
  const beside = parts[symbolFirst ? symbolAt + 1 : symbolAt - 1];
  const months = dateFormat(locale, { month: 'short', timeZone: 'UTC' });
  const weekdays = dateFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  const day = dateFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
    .formatToParts(Date.UTC(2024, 0, 15))
    .map((part) => part.type);
  return {
    symbol: value('currency') ?? currency,
    symbolFirst,
    symbolSpace: beside?.type === 'literal' ? beside.value : '',
    decimal: value('decimal') ?? '.',
    group: value('group') ?? '',
    minus: MINUS,
    thousand: suffix(locale, 20_000),
    million: suffix(locale, 20_000_000),
    months: Array.from({ length: 12 }, (_, month) => months.format(Date.UTC(2024, month, 15))),
    // 1 January 2024 was a Monday.
    weekdays: Array.from({ length: 7 }, (_, index) =>
      weekdays.format(Date.UTC(2024, 0, 1 + index)),
    ),
    dayFirst: day.indexOf('day') < day.indexOf('month'),
    words: {
      today: t('chart.word.today'),
      floor: t('chart.word.floor'),
      limit: t('chart.word.limit'),
      expected: t('chart.word.expected'),
      likely: t('chart.word.likely'),
      balance: t('chart.word.balance'),
      netWorth: t('chart.word.networth'),
      assets: t('chart.word.assets'),
      liabilities: t('chart.word.liabilities'),
      moneyIn: t('chart.word.in'),
      moneyOut: t('chart.word.out'),
      spent: t('chart.word.spent'),
      pace: t('chart.word.pace'),
      cash: t('chart.word.cash'),
      savings: t('chart.word.savings'),
      investments: t('chart.word.investments'),
      pension: t('chart.word.pension'),
      homeLoan: t('chart.word.homeLoan'),
      loans: t('chart.word.loans'),
      cards: t('chart.word.cards'),
      other: t('chart.word.other'),
      property: t('chart.word.property'),
      vehicles: t('chart.word.vehicles'),
      metals: t('chart.word.metals'),
      lent: t('chart.word.lent'),
      kept: t('chart.word.kept'),
      reserves: t('chart.word.reserves'),
      without: t('chart.word.without'),
      average: t('chart.word.average'),
      savingsRate: t('chart.word.savingsRate'),
      market: t('chart.word.market'),
      exchange: t('chart.word.exchange'),
      valuation: t('chart.word.valuation'),
      value: t('chart.word.value'),
      paidIn: t('chart.word.paidIn'),
      half: t('chart.word.half'),
      putIn: t('chart.word.putIn'),
      yours: t('chart.word.yours'),
      ofTen: t('chart.word.ofTen'),
    },
  };
}
