import { fireEvent, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { fakeBackend, type FakeBackend } from '$lib/backend/fake/fake';
import { transactionsAnswers } from '$lib/backend/fake/transactions';
import { clearCache } from '$lib/cache';
import SearchField from './SearchField.svelte';

let backend: FakeBackend;
const onsearch = vi.fn<(text: string) => void>();
const onleave = vi.fn<() => void>();

beforeEach(() => {
  clearCache();
  backend = fakeBackend({ ...transactionsAnswers });
  useBackend(backend);
  onsearch.mockReset();
  onleave.mockReset();
});

const field = (unread: string[] = []): HTMLInputElement => {
  render(SearchField, { value: '', understood: [], unread, filters: [], onsearch, onleave });
  return screen.getByRole<HTMLInputElement>('combobox');
};

it('an offer is gone to by arrow and taken by Enter', async () => {
  const input = field();
  await userEvent.type(input, 'rent ca');
  const list = await screen.findByRole('listbox', { name: 'What may follow' });
  expect(list.textContent).toContain('by category or group');
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(input.value).toBe('rent category:');
  expect(onleave).not.toHaveBeenCalled();
});

it('Enter searches what was typed while nothing is chosen', async () => {
  const input = field();
  await userEvent.type(input, 'ca');
  await screen.findByRole('listbox');
  await userEvent.keyboard('{Enter}');
  expect(screen.queryByRole('listbox')).toBeNull();
  await vi.waitFor(() => expect(onsearch).toHaveBeenCalledWith('ca'));
});

it('what is about to be offered does not come after Enter', async () => {
  vi.useFakeTimers();
  try {
    const input = field();
    await fireEvent.input(input, { target: { value: 'ca' } });
    await fireEvent.keyDown(input, { key: 'Enter' });
    await vi.advanceTimersByTimeAsync(1000);
    expect(onsearch).toHaveBeenCalledWith('ca');
    expect(backend.calls.filter((call) => call.name === 'search_suggest')).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});

it('Escape puts the offers away before it leaves the field', async () => {
  const input = field();
  await userEvent.type(input, 'ca');
  await screen.findByRole('listbox');
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('listbox')).toBeNull();
  expect(input.value).toBe('ca');
});

it('a filter that says nothing is named', () => {
  field(['date:soon']);
  expect(screen.getByRole('status').textContent).toContain('date:soon is not understood');
});
