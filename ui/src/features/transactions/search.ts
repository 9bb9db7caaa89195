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

/** What Rust understood, as chips and words. */
export function partsOf(understood: readonly SearchChip[]): Parts {
  return {
    chips: understood.filter((chip) => chip.key !== WORDS),
    words: understood
      .filter((chip) => chip.key === WORDS)
      .map(tokenOf)
      .join(' '),
  };
}

/** The whole search as text. */
export function joined(chips: readonly SearchChip[], words: string): string {
  return [...chips.map(tokenOf), words.trim()].filter(Boolean).join(' ');
}

/** Whether the words hold a filter that is finished, so that it may become a chip. */
export function endsFilter(words: string): boolean {
  return /(^|\s)-?\w+:("[^"]*"|[^\s"]+)\s$/.test(words);
}
