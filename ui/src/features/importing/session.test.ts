import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import type { ImportCommitReq, ImportPreviewReq } from '$lib/backend/contract';
import { fakeBackend } from '$lib/backend/fake/fake';
import { filePreview, importingAnswers, MAPPING, OFFERED } from '$lib/backend/fake/importing';
import { ImportSession } from './session.svelte';

const [offered] = OFFERED;
if (!offered) throw new Error('no file');
const last = <T>(calls: readonly { name: string; request: unknown }[], name: string) =>
  calls.findLast((call) => call.name === name)?.request as T;

describe('an import', () => {
  let backend = fakeBackend(importingAnswers);
  beforeEach(() => {
    backend = fakeBackend(importingAnswers);
    useBackend(backend);
  });

  it('reads a file and goes to its rows', async () => {
    const session = new ImportSession();
    await session.add([offered]);
    expect(session.step).toBe('check');
    expect(session.total).toBe(6);
  });

  it('has the first rows of a long file while the rest is read, and asks for no short one', async () => {
    let read: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (read = resolve));
    backend.answer('import_preview', async () => {
      await done;
      return { id: 'p', files: [filePreview('long')] };
    });
    const session = new ImportSession();
    const adding = session.add([offered, { token: 'long', name: 'years.csv', bytes: 90_000_000 }]);
    await vi.waitFor(() => expect(session.glances.get('long')?.rows).toHaveLength(11));
    expect(session.preview).toBeNull();
    expect(backend.calls.filter((call) => call.name === 'import_glance')).toHaveLength(1);
    read();
    await adding;
    session.reset();
    expect(session.glances.size).toBe(0);
  });

  it('asks first when the file leaves something open', async () => {
    backend.answer('import_preview', () => ({
      id: 'p',
      files: [{ ...filePreview('f1'), outcome: 'ask', questions: ['sign'], statements: [] }],
    }));
    const session = new ImportSession();
    await session.add([offered]);
    expect(session.step).toBe('columns');
  });

  it('stays at the file when nothing can be read', async () => {
    backend.answer('import_preview', () => ({
      id: 'p',
      files: [{ ...filePreview('f1'), outcome: 'error', mapping: null, statements: [] }],
    }));
    const session = new ImportSession();
    await session.add([offered]);
    expect(session.step).toBe('file');
    expect(session.total).toBe(0);
  });

  it('reads again with every change of the mapping, and forgets decisions about the old rows', async () => {
    const session = new ImportSession();
    await session.add([offered]);
    const row = session.file?.statements[0]?.rows[0];
    if (!row) throw new Error('no row');
    await session.choose('f1', 0, row, 'add');
    expect(session.decided).toBe(true);
    await session.setMapping('f1', { ...MAPPING, inverted: true });
    expect(
      last<ImportPreviewReq>(backend.calls, 'import_preview').files[0]?.mapping?.inverted,
    ).toBe(true);
    expect(session.decided).toBe(false);
    expect(session.file?.statements[0]?.rows[1]?.amount.amount).toBe('4.20');
  });

  it('links a row by hand to any row of the account, until it is decided otherwise', async () => {
    const session = new ImportSession();
    await session.add([offered]);
    const row = session.file?.statements[0]?.rows.find((one) => one.verdict === 'new');
    if (!row) throw new Error('no rows');
    await session.link('f1', 0, row, '41');
    const seen = session.looked('f1', 0)?.rows.find((one) => one.row === row.row);
    expect(seen?.linked?.difference?.amount).toBe('-4.00');
    expect(session.total).toBe(6);
    await session.choose('f1', 0, row, 'add');
    await session.commit();
    expect(last<ImportCommitReq>(backend.calls, 'import_commit').choices).toEqual([
      { token: 'f1', statement: 0, row: row.row, choice: 'add', into: null },
    ]);
  });

  it('counts decisions as Rust does and sends them', async () => {
    const session = new ImportSession();
    await session.add([offered]);
    const rows = session.file?.statements[0]?.rows ?? [];
    const matched = rows.find((row) => row.verdict === 'matched');
    if (!matched) throw new Error('no rows');
    await session.choose('f1', 0, matched, 'add');
    expect(session.total).toBe(8);
    session.setName('f1', ' Northgate ');
    await session.commit();
    expect(last<ImportCommitReq>(backend.calls, 'import_commit')).toEqual({
      preview: 'p1',
      choices: [{ token: 'f1', statement: 0, row: matched.row, choice: 'add', into: null }],
      many: [],
      names: [{ token: 'f1', name: 'Northgate' }],
    });
    expect(session.step).toBe('done');
  });

  it('decides about every row that is shown, and lets a later word about one row stand', async () => {
    const session = new ImportSession();
    await session.add([offered]);
    await session.see('new', 'tallis');
    await session.see('new', '');
    await session.chooseShown('skip');
    expect(session.total).toBe(0);
    const [fresh] = session.looked('f1', 0)?.rows ?? [];
    if (!fresh) throw new Error('no rows');
    await session.choose('f1', 0, fresh, 'add');
    expect(session.total).toBe(1);
    await session.commit();
    expect(last<ImportCommitReq>(backend.calls, 'import_commit').many).toEqual([
      { token: 'f1', statement: 0, show: 'new', text: '', choice: 'skip' },
    ]);
  });

  it('reads anew by another template and forgets a corrected mapping', async () => {
    const session = new ImportSession();
    await session.add([offered]);
    expect(session.file && session.nameOf(session.file)).toBe('Northgate current');
    await session.setMapping('f1', { ...MAPPING, inverted: true });
    await session.setTemplate('f1', '2');
    const asked = last<ImportPreviewReq>(backend.calls, 'import_preview').files[0];
    expect(asked).toMatchObject({ template: '2', mapping: null, accounts: [] });
  });

  it('lets the newest reading win', async () => {
    const session = new ImportSession();
    await session.add([offered]);
    const slow = session.setMapping('f1', { ...MAPPING, inverted: true });
    const fast = session.setMapping('f1', { ...MAPPING, decimalMark: ',' });
    await Promise.all([slow, fast]);
    expect(session.file && session.mappingOf(session.file)?.decimalMark).toBe(',');
    expect(session.busy).toBeNull();
    expect(backend.calls.some((call) => call.name === 'cancel')).toBe(true);
  });

  it('shows a failure and keeps the step', async () => {
    const session = new ImportSession();
    await session.add([offered]);
    backend.answer('import_commit', () => {
      throw { code: 'disk_full', trace: 'x' };
    });
    await session.commit();
    expect(session.step).toBe('check');
    expect(session.error).toMatchObject({ code: 'disk_full' });
  });

  it('takes the import back', async () => {
    const session = new ImportSession();
    await session.add([offered]);
    await session.commit();
    backend.answer('batch_undo', () => ({}));
    await session.undo();
    expect(session.undone).toBe(true);
    expect(last(backend.calls, 'batch_undo')).toEqual({ batch: '17', force: false, keep: null });
  });
});
