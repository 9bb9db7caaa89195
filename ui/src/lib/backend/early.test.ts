import { describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '$lib/backend/fake/fake';
import { early } from './early';

describe('early', () => {
  const answers = () =>
    fakeBackend({
      app_status: () => ({ book: 'later' }),
      settings_get: () => ({ theme: 'later' }),
      views_keep: () => ({ batch: '1', rows: 1, label: '' }),
    });
  const asked = () => ({
    'app_status {}': Promise.resolve({ book: 'early' }),
    'settings_get {}': Promise.resolve({ theme: 'early' }),
  });

  it('gives an answer out once', async () => {
    const inner = answers();
    const backend = early(inner, asked());
    expect(await backend.call('app_status', {})).toEqual({ book: 'early' });
    expect(inner.calls).toHaveLength(0);
    expect(await backend.call('app_status', {})).toEqual({ book: 'later' });
  });

  it('asks again what was refused', async () => {
    const refused = Promise.reject(new Error('locked'));
    const backend = early(answers(), { 'settings_get {}': refused });
    expect(await backend.call('settings_get', {})).toEqual({ theme: 'later' });
  });

  it.each([
    ['a write', (backend: ReturnType<typeof early>) => backend.call('views_keep', { views: [] })],
    [
      'a change elsewhere',
      (_: unknown, inner: ReturnType<typeof fakeBackend>) =>
        inner.emit('changed', { tags: ['transactions'], origin: 'sync_run' }),
    ],
    [
      'locking',
      (_: unknown, inner: ReturnType<typeof fakeBackend>) =>
        inner.emit('locked', { reason: 'idle' }),
    ],
  ])('gives out nothing after %s', async (_name, happens) => {
    const inner = answers();
    const backend = early(inner, asked());
    await happens(backend, inner);
    expect(await backend.call('app_status', {})).toEqual({ book: 'later' });
    await vi.waitFor(() =>
      expect(inner.calls.some((call) => call.name === 'app_status')).toBe(true),
    );
  });
});
