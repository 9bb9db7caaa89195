/** The period of the view, as days. */
import { addMonths } from '$lib/format';

export const PERIODS = ['12m', '3y', 'all'] as const;
export type Period = (typeof PERIODS)[number];

const MONTHS: Record<Period, number | null> = { '12m': 12, '3y': 36, all: null };

/** First day of a period that ends today; null for everything there is. */
export function firstDay(period: Period, today: string): string | null {
  const months = MONTHS[period];
  if (months === null) return null;
  const month = addMonths(today.slice(0, 7), -months);
  const last = new Date(
    Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0),
  ).getUTCDate();
  return `${month}-${String(Math.min(Number(today.slice(8)), last)).padStart(2, '0')}`;
}

/** Points for each day are drawn for one year at most. */
export const byDayAllowed = (period: Period) => period === '12m';
