import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { alertsAnswers } from '$lib/backend/fake/alerts';
import { fakeBackend, type FakeBackend } from '$lib/backend/fake/fake';
import type { AlertsPage } from '$lib/backend/contract';
import { clearCache } from '$lib/cache';
import { router } from '$lib/router';
import Alerts from './index.svelte';
import Teller from './Teller.svelte';

const PATIENCE = { timeout: 20_000 };
let backend: FakeBackend;

beforeEach(() => {
  clearCache();
  router.go('alerts');
  backend = fakeBackend(alertsAnswers(false));
  useBackend(backend);
});

const asked = (name: string) =>
  backend.calls.filter((call) => call.name === name).map((call) => call.request);

it('says why, shows the rows, and counts one as seen that was opened', async () => {
  render(Alerts);
  await userEvent.click(await screen.findByRole('button', { name: /^Garage Roux took/ }, PATIENCE));
  const panel = await screen.findByRole('complementary', {}, PATIENCE);
  expect(within(panel).getAllByRole('link', { name: /Show the transaction/ })).toHaveLength(2);
  within(panel).getByText(/It may be right/);
  await waitFor(
    () => expect(asked('alerts_mark')).toEqual([{ ids: ['twice 1012'], mark: 'seen' }]),
    PATIENCE,
  );
});

it('dismisses one and mutes a kind', async () => {
  render(Alerts);
  const out = await screen.findByRole('button', { name: /^Dismiss: Garage Roux/ }, PATIENCE);
  await userEvent.click(out);
  await waitFor(() => expect(screen.queryByText(/Garage Roux took/)).toBeNull(), PATIENCE);
  await userEvent.click(screen.getByRole('button', { name: 'How to be told' }));
  await userEvent.click(await screen.findByRole('switch', { name: 'Show Low balance ahead' }));
  await waitFor(
    () => expect(asked('alerts_settings').at(-1)).toMatchObject({ muted: ['low_balance'] }),
    PATIENCE,
  );
  await screen.findByText(/not shown because its kind is muted/, {}, PATIENCE);
});

it('tells the system no name and no amount unless they are wanted', async () => {
  const page = (await backend.call('alerts_get', { all: false })) as AlertsPage;
  const { unmount } = render(Teller, { page, onlook: () => {} });
  await waitFor(() => expect(asked('alerts_tell')).toHaveLength(1), PATIENCE);
  expect(JSON.stringify(asked('alerts_tell')[0])).not.toMatch(/Garage|49|312/);
  expect(asked('alerts_tell')[0]).toMatchObject({ ids: ['low 6 2026-05', 'twice 1012'] });
  unmount();
  const settings = { ...page.settings, notifyAmounts: true };
  render(Teller, { page: { ...page, settings }, onlook: () => {} });
  await waitFor(() => expect(asked('alerts_tell')).toHaveLength(2), PATIENCE);
  expect(JSON.stringify(asked('alerts_tell')[1])).toContain('Garage Roux took €49.90 twice');
});
