import { describe, expect, it } from 'vitest';
import type { SyncOutcome } from '$lib/backend/contract';
import { synced } from './synced';

const outcome = (how: Partial<SyncOutcome>): SyncOutcome =>
  ({ state: 'ok', new: 0, changed: 0, requests: 3, retryAt: null, ...how }) as SyncOutcome;

describe('what a sync came to', () => {
  it('counts what is new, else what changed', () => {
    expect(
      synced({ connections: [outcome({ new: 2 }), outcome({ new: 1, changed: 4 })] }).text,
    ).toBe('3 new transactions');
    expect(synced({ connections: [outcome({ changed: 1 })] }).text).toBe('1 transaction changed');
    expect(synced({ connections: [outcome({})] }).text).toBe('Everything is up to date');
  });

  it('says so when nothing was asked', () => {
    const waits = outcome({ state: 'rate_limited', requests: 0, retryAt: '2026-05-18T08:31:00Z' });
    expect(synced({ connections: [waits] }).text).toMatch(
      /^Every service asked for a pause, again at/,
    );
    expect(synced({ connections: [waits, outcome({ new: 1 })] }).text).toBe(
      '1 new transaction, 1 connection is not up to date',
    );
  });

  it('never calls up to date what was not read', () => {
    const refused = outcome({ state: 'credentials' });
    expect(synced({ connections: [refused, refused] }).text).toBe(
      'Nothing new, 2 connections are not up to date',
    );
  });

  it('is no success where something was not read', () => {
    expect(synced({ connections: [outcome({ new: 1 })] }).tone).toBeUndefined();
    const down = outcome({ state: 'unavailable' });
    expect(synced({ connections: [down, outcome({ new: 1 })] }).tone).toBe('warn');
  });
});
