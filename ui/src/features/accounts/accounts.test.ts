import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { accountsAnswers } from '$lib/backend/fake/accounts';
import { fakeBackend } from '$lib/backend/fake/fake';
import { accountEditing } from '$lib/book';
import { clearCache } from '$lib/cache';
import AccountHost from './AccountHost.svelte';

const PATIENCE = { timeout: 20_000 };
const updated = vi.fn((request: unknown) => ({
  batch: '9',
  rows: 1,
  label: 'account_edited',
  request,
}));
const stated = vi.fn((request: unknown) => ({
  batch: '10',
  rows: 1,
  label: 'account_terms',
  request,
}));
const said = (mock: typeof updated) => mock.mock.calls.at(-1)?.[0];

beforeEach(() => {
  clearCache();
  updated.mockClear();
  stated.mockClear();
  useBackend(
    fakeBackend({
      ...accountsAnswers(false),
      account_update: updated,
      account_terms_save: stated,
    }),
  );
});

async function shown(id: string) {
  render(AccountHost);
  accountEditing.show(id);
  await screen.findByLabelText('Name', {}, PATIENCE);
  return within(screen.getByRole('dialog'));
}

it('sends only what changed, and terms by themselves', async () => {
  const dialog = await shown('5');
  const rate = await dialog.findByLabelText('Earned on savings, a year', {}, PATIENCE);
  expect((rate as HTMLInputElement).value).toBe('2.4');
  await userEvent.clear(rate);
  await userEvent.type(rate, '2,75');
  await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
  await waitFor(
    () =>
      expect(said(stated)).toEqual({
        id: '5',
        earned: { percent: '2.75', posting: 'yearly' },
        charged: null,
      }),
    PATIENCE,
  );
  expect(updated).not.toHaveBeenCalled();
});

it('refuses a rate that is none at its field, and renames', async () => {
  const dialog = await shown('1');
  const rate = await dialog.findByLabelText('Charged when overdrawn, a year', {}, PATIENCE);
  await userEvent.clear(rate);
  await userEvent.type(rate, '101');
  await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
  await dialog.findByText('A percentage above 0 and up to 100, such as 2.5.', {}, PATIENCE);
  expect(stated).not.toHaveBeenCalled();
  await userEvent.clear(rate);
  const name = dialog.getByLabelText('Name');
  await userEvent.clear(name);
  await userEvent.type(name, 'Household');
  await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
  await waitFor(
    () => expect(said(updated)).toMatchObject({ id: '1', name: 'Household', kind: null }),
    PATIENCE,
  );
  // An emptied rate takes the terms away.
  await waitFor(
    () => expect(said(stated)).toEqual({ id: '1', earned: null, charged: null }),
    PATIENCE,
  );
});
