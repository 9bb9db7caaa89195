import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import type { Attachment } from '$lib/backend/contract';
import { fakeBackend, type FakeBackend } from '$lib/backend/fake/fake';
import { transactionsAnswers } from '$lib/backend/fake/transactions';
import { ROWS } from '$lib/backend/fake/household';
import { toasts } from '$design/primitives';
import { categories, importing } from '$lib/book';
import { clearCache } from '$lib/cache';
import Attachments from './Attachments.svelte';
import ManyDialog from './ManyDialog.svelte';
import LockedDialog from './LockedDialog.svelte';
import MergeDialog from './MergeDialog.svelte';
import OfferBar from './OfferBar.svelte';
import ReconcileDialog from './ReconcileDialog.svelte';
import { isSettled } from './settled';

let backend: FakeBackend;
const PATIENCE = { timeout: 10_000 };

beforeEach(() => {
  clearCache();
  backend = fakeBackend({ ...transactionsAnswers });
  useBackend(backend);
});

const detailOf = (id: string) => ROWS.find((row) => row.id === id) ?? ROWS[0];
const asked = (name: string) => backend.calls.filter((call) => call.name === name);
const chart = { all: [], face: () => ({ name: 'Groceries', slot: 1 }) } as unknown as ReturnType<
  typeof categories
>;
const everything = {
  ids: null,
  text: '',
  account: null,
  category: null,
  from: null,
  to: null,
  filter: null,
};

it('edits everything found at once, after saying what would change', async () => {
  const user = userEvent.setup();
  const done = vi.fn();
  render(ManyDialog, {
    selected: [],
    found: everything,
    total: 1200,
    today: '2026-05-18',
    categories: chart,
    onclose: () => {},
    ondone: done,
  });
  const dialog = await screen.findByRole('dialog', { name: 'Edit transactions' }, PATIENCE);
  expect(asked('rows_preview')).toHaveLength(0);
  await user.click(within(dialog).getByLabelText('Note'));
  await user.paste('weekly');
  await waitFor(
    () => expect(dialog.textContent).toMatch(/[\d,]+ transactions of [\d,]+ would change/),
    PATIENCE,
  );
  const list = within(dialog).getByRole('list', { name: 'Before and after' });
  expect(within(list).getAllByText('weekly').length).toBeGreaterThan(0);
  await user.click(within(dialog).getByRole('button', { name: /^Change [\d,]+ transactions/ }));
  await waitFor(() => expect(done).toHaveBeenCalledOnce(), PATIENCE);
  const request = asked('rows_edit')[0]?.request as {
    rows: { ids: string[] | null };
    change: { note: string };
    expected: number;
  };
  expect(request.rows.ids).toBeNull();
  expect(request.change.note).toBe('weekly');
  expect(request.expected).toBeGreaterThan(1);
});

it('an offer says what it is about and how many rows it would also change', async () => {
  const user = userEvent.setup();
  const heard = { ontake: vi.fn(), onshow: vi.fn(), ondecline: vi.fn() };
  const words = 'Always file Trattoria Lina under Groceries?';
  render(OfferBar, { words, count: 3, busy: false, ...heard });
  expect(screen.getByText(words)).toBeTruthy();
  await user.click(screen.getByText('3 other transactions would change'));
  await user.click(screen.getByRole('button', { name: /^Always/ }));
  await user.click(screen.getByRole('button', { name: 'Do not ask for this payee again' }));
  expect(heard.onshow).toHaveBeenCalledOnce();
  expect(heard.ontake).toHaveBeenCalledOnce();
  expect(heard.ondecline).toHaveBeenCalledOnce();
});

const FILES: Attachment[] = [
  { id: '1', name: 'drawing.svg', bytes: 40, kind: 'text' },
  { id: '2', name: 'bill.pdf', bytes: 900, kind: 'pdf' },
];

it('a file that is markup is shown as the text it is, and a refused file says why', async () => {
  const user = userEvent.setup();
  const text = '<svg onload="alert(1)"><text>hello</text></svg>';
  useBackend(
    fakeBackend({
      ...transactionsAnswers,
      attachment_get: () => ({ file: FILES[0], media: '', image: null, text, cut: false }),
      attachments_pick: () => [{ token: 'f1', name: 'invoice.pdf', bytes: 10 }],
      attachments_add: () => ({
        change: { batch: null, rows: 0, label: 'attached' },
        refused: [{ name: 'invoice.pdf', reason: 'program' }],
      }),
    }),
  );
  render(Attachments, { transaction: '7', payee: 'Trattoria Lina', files: FILES });
  await user.click(screen.getByRole('button', { name: 'drawing.svg' }));
  const dialog = await screen.findByRole('dialog', {}, PATIENCE);
  expect((await within(dialog).findByText(text, {}, PATIENCE)).tagName).toBe('PRE');
  expect(dialog.querySelector('svg text')).toBeNull();
  await user.keyboard('{Escape}');
  const told = vi.spyOn(toasts, 'show');
  await user.click(screen.getByRole('button', { name: 'Add files' }));
  await waitFor(
    () =>
      expect(told).toHaveBeenCalledWith({
        text: 'invoice.pdf was not kept: it is a program, whatever it is called.',
      }),
    PATIENCE,
  );
  told.mockRestore();
});

