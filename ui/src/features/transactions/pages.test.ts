import { describe, expect, it, vi } from 'vitest';
import type { TransactionRow, TransactionsPage } from '$lib/backend/contract';
import { TransactionPages } from './pages.svelte';

const SIZE = 10;

/** A list of rows that answers pages after a key, as the store does. */
function list(count: number) {
  let rows = Array.from({ length: count }, (_, n) => ({ id: `r${n}` }) as TransactionRow);
  const page = (after: string | null): TransactionsPage => {
    const from = after === null ? 0 : rows.findIndex((row) => row.id === after) + 1;
    const shown = rows.slice(from, from + SIZE);
    const last = shown.at(-1);
    return {
      rows: shown,
      next: last && from + shown.length < rows.length ? last.id : null,
      total: rows.length,
      sum: null,
      understood: [],
      unread: [],
      days: shown.map((row) => ({
        date: row.id,
        sum: { amount: `${row.id.slice(1)}.00`, currency: 'EUR' },
      })),
    };
  };
  const ask = vi.fn((after: string) => Promise.resolve(page(after)));
  return {
    ask,
    first: () => page(null),
    change: (next: (rows: TransactionRow[]) => TransactionRow[]) => (rows = next(rows)),
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('a list read by keys', () => {
  it('reads as many pages as are in view, and none twice', async () => {
    const { ask, first } = list(95);
    const pages = new TransactionPages();
    pages.start(first(), ask);
    pages.ensure(0, 25);
    pages.ensure(0, 25);
    await settle();
    expect(ask.mock.calls.map(([after]) => after)).toEqual(['r9', 'r19']);
    expect(pages.rows).toHaveLength(30);
    expect(pages.rowAt(29)?.id).toBe('r29');
    expect(pages.rowAt(30)).toBeUndefined();
    expect(pages.total).toBe(95);
  });

  it('reaches the last row and stops there', async () => {
    const { ask, first } = list(42);
    const pages = new TransactionPages();
    pages.start(first(), ask);
    pages.ensure(40, 42);
    await settle();
    expect(pages.rowAt(41)?.id).toBe('r41');
    expect(ask).toHaveBeenCalledTimes(4);
  });

  it('answers the ids of everything', async () => {
    const { ask, first } = list(33);
    const pages = new TransactionPages();
    pages.start(first(), ask);
    expect(await pages.all()).toHaveLength(33);
  });

  it('reads only what is in view again after an edit', async () => {
    const { ask, first, change } = list(50);
    const pages = new TransactionPages();
    pages.start(first(), ask);
    pages.ensure(0, 50);
    await settle();
    pages.ensure(25, 28);
    ask.mockClear();
    change((rows) => rows.map((row) => (row.id === 'r26' ? { ...row, note: 'new' } : row)));
    pages.refresh(first(), ask);
    expect(pages.rowAt(26)?.id).toBe('r26');
    await settle();
    expect(ask.mock.calls).toEqual([['r19']]);
    expect(pages.rowAt(26)?.note).toBe('new');
    expect(pages.rows).toHaveLength(50);
  });

  it('drops later pages when rows came or went', async () => {
    const { ask, first, change } = list(50);
    const pages = new TransactionPages();
    pages.start(first(), ask);
    pages.ensure(0, 30);
    await settle();
    change((rows) => [{ id: 'new' } as TransactionRow, ...rows]);
    pages.refresh(first(), ask);
    await settle();
    const ids = pages.rows.map((row) => row.id);
    expect(ids[0]).toBe('new');
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.slice(0, 30)).toEqual(['new', ...Array.from({ length: 29 }, (_, n) => `r${n}`)]);
    expect(pages.total).toBe(51);
  });

  it('forgets an answer that belongs to another search', async () => {
    const slow = list(40);
    const pages = new TransactionPages();
    let release = () => {};
    pages.start(slow.first(), async (after) => {
      await new Promise<void>((resolve) => (release = resolve));
      return slow.ask(after);
    });
    pages.ensure(0, 20);
    const other = list(3);
    pages.start(other.first(), other.ask);
    release();
    await settle();
    expect(pages.rows.map((row) => row.id)).toEqual(['r0', 'r1', 'r2']);
  });

  it('keeps what it has when a page fails, and goes on when asked', async () => {
    const { ask, first } = list(30);
    const pages = new TransactionPages();
    ask.mockRejectedValueOnce(new Error('gone'));
    pages.start(first(), ask);
    pages.ensure(0, 20);
    await settle();
    expect(pages.error).toBeInstanceOf(Error);
    expect(pages.rows).toHaveLength(10);
    pages.retry();
    await settle();
    expect(pages.error).toBeUndefined();
    expect(pages.rows).toHaveLength(20);
  });
});
