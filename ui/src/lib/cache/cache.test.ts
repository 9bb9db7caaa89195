import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { fakeBackend, type FakeBackend } from '$lib/backend/fake/fake';
import CacheProbe from '$test/CacheProbe.svelte';
import CacheSwitch from '$test/CacheSwitch.svelte';
import { clearCache, followChanges, invalidate, mutate } from './cache.svelte';

let total = 0;
let backend: FakeBackend;
const shown = () => screen.getByRole('status').textContent;
const settled = (text: string) => vi.waitFor(() => expect(shown()).toBe(text));
const asked = () => backend.calls.filter((call) => call.name === 'transactions_page').length;

beforeEach(() => {
  total = 1;
  backend = fakeBackend({
    transactions_page: () => ({ rows: [], next: null, total, sum: null, understood: [] }),
    transactions_update: () => ({ batch: '1', rows: 1, label: 'x' }),
    settings_get: () => ({}),
  });
  useBackend(backend);
  clearCache();
});

describe('query', () => {
  it('loads, and shares one answer between equal requests', async () => {
    render(CacheProbe, { text: 'a' });
    expect(shown()).toBe('loading');
    await settled('1');
    const second = render(CacheProbe, { text: 'a' });
    expect(second.container.textContent).toContain('1');
    expect(asked()).toBe(1);
  });

  it('asks nothing while there is nothing to ask', async () => {
    render(CacheProbe, { text: null });
    await tick();
    expect(asked()).toBe(0);
    expect(shown()).toBe('nothing');
  });

  it('reads again after a write with its tag', async () => {
    render(CacheProbe, { text: 'a' });
    await settled('1');
    total = 2;
    await mutate('transactions_update', { ids: ['1'], unlock: false });
    await settled('2');
  });

  it('reads again when Rust says that something changed, and only then', async () => {
    const stop = followChanges();
    render(CacheProbe, { text: 'a' });
    await settled('1');
    total = 3;
    backend.emit('changed', { tags: ['rates'], origin: 'rates_refresh' });
    await tick();
    expect(asked()).toBe(1);
    backend.emit('changed', { tags: ['transactions'], origin: 'sync_run' });
    await settled('3');
    total = 4;
    backend.emit('changed', { tags: ['all'], origin: 'book_unlock' });
    await settled('4');
    stop();
  });

  it('leaves what nobody shows until it is shown again', async () => {
    const { unmount } = render(CacheProbe, { text: 'a' });
    await settled('1');
    unmount();
    invalidate(['transactions']);
    await tick();
    expect(asked()).toBe(1);
    total = 5;
    render(CacheProbe, { text: 'a' });
    await settled('5');
    expect(asked()).toBe(2);
  });

  it('goes on hearing of changes after one view gave way to another', async () => {
    const { rerender } = render(CacheSwitch, { text: 'a' });
    await settled('1');
    // The view that goes tidies up while the one that comes is already made.
    await rerender({ text: 'b' });
    await settled('1');
    total = 6;
    await mutate('transactions_update', { ids: ['1'], unlock: false });
    await settled('6');
  });

  it('reads once for the answer of a write and its event together', async () => {
    const stop = followChanges();
    render(CacheProbe, { text: 'a' });
    await settled('1');
    total = 2;
    // The fake backend sends the event before the answer, as Rust does.
    await mutate('transactions_update', { ids: ['1'], unlock: false });
    await settled('2');
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(asked()).toBe(2);
    stop();
  });

  it('asks once more when something changed while it was reading', async () => {
    const answers: ((value: unknown) => void)[] = [];
    backend.answer('transactions_page', () => new Promise((resolve) => answers.push(resolve)));
    render(CacheProbe, { text: 'a' });
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    invalidate(['transactions']);
    invalidate(['transactions']);
    answers[0]?.({ total: 1 });
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.({ total: 2 });
    await settled('2');
    expect(answers).toHaveLength(2);
  });

  it('keeps the last answer while a changed request is on its way, when asked to', async () => {
    const { rerender } = render(CacheProbe, { text: 'a', keep: true });
    await settled('1');
    backend.answer('transactions_page', () => new Promise(() => {}));
    await rerender({ text: 'b', keep: true });
    expect(shown()).not.toBe('nothing');
  });

  it('shows the error, and the answer once there is one', async () => {
    backend.answer('transactions_page', () => Promise.reject(new Error('down')));
    render(CacheProbe, { text: 'a' });
    await settled('error');
    backend.answer('transactions_page', () => ({ total: 9 }));
    invalidate(['transactions']);
    await settled('9');
  });

  it('forgets every figure behind the lock', async () => {
    render(CacheProbe, { text: 'a' });
    await settled('1');
    clearCache();
    await tick();
    expect(shown()).not.toBe('1');
  });
});
