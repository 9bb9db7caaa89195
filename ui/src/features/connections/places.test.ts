import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { bookAnswers } from '$lib/backend/fake/book';
import { connectionsAnswers } from '$lib/backend/fake/connections';
import { fakeBackend } from '$lib/backend/fake/fake';
import { transactionsAnswers } from '$lib/backend/fake/transactions';
import { clearCache } from '$lib/cache';
import { router } from '$lib/router';
import Connections from './index.svelte';

async function opened(): Promise<HTMLElement> {
  useBackend(
    fakeBackend({
      ...bookAnswers('open'),
      ...transactionsAnswers,
      ...connectionsAnswers(false, null),
    }),
  );
  clearCache();
  render(Connections);
  await userEvent.click(await screen.findByRole('button', { name: /^Brokerage/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Categories' }));
  const dialog = await screen.findByRole('dialog');
  await within(dialog).findByText('Utilities', { selector: '.med' });
  return dialog;
}

beforeEach(() => router.go('connections'));

it('says where each category of the service stands, and what it filed there', async () => {
  const dialog = await opened();
  const row = (name: string) =>
    within(dialog).getByText(name, { selector: '.med' }).closest('li')?.textContent;
  expect(row('Utilities')).toContain('12 transactions');
  expect(row('Eating out')).toContain('By you');
  expect(row('Eating out')).toContain('Kept out');
  // The service has not said what it is called: its id stands for it.
  expect(row('c7')).toContain('Public transport');
  await userEvent.type(within(dialog).getByLabelText('Find a category'), 'groc');
  expect(within(dialog).queryByText('Utilities', { selector: '.med' })).toBeNull();
});
