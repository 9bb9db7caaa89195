import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import type { ForecastCompareReq } from '$lib/backend/contract';
import { accountsAnswers } from '$lib/backend/fake/accounts';
import { fakeBackend } from '$lib/backend/fake/fake';
import { forecastAnswers } from '$lib/backend/fake/forecast';
import { clearCache } from '$lib/cache';
import { router } from '$lib/router';
import Forecast from './index.svelte';

const PATIENCE = { timeout: 20_000 };
const compared = vi.fn();
const kept = vi.fn((request: unknown) => ({
  batch: '9',
  rows: 1,
  label: 'scenario_kept',
  request,
}));

beforeEach(() => {
  clearCache();
  compared.mockReset();
  kept.mockClear();
  useBackend(
    fakeBackend({
      ...accountsAnswers(false),
      ...forecastAnswers,
      consents_list: () => [],
      scenario_keep: kept,
      forecast_compare: (request, emit) => {
        compared(request);
        return forecastAnswers.forecast_compare?.(request, emit);
      },
    }),
  );
});

it('tries what would help with one click, and keeps it as a scenario', async () => {
  router.go('forecast', {});
  render(Forecast);
  await userEvent.click(await screen.findByRole('button', { name: 'Try what helps' }, PATIENCE));
  await waitFor(() => {
    const last = compared.mock.calls.at(-1)?.[0] as ForecastCompareReq;
    expect(last.scenarios.filter((one) => one.on).map((one) => one.scenario.name)).toEqual([
      expect.stringMatching(/^Move €254.00 in by .*1/),
    ]);
  }, PATIENCE);
  await userEvent.click(await screen.findByRole('button', { name: 'Keep these changes' }));
  await waitFor(
    () =>
      expect(kept.mock.calls.at(-1)?.[0]).toMatchObject({
        id: null,
        scenario: { changes: [{ do: 'add', amount: '254.00', item: 'Moved in' }] },
      }),
    PATIENCE,
  );
});

it('opens the register of a day, and goes to the next', async () => {
  router.go('forecast', {});
  render(Forecast);
  const day = await screen.findByRole('button', { name: /Summer camp deposit/ }, PATIENCE);
  await userEvent.click(day);
  const panel = await screen.findByRole('complementary', { name: /Wednesday.*27/ }, PATIENCE);
  expect(within(panel).getByText('Summer camp deposit')).toBeTruthy();
  await userEvent.click(within(panel).getByRole('button', { name: 'Day after' }));
  await screen.findByRole('complementary', { name: /Thursday.*28/ }, PATIENCE);
});

it('does not keep a scenario without a name, an item and an amount', async () => {
  router.go('forecast', {});
  render(Forecast);
  await userEvent.click(await screen.findByRole('button', { name: 'Add a scenario' }, PATIENCE));
  const dialog = await screen.findByRole('dialog', {}, PATIENCE);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Keep scenario' }));
  expect(within(dialog).getByText('Give it a name')).toBeTruthy();
  expect(within(dialog).getByText('Name the item')).toBeTruthy();
  expect(kept).not.toHaveBeenCalled();
});
