/** Periods one can choose, as days, and their names. */
import { addDays, addMonths, formatDay } from '$lib/format';
import { t } from '$lib/messages';

export type Period = 'any' | 'month' | 'last-month' | 'days-90' | 'year' | 'own';

export interface Span {
  from: string;
  to: string;
}

const lastDay = (month: string) => addDays(`${addMonths(month, 1)}-01`, -1);

/** First and last day of a period; null for any time. */
export function spanOf(period: Period, today: string): Span | null {
  const month = today.slice(0, 7);
  const before = addMonths(month, -1);
  switch (period) {
    case 'month':
      return { from: `${month}-01`, to: lastDay(month) };
    case 'last-month':
      return { from: `${before}-01`, to: lastDay(before) };
    case 'days-90':
      return { from: addDays(today, -89), to: today };
    case 'year':
      return { from: `${today.slice(0, 4)}-01-01`, to: `${today.slice(0, 4)}-12-31` };
    default:
      return null;
  }
}

/** The period that has these days. */
export function periodOf(from: string | undefined, to: string | undefined, today: string): Period {
  if (!from && !to) return 'any';
  const known: Period[] = ['month', 'last-month', 'days-90', 'year'];
  return (
    known.find((period) => {
      const span = spanOf(period, today);
      return span?.from === from && span?.to === to;
    }) ?? 'own'
  );
}

/** A span in words: a whole month by its name. */
export function spanWords(from: string | undefined, to: string | undefined, today: string): string {
  const day = (of: string) => formatDay(of, 'day', { today });
  if (from && to) {
    const month = from.slice(0, 7);
    if (from === `${month}-01` && to === lastDay(month)) return formatDay(month, 'month');
    return t('transactions.span', { from: day(from), to: day(to) });
  }
  return from
    ? t('transactions.span.from', { from: day(from) })
    : t('transactions.span.to', { to: day(to ?? '') });
}
