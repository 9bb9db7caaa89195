/** Day headings of the rows that are loaded. */
import type { Money, TransactionRow } from '$lib/backend/contract';
import { say } from '$lib/book';
import { dayHeading } from '$lib/format';

export interface DayHeading {
  at: number;
  label: string;
  /** What the day came to, at the end of the line. */
  end?: string;
}

export function dayHeadings(
  rows: readonly TransactionRow[],
  sums: ReadonlyMap<string, Money | null>,
  today?: string,
): DayHeading[] {
  const found: DayHeading[] = [];
  let before = '';
  rows.forEach((row, at) => {
    if (row.date === before) return;
    before = row.date;
    const sum = sums.get(row.date);
    found.push({
      at,
      label: dayHeading(row.date, today ? { today } : {}),
      ...(sum ? { end: say(sum) } : {}),
    });
  });
  return found;
}
