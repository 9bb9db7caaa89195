/**
 * The search field: filters become chips, words stay text. Rust reads the language; here its answer
 * is only put back into text, so that the whole search can be typed, copied and kept in the address.
 */
import type { SearchChip } from '$lib/backend/contract';

/** The key of a chip that is a plain word. */
export const WORDS = 'text';

/** A chip in the search language: `category:Groceries`, `-is:transfer`, `account:"Joint current"`. */
export function tokenOf(chip: SearchChip): string {
  const value = chip.value.replaceAll('"', '');
  const quoted = /\s/.test(value) || value === '' ? `"${value}"` : value;
  return `${chip.negated ? '-' : ''}${chip.key === WORDS ? '' : `${chip.key}:`}${quoted}`;
}

export interface Parts {
  /** Filters, shown as chips. */
  chips: SearchChip[];
  /** The words, as they stand in the field. */
  words: string;
}

/** What a row can be marked as. */
export const MARKS = ['guess', 'split', 'duplicate?', 'review', 'attachment'] as const;
export type Mark = (typeof MARKS)[number];

/** The filter that finds rows marked so. */
const filterOf = (mark: Mark): string => (mark === 'attachment' ? 'has:attachment' : `is:${mark}`);

/** The one mark that a search asks for. */
export function markOf(text: string): Mark | null {
  const asked = MARKS.filter((mark) => tokensOf(text).includes(filterOf(mark)));
  return asked.length === 1 ? (asked[0] ?? null) : null;
}

/** The search with this mark in place of any other. */
export function withMark(text: string, mark: Mark | null): string {
  const others = tokensOf(text).filter((token) => !MARKS.some((one) => token === filterOf(one)));
  return [...others, ...(mark ? [filterOf(mark)] : [])].join(' ');
}

/**
 * What stands before the caret, with its last word given way to what was chosen. A filter that waits
 * for its value stays open.
 */
export function completed(before: string, insert: string): string {
  // Blanks inside quotes part nothing.
  const plain = before.replace(/"[^"]*"?/g, (quoted) => quoted.replaceAll(/\s/g, '_'));
  const start = plain.search(/\S*$/);
  return `${before.slice(0, start)}${insert}${insert.endsWith(':') ? '' : ' '}`;
}

/** A search taken apart at blanks; quotes keep words together. */
function tokensOf(text: string): string[] {
  return text.match(/(?:"[^"]*"?|[^\s"])+/g) ?? [];
}

/**
 * The search as chips and words: a filter is a chip when Rust understood it. All else is a word, which
 * stays in the field while it is typed and is a chip of its own once the search is `done`, as are
 * the words `kept` from before.
 */
export function partsOf(
  text: string,
  understood: readonly SearchChip[],
  { done = false, kept = [] }: { done?: boolean; kept?: readonly SearchChip[] } = {},
): Parts {
  const open = [...understood];
  const before = kept.map(tokenOf);
  const chips: SearchChip[] = [];
  const words: string[] = [];
  for (const token of tokensOf(text)) {
    const [, minus, key, value] = /^(-?)([^:\s"]+):(.+)$/s.exec(token) ?? [];
    const at = open.findIndex(
      (chip) =>
        chip.key !== WORDS &&
        chip.key === key?.toLowerCase() &&
        chip.value === value?.replaceAll('"', '') &&
        chip.negated === (minus === '-'),
    );
    const [chip] = at < 0 ? [] : open.splice(at, 1);
    if (chip) chips.push(chip);
    else if (done || take(before, token)) chips.push(wordOf(token));
    else words.push(token);
  }
  return { chips, words: words.join(' ') };
}

function take(tokens: string[], token: string): boolean {
  const at = tokens.indexOf(token);
  if (at >= 0) tokens.splice(at, 1);
  return at >= 0;
}

/** A word as a chip; a minus leaves it out, but a number keeps its sign. */
function wordOf(token: string): SearchChip {
  const negated = /^[-−][^\d]/.test(token);
  return { key: WORDS, value: (negated ? token.slice(1) : token).replaceAll('"', ''), negated };
}

/** The whole search as text. */
export function joined(chips: readonly SearchChip[], words: string): string {
  return [...chips.map(tokenOf), words.trim()].filter(Boolean).join(' ');
}

/** Whether the words hold a filter that is finished, so that it may become a chip. */
export function endsFilter(words: string): boolean {
  return /(^|\s)-?\w+:("[^"]*"|[^\s"]+)\s$/.test(words);
}