it('what is dropped is kept with the open transaction, unless a bank wrote it', () => {
  const drop = vi.fn();
  const file = (name: string) => ({ token: name, name, bytes: 1 });
  const leave = importing.attachTo({ name: 'Trattoria Lina', drop });
  expect(importing.taker([file('receipt.jpg')])?.name).toBe('Trattoria Lina');
  expect(importing.taker([file('receipt.jpg'), file('May.OFX')])).toBeNull();
  leave();
  expect(importing.taker([file('receipt.jpg')])).toBeNull();
});

it('two rows are looked at side by side, either may stay, and they can be called two payments', async () => {
  const user = userEvent.setup();
  const merged = vi.fn();
  const closed = vi.fn();
  const show = () =>
    render(MergeDialog, {
      pair: ['1003', '1004'],
      today: '2026-05-18',
      categories: chart,
      onclose: closed,
      onmerged: merged,
    });
  const first = show();
  const dialog = await screen.findByRole('dialog', { name: 'One payment or two?' }, PATIENCE);
  await within(dialog).findByText('It is booked, the other still pending.', {}, PATIENCE);
  const [stays] = within(dialog).getAllByRole('listitem');
  const name = stays?.querySelector('.med')?.textContent;
  await user.click(within(dialog).getByRole('button', { name: 'Keep the other one' }));
  expect(within(dialog).getAllByRole('listitem')[1]?.textContent).toContain(name);
  await user.click(within(dialog).getByRole('button', { name: 'Make one' }));
  await waitFor(() => expect(merged).toHaveBeenCalledWith('1004'), PATIENCE);
  expect(asked('transactions_merge')[0]?.request).toEqual({
    keep: '1004',
    drop: '1003',
    unlock: false,
  });
  first.unmount();

  backend.answer('merge_preview', (request) => {
    const { a, b } = request as { a: string; b: string };
    const row = (id: string) => ({ ...(detailOf(a) as object), id });
    return {
      keep: row(a),
      drop: row(b),
      why: 'first',
      keepSources: [],
      dropSources: [],
      refused: 'merge_of_amounts',
    };
  });
  clearCache();
  show();
  await screen.findByText('Their amounts differ.', {}, PATIENCE);
  const make = screen.getByRole('button', { name: 'Make one' });
  expect(make.hasAttribute('disabled') || make.getAttribute('aria-disabled') === 'true').toBe(true);
});

it('a statement is ticked off by keyboard, and what is missing is explained', async () => {
  const user = userEvent.setup();
  const closed = vi.fn();
  render(ReconcileDialog, {
    account: '6',
    name: 'Joint current',
    currency: 'EUR',
    today: '2026-05-18',
    onclose: closed,
    onshow: () => {},
  });
  const dialog = await screen.findByRole('dialog', { name: 'Reconcile Joint current' }, PATIENCE);
  const list = await within(dialog).findByRole('listbox', {}, PATIENCE);
  // The fake book has lost one of them to the merge above.
  const rows = ROWS.filter(
    (row) => row.account === '6' && row.status === 'posted' && row.id !== '1003',
  ).slice(0, 4);
  const cents = (amount: string) => Math.round(Number(amount) * 100);
  const [first, second] = rows;
  const wanted = 100_000 + cents(first?.amount.amount ?? '') + cents(second?.amount.amount ?? '');
  await user.click(within(dialog).getByLabelText('Balance it states'));
  await user.paste((wanted / 100).toFixed(2));
  list.focus();
  await user.keyboard(' ');
  await within(dialog).findByText(/is missing/, {}, PATIENCE);
  await within(dialog).findByText(/accounts for it by itself/, {}, PATIENCE);
  await user.keyboard('j ');
  await within(dialog).findByText('The statement and the ticked transactions agree.', {}, PATIENCE);
  await user.click(within(dialog).getByRole('button', { name: /^Reconcile 2/ }));
  await waitFor(() => expect(closed).toHaveBeenCalled(), PATIENCE);
  expect(asked('reconcile_commit')[0]?.request).toMatchObject({
    account: '6',
    ids: [first?.id, second?.id],
  });
});

it('what a statement settled is changed only after a word', async () => {
  const user = userEvent.setup();
  const params = { field: 'request', reason: 'reconciled' };
  expect(isSettled({ code: 'invalid_request', params, trace: 'f00d' })).toBe(true);
  expect(
    isSettled({ code: 'invalid_request', params: { ...params, reason: 'x' }, trace: 'f00d' }),
  ).toBe(false);
  const confirmed = vi.fn();
  render(LockedDialog, { onclose: () => {}, onconfirm: confirmed });
  await screen.findByText(/A statement has settled/, {}, PATIENCE);
  await user.click(screen.getByRole('button', { name: 'Change it all the same' }));
  expect(confirmed).toHaveBeenCalledOnce();
});
