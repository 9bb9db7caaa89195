import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { fakeBackend, type FakeBackend } from '$lib/backend/fake/fake';
import { insightAnswers } from '$lib/backend/fake/insight';
import { clearCache } from '$lib/cache';
import { router } from '$lib/router';
import Insight from './index.svelte';

const PATIENCE = { timeout: 20_000 };
let backend: FakeBackend;

beforeEach(() => {
  clearCache();
  router.go('insight');
  backend = fakeBackend(insightAnswers(false));
  useBackend(backend);
});

it('defines each figure and lists the rows of a month', async () => {
  render(Insight);
  await screen.findByText(/100 less the mean distance/, {}, PATIENCE);
  const months = screen.getByRole('table', { name: 'Months' });
  const [cell] = within(months).getAllByRole('button', { name: /^Fixed, / });
  await userEvent.click(cell as HTMLElement);
  const panel = await screen.findByRole('complementary', {}, PATIENCE);
  await within(panel).findByRole('link', { name: 'Show the transaction of Home loan' });
  expect(backend.calls.find((call) => call.name === 'insight_rows')?.request).toEqual({
    figure: 'fixed',
    month: '2025-05',
  });
});

it('shows what a service says beside, and why it differs', async () => {
  render(Insight);
  const table = await screen.findByRole('table', { name: /^What Crédit Alpin/ }, PATIENCE);
  expect(within(table).getByRole('row', { name: /Overdraft days 3 2/ })).toBeTruthy();
  screen.getByText(/its own window of days/);
});

it('saves the page', async () => {
  render(Insight);
  await userEvent.click(await screen.findByRole('button', { name: 'Save as one page' }, PATIENCE));
  await waitFor(
    () => expect(backend.calls.some((call) => call.name === 'insight_export')).toBe(true),
    PATIENCE,
  );
});
