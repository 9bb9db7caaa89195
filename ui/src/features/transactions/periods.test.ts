import { describe, expect, it } from 'vitest';
import { periodOf, spanOf, spanWords } from './periods';

const TODAY = '2026-05-18';

describe('periods', () => {
  it.each(['month', 'last-month', 'days-90', 'year'] as const)('knows %s again', (period) => {
    const span = spanOf(period, TODAY);
    expect(periodOf(span?.from, span?.to, TODAY)).toBe(period);
  });

  it('knows a month that ends early', () => {
    expect(spanOf('last-month', '2026-03-31')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  });

  it('calls other days by their own', () => {
    expect(periodOf('2026-01-03', undefined, TODAY)).toBe('own');
    expect(periodOf(undefined, undefined, TODAY)).toBe('any');
  });

  it('names a whole month', () => {
    expect(spanWords('2026-02-01', '2026-02-28', TODAY)).toBe('February 2026');
    expect(spanWords('2026-02-01', '2026-02-27', TODAY)).toContain('27');
  });
});
