/**
 * The search field: filters become chips, words stay text. Rust reads the language; here its answer
 * is only put back into text, so that the whole search can be typed, copied and kept in the address.
 */
import type { SearchChip } from '$lib/backend/contract';

const WORDS = 'text';

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

/** A search taken apart at blanks; quotes keep words together. */
function tokensOf(text: string): string[] {
  return text.match(/(?:"[^"]*"?|[^\s"])+/g) ?? [];
}

/** The search as chips and words: a filter is a chip when Rust understood it, all else is a word. */
export function partsOf(text: string, understood: readonly SearchChip[]): Parts {
  const open = [...understood];
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
    else words.push(token);
  }
  return { chips, words: words.join(' ') };
}

/** The whole search as text. */
export function joined(chips: readonly SearchChip[], words: string): string {
  return [...chips.map(tokenOf), words.trim()].filter(Boolean).join(' ');
}

/** Whether the words hold a filter that is finished, so that it may become a chip. */
export function endsFilter(words: string): boolean {
  return /(^|\s)-?\w+:("[^"]*"|[^\s"]+)\s$/.test(words);
}
