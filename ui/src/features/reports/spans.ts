/** The days of a report, counted from today. */
import { addMonths } from '$lib/format';

export const SPANS = ['12m', 'month', 'last-month', 'year', 'last-year', '36m'] as const;
export type Span = (typeof SPANS)[number];

const lastDay = (month: string): string => {
  const days = new Date(
    Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0),
  ).getUTCDate();
  return `${month}-${String(days).padStart(2, '0')}`;
};

/** First and last day. */
export function daysOf(span: Span, today: string): { from: string; to: string } {
  const month = today.slice(0, 7);
  const year = Number(today.slice(0, 4));
  switch (span) {
    case '12m':
      return { from: `${addMonths(month, -11)}-01`, to: today };
    case '36m':
      return { from: `${addMonths(month, -35)}-01`, to: today };
    case 'month':
      return { from: `${month}-01`, to: today };
    case 'last-month': {
      const before = addMonths(month, -1);
      return { from: `${before}-01`, to: lastDay(before) };
    }
    case 'year':
      return { from: `${year}-01-01`, to: today };
    case 'last-year':
      return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
  }
}
