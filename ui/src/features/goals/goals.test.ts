import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { fakeBackend } from '$lib/backend/fake/fake';
import { goalsAnswers } from '$lib/backend/fake/goals';
import type { GoalsPage } from '$lib/backend/contract';
import { clearCache } from '$lib/cache';
import { router } from '$lib/router';
import Goals from './index.svelte';
import { rangeOf, sentencesOf, whenOf } from './words';

const PATIENCE = { timeout: 20_000 };
const saved = vi.fn((request: unknown) => ({ batch: '9', rows: 1, label: 'goal_saved', request }));

beforeEach(() => {
  clearCache();
  saved.mockClear();
  router.go('goals');
  useBackend(fakeBackend({ ...goalsAnswers(false), goal_save: saved }));
});

const adopt = async () => {
  render(Goals);
  await userEvent.click(
    await screen.findByRole('button', { name: 'Make it mine: Cargo bicycle' }, PATIENCE),
  );
  return screen.findByRole('dialog', {}, PATIENCE);
};

it('makes a goal of a service one’s own with what counts for it', async () => {
  const dialog = await adopt();
  expect((within(dialog).getByLabelText('Name') as HTMLInputElement).value).toBe('Cargo bicycle');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await within(dialog).findByText('Pick at least one account.', {}, PATIENCE);
  expect(saved).not.toHaveBeenCalled();
  await userEvent.click(within(dialog).getByRole('checkbox', { name: 'Rainy-day savings' }));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(
    () =>
      expect(saved.mock.calls.at(-1)?.[0]).toEqual({
        goal: null,
        name: 'Cargo bicycle',
        target: '4200.00',
        currency: 'EUR',
        due: '2027-05-31',
        // What no other goal counts.
        links: [{ account: '5', percent: 40 }],
        envelope: null,
        note: '',
        adopts: '1',
      }),
    PATIENCE,
  );
});

it('refuses more of an account than other goals leave, at its field', async () => {
  const dialog = await adopt();
  await userEvent.click(within(dialog).getByRole('checkbox', { name: 'Rainy-day savings' }));
  const percent = within(dialog).getByLabelText('Percent of Rainy-day savings');
  await userEvent.clear(percent);
  await userEvent.type(percent, '41');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await within(dialog).findByText(/Between 1 and 40/, {}, PATIENCE);
  expect(saved).not.toHaveBeenCalled();
});

it('says when a goal is reached, with a range, and never more than is known', () => {
  const page = goalsAnswers(false).goals_get?.({}, () => {}) as GoalsPage;
  const [roof, norway, rain] = page.goals as [
    GoalsPage['goals'][0],
    GoalsPage['goals'][0],
    GoalsPage['goals'][0],
  ];
  expect(whenOf(roof, page.today)).toBe('May 2027');
  expect(rangeOf(roof, page.today)).toBe('Between April 2027 and July 2027');
  expect(rangeOf(norway, page.today)).toBe('June 2027 at the earliest, maybe never');
  expect(sentencesOf(norway, page.today)[0]).toContain('4 of 100 futures');
  expect(sentencesOf(rain, page.today)).toHaveLength(1);
  const young = { ...roof, rate: null, likely: null, track: 'unknown' as const, rateMonths: 2 };
  expect(whenOf(young, page.today)).toBe('Not known yet');
});
