/** Geometry of a budget's bar. Percentages come from Rust; here they only become lengths. */
import type { BudgetLine } from '$lib/backend/contract';

export interface Bar {
  /** Filled length, 0 to 1. */
  share: number;
  /** Place of an even pace, 0 to 1; none without one. */
  pace: number | undefined;
  /** Place of the limit when it is passed. */
  limit: number | undefined;
  tone: 'accent' | 'warn';
}

const WHOLE = 100;

/**
 * The bar of a line. Over the limit, the whole bar is what was spent, and limit and pace move back
 * in proportion, so that the part beyond the limit can be seen.
 */
export function barOf(
  line: Pick<BudgetLine, 'spentPercent' | 'status'>,
  pacePercent: number | null,
): Bar {
  const whole = Math.max(WHOLE, line.spentPercent);
  const over = line.spentPercent > WHOLE;
  return {
    share: Math.max(0, line.spentPercent) / whole,
    pace: pacePercent === null ? undefined : pacePercent / whole,
    limit: over ? WHOLE / whole : undefined,
    tone: line.status === 'ahead' || line.status === 'over' ? 'warn' : 'accent',
  };
}

/** How far a month is at the end of a day, in percent. */
export function monthPercent(today: string): number {
  const [year = 1970, month = 1, day = 1] = today.split('-').map(Number);
  return (WHOLE * day) / new Date(Date.UTC(year, month, 0)).getUTCDate();
}
