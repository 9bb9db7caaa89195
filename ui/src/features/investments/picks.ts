/** Lots that a sale names: exact sums of decimal texts. */

/** A decimal as an integer of so many digits after the point; null where it is none or has more of them. */
function scaled(decimal: string, digits: number): bigint | null {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (!match) return null;
  const part = (match[2] ?? '').replace(/0+$/, '');
  if (part.length > digits) return null;
  return BigInt((match[1] ?? '0') + part.padEnd(digits, '0'));
}

const DIGITS = 28;
const of = (decimal: string) => scaled(decimal.trim().replace(',', '.') || '0', DIGITS);

export type PickFault = 'number' | 'more';

/** What is wrong with what is taken of one lot. Nothing typed takes nothing. */
export function pickFault(typed: string, held: string): PickFault | null {
  const wanted = of(typed);
  if (wanted === null) return 'number';
  return wanted > (of(held) ?? 0n) ? 'more' : null;
}

/** Sum of what is taken, as decimal text; null where one of them is no number. */
export function pickSum(typed: readonly string[]): string | null {
  let sum = 0n;
  for (const one of typed) {
    const value = of(one);
    if (value === null) return null;
    sum += value;
  }
  const text = sum.toString().padStart(DIGITS + 1, '0');
  const part = text.slice(-DIGITS).replace(/0+$/, '');
  return text.slice(0, -DIGITS) + (part ? `.${part}` : '');
}

/** Whether two decimals are the same number. */
export const sameNumber = (a: string, b: string): boolean => {
  const left = of(a);
  return left !== null && left === of(b);
};
