/** Where a key leads in a list of `count` items, or null when the key does not move. */
export function rovingStep(
  key: string,
  at: number,
  count: number,
  options: { page?: number; horizontal?: boolean; wrap?: boolean; letters?: boolean } = {},
): number | null {
  if (count === 0) return null;
  const { page = 10, horizontal = false, wrap = false, letters = false } = options;
  const forward = horizontal ? 'ArrowRight' : 'ArrowDown';
  const backward = horizontal ? 'ArrowLeft' : 'ArrowUp';
  const bound = (index: number) =>
    wrap ? (index + count) % count : Math.min(count - 1, Math.max(0, index));
  switch (key) {
    case forward:
      return bound(at + 1);
    case backward:
      return bound(at - 1);
    case 'j':
      return letters ? bound(at + 1) : null;
    case 'k':
      return letters ? bound(at - 1) : null;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'PageDown':
      return Math.min(count - 1, at + page);
    case 'PageUp':
      return Math.max(0, at - page);
    default:
      return null;
  }
}
