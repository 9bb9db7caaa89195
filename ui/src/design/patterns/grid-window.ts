/** Which rows of a long list are drawn: those in view and a few on either side. Rows have one height. */
export interface GridWindow {
  /** First drawn row. */
  from: number;
  /** One past the last drawn row. */
  to: number;
}

/** Rows that have a heading above them, ascending, and the height of a heading. */
export interface GridHeadings {
  at: readonly number[];
  height: number;
}

const OVERSCAN = 8;
const NONE: GridHeadings = { at: [], height: 0 };

/** How many headings stand above a row, its own included. */
export function headingsAbove(index: number, headings: GridHeadings): number {
  let from = 0;
  let to = headings.at.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((headings.at[middle] ?? 0) <= index) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Where a row begins. */
export function rowTop(index: number, rowHeight: number, headings: GridHeadings = NONE): number {
  return index * rowHeight + headingsAbove(index, headings) * headings.height;
}

/** The last row that begins at a height or above it; 0 at the start. */
export function rowAtHeight(
  y: number,
  rowHeight: number,
  count: number,
  headings: GridHeadings = NONE,
): number {
  let from = 0;
  let to = Math.max(0, count - 1);
  while (from < to) {
    const middle = (from + to + 1) >> 1;
    if (rowTop(middle, rowHeight, headings) <= y) from = middle;
    else to = middle - 1;
  }
  return from;
}

export function gridWindow(
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
  count: number,
  headings: GridHeadings = NONE,
): GridWindow {
  const top = Math.max(0, scrollTop);
  const first = rowAtHeight(top, rowHeight, count, headings);
  const last = rowAtHeight(top + viewHeight, rowHeight, count, headings);
  return { from: Math.max(0, first - OVERSCAN), to: Math.min(count, last + 2 + OVERSCAN) };
}

/**
 * The scroll position that brings a row into view, or null where it already is. The heading that
 * stays at the upper edge covers nothing of it.
 */
export function scrollToRow(
  index: number,
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
  headings: GridHeadings = NONE,
): number | null {
  const top = rowTop(index, rowHeight, headings);
  if (top - headings.height < scrollTop) return Math.max(0, top - headings.height);
  if (top + rowHeight > scrollTop + viewHeight) return top + rowHeight - viewHeight;
  return null;
}
