import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import type { RecurringItem } from '$lib/backend/contract';
import { fakeBackend } from '$lib/backend/fake/fake';
import { accountsAnswers } from '$lib/backend/fake/accounts';
import { recurringAnswers } from '$lib/backend/fake/recurring';
import { transactionsAnswers } from '$lib/backend/fake/transactions';
import { clearCache } from '$lib/cache';
import { router } from '$lib/router';
import Recurring from './index.svelte';
import { daysBetween, noticeOf, remarkOf } from './words';

const PATIENCE = { timeout: 20_000 };
const decided = vi.fn((request: unknown) => ({ batch: '9', rows: 1, label: 'x', request }));

beforeEach(() => {
  clearCache();
  decided.mockClear();
  useBackend(
    fakeBackend({
      ...accountsAnswers(false),
      ...transactionsAnswers,
      ...recurringAnswers(false),
      recurring_decide: decided,
    }),
  );
});

const asked = () => decided.mock.calls.at(-1)?.[0];

it('rejects what is none, and closes its details', async () => {
  router.go('recurring', {}, ['t4']);
  render(Recurring);
  const button = await screen.findByRole('button', { name: 'It is not' }, PATIENCE);
  await userEvent.click(button);
  await waitFor(() => expect(asked()).toMatchObject({ id: 't4', verdict: 'rejected' }), PATIENCE);
  await waitFor(() => expect(router.location.rest).toEqual([]), PATIENCE);
});

it('sends only what was changed, and keeps the sign of what is paid', async () => {
  router.go('recurring', {}, ['t3']);
  render(Recurring);
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }, PATIENCE));
  const dialog = await screen.findByRole('dialog', {}, PATIENCE);
  const amount = within(dialog).getByLabelText('Amount');
  await userEvent.clear(amount);
  await userEvent.type(amount, '39.90');
  await userEvent.tab();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(
    () =>
      expect(asked()).toEqual({
        id: 't3',
        verdict: null,
        name: null,
        kind: null,
        period: null,
        amount: '-39.90',
        nextDate: null,
        until: null,
        shift: null,
        rule: null,
        remind: null,
        leaving: null,
      }),
    PATIENCE,
  );
});

it('refuses an end before the next day at its field', async () => {
  router.go('recurring', {}, ['t3']);
  render(Recurring);
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }, PATIENCE));
  const dialog = await screen.findByRole('dialog', {}, PATIENCE);
  await userEvent.type(within(dialog).getByLabelText('Ends on'), '2026-05-20');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await within(dialog).findByText('It cannot end before its next day.', {}, PATIENCE);
  expect(decided).not.toHaveBeenCalled();
});

it('says the most important thing of an item first', () => {
  const list = recurringAnswers(false).recurring_list?.({}, () => {}) as { items: RecurringItem[] };
  const of = (name: string) => list.items.find((one) => one.name === name)!;
  const today = '2026-05-18';
  expect(noticeOf(of('Cinélune+'), today)).toMatchObject({ tone: 'warn', icon: 'arrowup' });
  expect(noticeOf(of('Voxalpe'), today)?.text).toBe('7 days late');
  expect(noticeOf(of('Domaine Host'), today)?.text).toBe('Renews in 6 days');
  expect(noticeOf(of('Gym Nord'), today)).toBeNull();
  expect(remarkOf(of('Alpes Énergie'), today)).toBe('€84 to €248');
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
});

it('changes the rule of what the person entered, with its days shown before', async () => {
  const list = recurringAnswers(false).recurring_list?.({}, () => {}) as { items: RecurringItem[] };
  const piano = list.items.find((one) => one.name === 'Piano lessons');
  router.go('recurring', {}, [piano?.id ?? '']);
  render(Recurring);
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }, PATIENCE));
  const dialog = within(await screen.findByRole('dialog', {}, PATIENCE));
  const days = dialog.getByLabelText('Days of the month');
  expect((days as HTMLInputElement).value).toBe('1, 15');
  const write = async (text: string) => {
    await userEvent.clear(days);
    await userEvent.type(days, text);
    await userEvent.tab();
  };
  await write('32');
  await dialog.findByText('Numbers from 1 to 31, with commas between them.', {}, PATIENCE);
  await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
  expect(decided).not.toHaveBeenCalled();
  await write('20, 5');
  await dialog.findByText(/Falls on .*Jun.*Jul/, {}, PATIENCE);
  await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
  await waitFor(
    () =>
      expect(asked()).toMatchObject({
        id: piano?.id,
        period: null,
        rule: 'FREQ=MONTHLY;BYMONTHDAY=5,20',
      }),
    PATIENCE,
  );
});
