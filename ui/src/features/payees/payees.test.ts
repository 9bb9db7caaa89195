import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { fakeBackend } from '$lib/backend/fake/fake';
import { ROWS } from '$lib/backend/fake/household';
import { payeesAnswers } from '$lib/backend/fake/payees';
import { clearCache } from '$lib/cache';
import { router } from '$lib/router';
import Payees from './index.svelte';

const PATIENCE = { timeout: 20_000 };
const renamed = vi.fn((request: unknown) => ({
  batch: '31',
  rows: 3,
  label: 'payees_merged',
  request,
}));
const tidied = vi.fn((request: unknown) => ({
  batch: '34',
  rows: 9,
  label: 'payees_tidied',
  request,
}));
const names = [...new Set(ROWS.map((row) => row.payee))];

beforeEach(() => {
  clearCache();
  renamed.mockClear();
  tidied.mockClear();
  router.go('payees');
  useBackend(fakeBackend({ ...payeesAnswers, payees_rename: renamed, payees_tidy_take: tidied }));
});

it('makes chosen payees one under the name that is typed', async () => {
  const user = userEvent.setup();
  render(Payees);
  const table = await screen.findByRole('table', { name: 'Payees' }, PATIENCE);
  const boxes = within(table).getAllByRole('checkbox');
  expect(screen.queryByRole('button', { name: /Make/ })).toBeNull();
  for (const box of boxes.slice(0, 2)) await user.click(box);
  await user.click(screen.getByRole('button', { name: 'Make 2 one' }));
  const dialog = await screen.findByRole('dialog', {}, PATIENCE);
  const field = within(dialog).getByLabelText('Name');
  await user.clear(field);
  await user.click(within(dialog).getByRole('button', { name: 'Make them one' }));
  await within(dialog).findByText('A name is needed.', {}, PATIENCE);
  expect(renamed).not.toHaveBeenCalled();
  await user.type(field, 'The corner');
  await user.click(within(dialog).getByRole('button', { name: 'Make them one' }));
  await waitFor(() => expect(renamed).toHaveBeenCalledOnce(), PATIENCE);
  const request = renamed.mock.calls[0]?.[0] as { names: string[]; name: string };
  expect(request.name).toBe('The corner');
  expect(request.names).toHaveLength(2);
});

it('one name that a bank writes is taken without saying anything of what comes', async () => {
  const user = userEvent.setup();
  render(Payees);
  await user.click(await screen.findByRole('button', { name: 'Use this: SNCF' }, PATIENCE));
  expect(tidied.mock.calls[0]?.[0]).toEqual({ names: ['SNCF'], ongoing: null });
});

it('a payee says what it comes to, where it is filed and what repeats, and leads to its rows', async () => {
  const [name = ''] = names;
  router.go('payees', {}, [name]);
  render(Payees);
  const link = await screen.findByRole('link', { name: /^Show \d+ transaction/ }, PATIENCE);
  const to = new URLSearchParams((link.getAttribute('href') ?? '').split('?')[1]);
  expect(to.get('q')).toBe(`payee:"=${name}"`);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(name);
  within(screen.getByRole('region', { name: 'Repeating' })).getByText(/, Monthly/);
});

it('a payee that is not there is an error with a way back', async () => {
  router.go('payees', {}, ['Nobody at all']);
  render(Payees);
  await screen.findByRole('alert', {}, PATIENCE);
  expect(screen.getByRole('link', { name: 'Payees' })).toBeTruthy();
});
