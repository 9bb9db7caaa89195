import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { bookAnswers } from '$lib/backend/fake/book';
import { connectionsAnswers } from '$lib/backend/fake/connections';
import { fakeBackend, type FakeBackend } from '$lib/backend/fake/fake';
import { clearCache } from '$lib/cache';
import { router } from '$lib/router';
import Connections from './index.svelte';

let backend: FakeBackend;
const asked = (name: string) =>
  backend.calls.filter((call) => call.name === name).map((call) => call.request);

async function opened(): Promise<HTMLElement> {
  backend = fakeBackend({
    ...bookAnswers('open'),
    ...connectionsAnswers(false, null),
    account_update: () => ({ batch: '900', rows: 1, label: 'account_edited' }),
    category_remove: () => ({ batch: '901', rows: 412, label: 'category_removed' }),
  });
  useBackend(backend);
  clearCache();
  render(Connections);
  await userEvent.click(await screen.findByRole('button', { name: /^Brokerage/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Accounts and categories there' }));
  const dialog = await screen.findByRole('dialog');
  await within(dialog).findByText('Groceries');
  return dialog;
}

beforeEach(() => router.go('connections'));

it('tells what waits, what is archived, and how the service counts a category', async () => {
  const dialog = await opened();
  const rowOf = (name: string) => within(dialog).getByText(name).closest('li')?.textContent;
  expect(rowOf('Global broker')).toContain('Waits to be sent');
  expect(rowOf('Old savings')).toContain('Archived there');
  expect(rowOf('Old savings')).not.toContain('Archive:');
  expect(rowOf('Groceries')).toContain('In and out netted');
  expect(rowOf('Groceries')).toContain('Rolls over');
  expect(rowOf('Rent')).not.toContain('netted');
  expect(rowOf('Holiday fund')).toContain('Made with the next sync');
});

it('is offered only where it is switched on and the service makes such things', async () => {
  await opened();
  await userEvent.keyboard('{Escape}');
  await userEvent.click(screen.getByRole('button', { name: /^Shared flat/ }));
  expect(screen.queryByRole('button', { name: 'Accounts and categories there' })).toBeNull();
});

it('makes an account when its name and amount will do', async () => {
  const dialog = await opened();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Make an account there' }));
  expect(dialog.textContent).toContain('can archive it later, but not delete it');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Make it there' }));
  expect(dialog.textContent).toContain('Give it a name.');
  expect(asked('connection_account_add')).toEqual([]);
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Name' }), 'Rainy days');
  await userEvent.type(within(dialog).getByRole('textbox', { name: /holds today/ }), '12.5');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Make it there' }));
  await vi.waitFor(() => expect(asked('connection_account_add')).toHaveLength(1));
  expect(asked('connection_account_add')[0]).toMatchObject({
    id: '4',
    account: null,
    name: 'Rainy days',
    kind: 'savings',
    currency: 'EUR',
  });
  await within(dialog).findByText('Groceries');
});

it('archives and deletes only after a plain question', async () => {
  const dialog = await opened();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Archive: Travel account' }));
  expect(dialog.textContent).toContain('Coffer cannot take it out of the archive again');
  expect(asked('account_update')).toEqual([]);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Back' }));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Archive: Travel account' }));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Archive it there' }));
  await vi.waitFor(() =>
    expect(asked('account_update')).toMatchObject([{ id: '3', closed: true }]),
  );

  await userEvent.click(await within(dialog).findByRole('button', { name: 'Delete: Groceries' }));
  expect(dialog.textContent).toContain('Its 412 transactions get what you choose, in both.');
  expect(dialog.textContent).toContain('at FinWise it stays deleted');
  expect(dialog.textContent).toContain('A budget for it alone ends.');
  expect(asked('category_remove')).toEqual([]);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete in both' }));
  await vi.waitFor(() =>
    expect(asked('category_remove')).toEqual([{ id: '21', into: null, budgets: 'end' }]),
  );
});
