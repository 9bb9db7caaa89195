import { describe, expect, it } from 'vitest';
import { barOf, monthPercent } from './pace';

describe('the bar of a budget', () => {
  it('is filled by what was spent', () => {
    expect(barOf({ spentPercent: 58, status: 'on_pace' }, 50)).toEqual({
      share: 0.58,
      pace: 0.5,
      limit: undefined,
      tone: 'accent',
    });
  });

  it('warns ahead of the pace', () => {
    expect(barOf({ spentPercent: 78, status: 'ahead' }, 58).tone).toBe('warn');
  });

  it('moves limit and pace back when the limit is passed', () => {
    const bar = barOf({ spentPercent: 200, status: 'over' }, 60);
    expect(bar).toMatchObject({ share: 1, limit: 0.5, pace: 0.3 });
  });

  it('has no limit mark at exactly the limit', () => {
    expect(barOf({ spentPercent: 100, status: 'paid' }, null)).toMatchObject({
      share: 1,
      limit: undefined,
      pace: undefined,
    });
  });

  it('is empty when refunds outweigh spending', () => {
    expect(barOf({ spentPercent: 0, status: 'nothing' }, 10).share).toBe(0);
  });
});

describe('how far a month is', () => {
  it('counts the days of the month', () => {
    expect(monthPercent('2026-02-14')).toBe(50);
    expect(monthPercent('2024-02-29')).toBe(100);
  });
});
