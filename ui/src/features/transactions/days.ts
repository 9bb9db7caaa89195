/** Day headings of the rows that are loaded. */
import type { TransactionRow } from '$lib/backend/contract';
import { dayHeading } from '$lib/format';

export interface DayHeading {
  at: number;
  label: string;
}

export function dayHeadings(rows: readonly TransactionRow[], today?: string): DayHeading[] {
  const found: DayHeading[] = [];
  let before = '';
  rows.forEach((row, at) => {
    if (row.date === before) return;
    before = row.date;
    found.push({ at, label: dayHeading(row.date, today ? { today } : {}) });
  });
  return found;
}
