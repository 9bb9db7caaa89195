import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import type { AppStatus } from '$lib/backend/contract';
import { bookAnswers } from '$lib/backend/fake/book';
import { fakeBackend, type FakeBackend } from '$lib/backend/fake/fake';
import { copies, type CopiesDialog } from '$lib/book';
import CopiesHost from './CopiesHost.svelte';

let backend: FakeBackend;
let restored = 0;
const asked = (name: string) => backend.calls.filter((call) => call.name === name);

async function show(dialog: CopiesDialog, book: string): Promise<void> {
  backend = fakeBackend({
    ...bookAnswers(book),
    connections_list: () => [{ revokes: true, upstreamName: 'Powens' }],
    export_run: () => ({ file: 'rows.csv', rows: 3, cursor: '1', notes: ['selection'] }),
  });
  useBackend(backend);
  const status: AppStatus = await backend.call('app_status', {});
  copies.show(dialog);
  render(CopiesHost, { status, onrestored: () => (restored += 1) });
}

describe('copies of the book', () => {
  beforeEach(() => {
    restored = 0;
    copies.close();
  });

  it('restores from the chosen file, and says a wrong passphrase with what was kept', async () => {
    await show('restore', 'open');
    const go = screen.getByRole('button', { name: 'Restore' });
    await userEvent.click(go);
    expect(asked('backup_restore')).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Choose a backup' }));
    const input = await screen.findByLabelText<HTMLInputElement>('Passphrase of the backup');
    expect(screen.getByText(/set-aside/)).toBeTruthy();
    await userEvent.type(input, 'not it{Enter}');
    await screen.findByText(/Nothing was changed/);
    expect(restored).toBe(0);
    await userEvent.clear(input);
    await userEvent.type(input, 'maple kettle orbit fern{Enter}');
    await vi.waitFor(() => expect(restored).toBe(1));
    expect(asked('backup_restore').at(-1)?.request).toEqual({
      token: 'b1',
      passphrase: 'maple kettle orbit fern',
      replace: true,
    });
    expect(copies.dialog).toBeNull();
    const { violations } = await axe.run(document.body);
    expect(violations.map((one) => one.id)).toEqual([]);
  });

  it('erases only after the word, and says which services still know their access', async () => {
    await show('erase', 'open');
    const go = screen.getByRole('button', { name: 'Erase everything' });
    await userEvent.click(go);
    expect(asked('book_erase')).toEqual([]);
    await userEvent.type(screen.getByLabelText('Type “erase” to go on'), 'Erase');
    const first = await screen.findByRole('checkbox', { name: /First end the access at/ });
    expect((first as HTMLInputElement).checked).toBe(true);
    await userEvent.click(go);
    await screen.findByText(/Nothing is erased yet/);
    expect(screen.getByText(/Banque du Lac/)).toBeTruthy();
    expect(asked('book_erase').at(-1)?.request).toEqual({
      word: 'erase',
      revoke: true,
      anyway: false,
    });
    await userEvent.click(screen.getByRole('button', { name: 'Erase all the same' }));
    await screen.findByText('Everything is erased');
    expect(asked('book_erase').at(-1)?.request).toMatchObject({ anyway: true });
    const { violations } = await axe.run(document.body);
    expect(violations.map((one) => one.id)).toEqual([]);
    expect(screen.getByText('FinWise')).toBeTruthy();
  });

  it('gives a backup of a book by keychain a passphrase, or says that it stays here', async () => {
    await show('backup', 'keychain');
    await userEvent.click(screen.getByRole('button', { name: 'Only for this computer' }));
    await vi.waitFor(() => expect(asked('backup_write')).toHaveLength(1));
    expect(asked('backup_write')[0]?.request).toEqual({ passphrase: null });
  });

  it('exports what a search finds, and says that the file is open to anybody', async () => {
    copies.export('tag:work');
    await show('export', 'open');
    expect(screen.getByText(/not encrypted/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Choose where and export' }));
    await vi.waitFor(() => expect(copies.dialog).toBeNull());
    expect(asked('export_run')[0]?.request).toMatchObject({
      what: 'transactions',
      format: 'csv',
      text: 'tag:work',
      unencrypted: false,
    });
  });
});
