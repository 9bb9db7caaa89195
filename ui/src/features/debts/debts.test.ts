import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { debtsAnswers } from '$lib/backend/fake/debts';
import { fakeBackend } from '$lib/backend/fake/fake';
import { clearCache } from '$lib/cache';
import { router } from '$lib/router';
import Debts from './index.svelte';

const PATIENCE = { timeout: 20_000 };
const saved = vi.fn((request: unknown) => ({ batch: '9', rows: 1, label: 'debt_saved', request }));
const asked = vi.fn(debtsAnswers(false).debts_get);

beforeEach(() => {
  clearCache();
  saved.mockClear();
  asked.mockClear();
  router.go('debts');
  useBackend(fakeBackend({ ...debtsAnswers(false), debt_save: saved, debts_get: asked }));
});

it('asks for what is missing at its field, and sends what was typed', async () => {
  render(Debts);
  await userEvent.click(await screen.findByRole('button', { name: 'Add a debt' }, PATIENCE));
  const dialog = await screen.findByRole('dialog', {}, PATIENCE);
  const fill = async (label: string, text: string) => {
    const field = within(dialog).getByLabelText(label);
    await userEvent.clear(field);
    await userEvent.type(field, text);
    await userEvent.tab();
  };
  await fill('Name', 'Friend');
  await fill('Owed', '1200');
  await fill('Percent a year', '101');
  await fill('Day of the month', '32');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await within(dialog).findByText('Between 0 and 100.', {}, PATIENCE);
  within(dialog).getByText(/Between 1 and 31/);
  expect(saved).not.toHaveBeenCalled();
  await fill('Percent a year', '2,5');
  await fill('Day of the month', '31');
  await fill('Payment a month', '100');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(
    () =>
      expect(saved.mock.calls.at(-1)?.[0]).toMatchObject({
        debt: null,
        name: 'Friend',
        owed: '1200',
        on: '2026-05-18',
        rate: '2.5',
        payment: '100',
        months: null,
        day: 31,
      }),
    PATIENCE,
  );
});

it('compares orders with what is put on top', async () => {
  render(Debts);
  await screen.findByText('Dearest first', {}, PATIENCE);
  await userEvent.type(screen.getByLabelText('Beyond the payments, a month'), '200');
  await userEvent.click(screen.getByRole('button', { name: 'Compare' }));
  await waitFor(() => expect(asked.mock.calls.at(-1)?.[0]).toEqual({ extra: '200' }), PATIENCE);
  await screen.findByText('Least interest', {}, PATIENCE);
});

it('says where terms are missing, and shows interest and principal of each payment', async () => {
  router.go('debts', {}, ['h1']);
  render(Debts);
  const table = await screen.findByRole('table', { name: 'Payments' }, PATIENCE);
  expect(within(table).getByText('€24.50')).toBeTruthy();
  expect(within(table).getByText('€325.50')).toBeTruthy();
  expect(screen.getAllByText('Say rate and payment').length).toBeGreaterThan(0);
});
