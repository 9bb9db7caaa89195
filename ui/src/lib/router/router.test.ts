import { beforeEach, describe, expect, it } from 'vitest';
import { formatHash, parseHash, router } from './router.svelte';

describe('parseHash and formatHash', () => {
  it.each([
    ['#/transactions', 'transactions', [], {}],
    [
      '#/transactions/42?month=2026-05&q=caf%C3%A9',
      'transactions',
      ['42'],
      { month: '2026-05', q: 'café' },
    ],
    ['', '', [], {}],
    ['#/a%2Fb', 'a/b', [], {}],
    ['#/%E0%A4%A', '%E0%A4%A', [], {}],
  ])('reads %s', (hash, view, rest, params) => {
    expect(parseHash(hash)).toEqual({ view, rest, params });
  });

  it('writes back what it read', () => {
    const location = {
      view: 'transactions',
      rest: ['a/b'],
      params: { q: 'x&y=1', month: '2026-05' },
    };
    expect(parseHash(formatHash(location))).toEqual(location);
  });

  it('leaves empty parameters out', () => {
    expect(formatHash({ view: 'budgets', params: { a: '', b: null, c: undefined } })).toBe(
      '#/budgets',
    );
  });
});

describe('router', () => {
  beforeEach(() => router.go('overview'));

  it('follows the address bar', () => {
    const stop = router.start();
    window.location.hash = '#/forecast?days=30';
    window.dispatchEvent(new HashChangeEvent('hashchange'));
    expect(router.location).toMatchObject({ view: 'forecast', params: { days: '30' } });
    stop();
  });

  it('changes one parameter and keeps the others', () => {
    router.go('transactions', { month: '2026-05', q: 'gym' });
    router.setParams({ q: null, sel: '7' });
    expect(window.location.hash).toBe('#/transactions?month=2026-05&sel=7');
  });
});
