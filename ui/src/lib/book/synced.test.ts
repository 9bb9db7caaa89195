import { describe, expect, it } from 'vitest';
import type { SyncOutcome } from '$lib/backend/contract';
import { syncedWords } from './synced';

const outcome = (how: Partial<SyncOutcome>): SyncOutcome =>
  ({ state: 'ok', new: 0, changed: 0, requests: 3, retryAt: null, ...how }) as SyncOutcome;

describe('what a sync came to', () => {
  it('counts what is new, else what changed', () => {
    expect(
      syncedWords({ connections: [outcome({ new: 2 }), outcome({ new: 1, changed: 4 })] }),
    ).toBe('3 new transactions');
    expect(syncedWords({ connections: [outcome({ changed: 1 })] })).toBe('1 transaction changed');
    expect(syncedWords({ connections: [outcome({})] })).toBe('Everything is up to date');
  });

  it('says so when nothing was asked', () => {
    const waits = outcome({ state: 'rate_limited', requests: 0, retryAt: '2026-05-18T08:31:00Z' });
    expect(syncedWords({ connections: [waits] })).toMatch(
      /^Every service asked for a pause, again at/,
    );
    expect(syncedWords({ connections: [waits, outcome({ new: 1 })] })).toBe(
      '1 new transaction, 1 connection is not up to date',
    );
  });

  it('never calls up to date what was not read', () => {
    const refused = outcome({ state: 'credentials' });
    expect(syncedWords({ connections: [refused, refused] })).toBe(
      'Nothing new, 2 connections are not up to date',
    );
  });
});
