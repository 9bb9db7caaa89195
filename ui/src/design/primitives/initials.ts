/** Up to two initials of a name, for its monogram. */
export function initials(name: string): string {
  const words = name
    .replace(/[^\p{L}\p{N} ]/gu, ' ')
    .split(/\s+/)
    .filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toLocaleUpperCase();
}

/** One of seven monogram colours, always the same for a name. */
export function hueOf(name: string): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  let hash = 0;
  for (const char of name) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return ((hash % 7) + 1) as 1 | 2 | 3 | 4 | 5 | 6 | 7;
}
