import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { accountsAnswers } from '$lib/backend/fake/accounts';
import { budgetsAnswers } from '$lib/backend/fake/budgets';
import { fakeBackend } from '$lib/backend/fake/fake';
import { transactionsAnswers } from '$lib/backend/fake/transactions';
import { clearCache } from '$lib/cache';
import { router } from '$lib/router';
import Budgets from './index.svelte';

const PATIENCE = { timeout: 20_000 };
const saved = vi.fn((_: unknown) => ({ batch: '9', rows: 1, label: 'budget_set' }));
const moved = vi.fn((_: unknown) => ({ batch: '9', rows: 1, label: 'budget_moved' }));

beforeEach(() => {
  clearCache();
  saved.mockClear();
  moved.mockClear();
  useBackend(
    fakeBackend({
      ...accountsAnswers(false),
      ...transactionsAnswers,
      ...budgetsAnswers,
      budget_save: saved,
      budget_move: moved,
    }),
  );
});

it('covers what was overspent from the budget with most left', async () => {
  router.go('budgets', {}, ['goods']);
  render(Budgets);
  await userEvent.click(await screen.findByRole('button', { name: 'Cover it' }, PATIENCE));
  const dialog = await screen.findByRole('dialog', {}, PATIENCE);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Move €29.00' }));
  await waitFor(
    () =>
      expect(moved.mock.calls.at(-1)?.[0]).toEqual({
        month: '2026-05',
        from: 'groceries',
        to: 'goods',
        amount: '29.00',
      }),
    PATIENCE,
  );
});

it('changes one way of a line and keeps its limit', async () => {
  router.go('budgets', {}, ['eating']);
  render(Budgets);
  await userEvent.click(
    await screen.findByRole('switch', { name: 'Carry what is overspent' }, PATIENCE),
  );
  await waitFor(
    () =>
      expect(saved.mock.calls.at(-1)?.[0]).toMatchObject({
        budget: 'eating',
        limit: null,
        surplus: true,
        overspending: false,
      }),
    PATIENCE,
  );
});

it('makes a line of tags by the week, and none that counts nothing', async () => {
  router.go('budgets', {});
  render(Budgets);
  await userEvent.click(await screen.findByRole('button', { name: 'Budget' }, PATIENCE));
  const dialog = await screen.findByRole('dialog', {}, PATIENCE);
  await userEvent.click(within(dialog).getByRole('radio', { name: 'Tags' }));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Add budget' }));
  expect(within(dialog).getByText('Choose what it counts')).toBeTruthy();
  await userEvent.type(within(dialog).getByLabelText('Tags'), 'lisbon, trip');
  await userEvent.type(within(dialog).getByLabelText('Limit'), '500');
  await userEvent.tab();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Add budget' }));
  await waitFor(
    () =>
      expect(saved.mock.calls.at(-1)?.[0]).toMatchObject({
        budget: null,
        tags: ['lisbon', 'trip'],
        categories: [],
        limit: '500',
        name: 'lisbon, trip',
      }),
    PATIENCE,
  );
});
