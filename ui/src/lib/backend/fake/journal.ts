import type { Batch, UndoReport } from '$lib/backend/contract';
import type { Answer } from './fake';

const batch = (
  id: string,
  at: string,
  origin: string,
  label: string,
  subject: string,
  rows: number,
): Batch => ({
  id,
  at,
  origin,
  label,
  subject,
  rows,
  undone: id === '484',
  undoable: id !== '484' && origin !== 'system',
});

const batches = [
  batch('486', '2026-05-18T09:31:07Z', 'person', 'category_changed', 'Altair Air', 3),
  batch('485', '2026-05-18T08:42:16Z', 'sync', 'sync', 'Our wallet', 5),
  batch('484', '2026-05-16T19:40:18Z', 'rule', 'rule_run', 'Airlines', 1),
  batch('483', '2026-05-03T11:25:09Z', 'import', 'import', 'larkfield-2026-04.csv', 74),
  batch('482', '2026-05-01T20:00:04Z', 'system', 'upgrade', '', 1842),
];

const report = (id: string): UndoReport => ({
  batch: id,
  label: 'category_changed',
  rows: 3,
  canUndo: true,
  canRedo: true,
});

/** The journal of the invented household; empty in an empty book. */
export function journalAnswers(empty: boolean): Record<string, Answer> {
  return {
    batches_list: () => (empty ? [] : batches),
    batch_undo: (request) => report((request as { batch: string }).batch),
    undo_last: () => report('486'),
    redo_last: () => report('486'),
  };
}
