/** Which rows of a long list are drawn: those in view and a few on either side. Rows have one height. */
export interface GridWindow {
  /** First drawn row. */
  from: number;
  /** One past the last drawn row. */
  to: number;
}

const OVERSCAN = 8;

export function gridWindow(
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
  count: number,
): GridWindow {
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const shown = Math.ceil(viewHeight / rowHeight) + 1;
  const from = Math.max(0, Math.min(first, count) - OVERSCAN);
  return { from, to: Math.min(count, first + shown + OVERSCAN) };
}

/** The scroll position that brings a row into view, or null where it already is. */
export function scrollToRow(
  index: number,
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
): number | null {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + viewHeight) return top + rowHeight - viewHeight;
  return null;
}
