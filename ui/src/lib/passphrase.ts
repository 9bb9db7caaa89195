/**
 * How hard a passphrase is to guess, in words. It counts what a guesser would have to try: known
 * patterns lower the count, and no passphrase is praised for one odd character.
 */
export type Strength = 'short' | 'weak' | 'fair' | 'good' | 'strong';

export interface Estimate {
  strength: Strength;
  /** Filled segments of the meter, 0 to 4. */
  level: 0 | 1 | 2 | 3 | 4;
  /** Words separated by spaces or marks. */
  words: number;
}

/** Fewest characters the core accepts. */
export const LEAST_CHARACTERS = 10;
/** A word from a list of a few thousand. */
const BITS_PER_WORD = 12;
const LEVELS = ['short', 'weak', 'fair', 'good', 'strong'] as const;

/** Estimates a passphrase while it is typed. */
export function estimate(passphrase: string): Estimate {
  const text = passphrase.normalize('NFKC').trim();
  const words = text.split(/[^\p{L}]+/u).filter((word) => word.length >= 3);
  const count = words.length;
  const level = [...text].length < LEAST_CHARACTERS ? 0 : levelOf(bitsOf(text, words));
  return { strength: LEVELS[level], level, words: count };
}

function levelOf(bits: number): 1 | 2 | 3 | 4 {
  if (bits < 36) return 1;
  if (bits < 46) return 2;
  if (bits < 58) return 3;
  return 4;
}

/** The smaller of two guesses: as words of a list, and as characters. */
function bitsOf(text: string, words: readonly string[]): number {
  const characters = charactersBits(text);
  const distinct = new Set(words.map((word) => word.toLocaleLowerCase())).size;
  const covered = words.reduce((sum, word) => sum + word.length, 0);
  if (words.length < 2 || covered < text.length * 0.7) return characters;
  const rest = text.replace(/[\p{L}\s-]/gu, '').length;
  return Math.min(characters, distinct * BITS_PER_WORD + rest * 2);
}

/** Each character that does not repeat or continue the one before is worth its alphabet. */
function charactersBits(text: string): number {
  const alphabets = [
    [/\p{Ll}/u, 26],
    [/\p{Lu}/u, 26],
    [/\d/u, 10],
    [/[^\p{L}\d]/u, 20],
  ] as const;
  const size = alphabets.reduce((sum, [kind, add]) => sum + (kind.test(text) ? add : 0), 0);
  const codes = [...text].map((char) => char.codePointAt(0) ?? 0);
  const fresh = codes.filter((code, index) => {
    const before = codes[index - 1];
    return before === undefined || Math.abs(code - before) > 1;
  });
  const distinct = new Set(codes).size;
  // A single common word with digits behind it is found long before its length says.
  const dictionary = /^\p{L}+[\d\W]*$/u.test(text) ? 0.55 : 1;
  return Math.min(fresh.length, distinct * 2) * Math.log2(Math.max(2, size)) * dictionary;
}
