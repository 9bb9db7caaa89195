/** Parts of a split while they are written. Rust works out what they come to. */
import type { SplitPart, SplitPartReq } from '$lib/backend/contract';

export type By = 'amount' | 'percent';

export interface DraftPart {
  /** Tells parts apart while they come and go. */
  key: number;
  category: string;
  note: string;
  /** As it is read: without the sign of the whole, or a percentage. */
  value: string;
}

export const isOut = (whole: string): boolean => whole.startsWith('-');

/** The amount as the person writes it: what goes the way of the whole has no sign. */
export function unsigned(amount: string, whole: string): string {
  if (!isOut(whole)) return amount;
  if (amount.startsWith('-')) return amount.slice(1);
  return /^[0.]*$/.test(amount) ? amount : `-${amount}`;
}

/** What an amount without the whole's sign means. */
export const signed = (value: string, whole: string): string => unsigned(value, whole);

let last = 0;
export function partOf(category = '', note = '', value = ''): DraftPart {
  last += 1;
  return { key: last, category, note, value };
}

/** A row's parts as a draft; a whole row begins as two, the first filed where the row is. */
export function draftOf(
  whole: string,
  category: string | null,
  parts: readonly SplitPart[],
): DraftPart[] {
  return parts.length > 0
    ? parts.map((part) =>
        partOf(part.category ?? '', part.note, unsigned(part.amount.amount, whole)),
      )
    : [partOf(category ?? ''), partOf()];
}

/** The parts as they are asked about; an empty one takes what the others leave. */
export function asked(parts: readonly DraftPart[], by: By, whole: string): SplitPartReq[] {
  return parts.map(({ category, note, value }) => {
    const said = value.trim() === '' ? null : value.trim();
    return {
      amount: by === 'amount' && said !== null ? signed(said, whole) : null,
      percent: by === 'percent' ? said : null,
      category: category === '' ? null : category,
      note: note.trim(),
    };
  });
}
