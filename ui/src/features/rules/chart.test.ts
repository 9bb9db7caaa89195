import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { accountsAnswers } from '$lib/backend/fake/accounts';
import { fakeBackend, type FakeBackend } from '$lib/backend/fake/fake';
import { rulesAnswers } from '$lib/backend/fake/rules';
import { transactionsAnswers } from '$lib/backend/fake/transactions';
import { clearCache } from '$lib/cache';
import { router } from '$lib/router';
import { CHART_ICONS } from './icons';
import Rules from './index.svelte';

let backend: FakeBackend;

beforeEach(() => {
  clearCache();
  backend = fakeBackend({
    ...accountsAnswers(false),
    ...transactionsAnswers,
    ...rulesAnswers(false),
    app_status: () => ({ baseCurrency: 'EUR', today: '2026-05-18' }),
    connections_list: () => [],
  });
  useBackend(backend);
  router.go('rules', {}, []);
});

const asked = (name: string) =>
  backend.calls.filter((call) => call.name === name).map((call) => call.request);

it('offers the pictures that the book knows', () => {
  const source = readFileSync(
    join(process.cwd(), '../src-tauri/crates/domain/src/chart.rs'),
    'utf8',
  );
  const list = /ICONS: &\[&str\] = &\[([^\]]*)\]/.exec(source)?.[1] ?? '';
  const known = [...list.matchAll(/"(\w+)"/g)].map((match) => match[1]);
  expect([...CHART_ICONS].sort()).toEqual(known.sort());
});

it('folds away what no transaction is in', async () => {
  render(Rules);
  const chart = await screen.findByRole('region', { name: 'Categories' });
  await within(chart).findByText('Groceries');
  expect(within(chart).queryByText('Home upkeep')).toBeNull();
  await userEvent.click(within(chart).getByRole('button', { name: '1 unused' }));
  expect(within(chart).getByText('Home upkeep')).toBeTruthy();
});

it('a category gets a picture and is a need or a want', async () => {
  render(Rules);
  await userEvent.click(await screen.findByRole('button', { name: /^Eating out/ }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('radio', { name: 'Cup' }));
  await userEvent.click(within(dialog).getByRole('radio', { name: 'Want' }));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(asked('category_update')).toMatchObject([{ icon: 'cup', need: 'want', slot: null }]),
  );
});

it('what is usual in a country is shown before it is added', async () => {
  render(Rules);
  await userEvent.click(await screen.findByRole('button', { name: 'Usual in a country' }));
  const dialog = await screen.findByRole('dialog');
  const adds = await within(dialog).findByRole('list', { name: 'What is added' });
  expect(within(adds).getAllByRole('listitem').length).toBeGreaterThan(0);
  await userEvent.click(within(dialog).getByRole('button', { name: /^Add \d/ }));
  await waitFor(() => expect(asked('categories_style_add')).toHaveLength(1));
});
