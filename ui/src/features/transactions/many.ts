/** What a person writes to change many transactions at once. */
import type { RowsChange } from '$lib/backend/contract';

export interface ManyDraft {
  /** `keep`, `none`, or a category's id. */
  category: string;
  payee: string;
  note: string;
  clearNote: boolean;
  /** Tags with commas between them. */
  addTags: string;
  removeTags: string;
  counts: 'keep' | 'out' | 'in';
  reviewed: boolean;
}

export const draftOfMany = (): ManyDraft => ({
  category: 'keep',
  payee: '',
  note: '',
  clearNote: false,
  addTags: '',
  removeTags: '',
  counts: 'keep',
  reviewed: false,
});

const tags = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
];

/** The change as the book is asked for it; what was left alone stays. */
export function changeOf(draft: ManyDraft): RowsChange {
  const note = draft.note.trim();
  return {
    category: draft.category === 'keep' ? null : draft.category === 'none' ? '' : draft.category,
    payee: draft.payee.trim() || null,
    note: draft.clearNote ? '' : note || null,
    addTags: tags(draft.addTags),
    removeTags: tags(draft.removeTags),
    excluded: draft.counts === 'keep' ? null : draft.counts === 'out',
    reviewed: draft.reviewed,
  };
}

/** Whether anything is asked for at all, and nothing of it contradicts itself. */
export function saysSomething(change: RowsChange): boolean {
  if (change.addTags.some((tag) => change.removeTags.includes(tag))) return false;
  return (
    change.category !== null ||
    change.payee !== null ||
    change.note !== null ||
    change.excluded !== null ||
    change.addTags.length > 0 ||
    change.removeTags.length > 0 ||
    change.reviewed
  );
}
