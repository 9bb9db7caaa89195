/** Done things that can be taken back: the toast after a change, undo and redo. */
import type { Change, UndoReport } from '$lib/backend/contract';
import { mutate } from '$lib/cache';
import { errorWords } from '$lib/errors';
import { hasMessage, t } from '$lib/messages';

/** The words for a batch label; a label without words of its own reads as a plain change. */
export function batchWords(label: string, rows: number): string {
  const key = `batch.${label}`;
  return t(hasMessage(key) ? key : 'batch.change', { rows });
}

/** Text and way back of a change, for `toasts.show`; null when nothing changed. */
export function undoable(
  change: Change,
  show: (toast: { text: string }) => void,
): { text: string; undo: () => void } | null {
  const { batch } = change;
  if (batch === null || change.rows === 0) return null;
  return {
    text: batchWords(change.label, change.rows),
    undo: () => void report(mutate('batch_undo', { batch, force: false }), 'undo', show),
  };
}

/** Takes the newest change back, or does it again. */
export function step(
  direction: 'undo' | 'redo',
  show: (toast: { text: string }) => void,
): Promise<void> {
  const command = direction === 'undo' ? 'undo_last' : 'redo_last';
  return report(mutate(command, {}), direction, show);
}

async function report(
  done: Promise<UndoReport>,
  direction: 'undo' | 'redo',
  show: (toast: { text: string }) => void,
): Promise<void> {
  try {
    const { label, rows } = await done;
    const what = batchWords(label, rows);
    show({ text: t(direction === 'undo' ? 'batch.undone' : 'batch.redone', { what }) });
  } catch (error) {
    const { title, body } = errorWords(error);
    show({ text: `${title} ${body}` });
  }
}
