import { describe, expect, it } from 'vitest';
import { daysOf } from './spans';

describe('the days of a report', () => {
  it('begin with a month and end today', () => {
    expect(daysOf('12m', '2026-05-18')).toEqual({ from: '2025-06-01', to: '2026-05-18' });
    expect(daysOf('month', '2026-05-18')).toEqual({ from: '2026-05-01', to: '2026-05-18' });
    expect(daysOf('year', '2026-05-18')).toEqual({ from: '2026-01-01', to: '2026-05-18' });
  });

  it('are whole where they lie in the past', () => {
    expect(daysOf('last-month', '2024-03-31')).toEqual({ from: '2024-02-01', to: '2024-02-29' });
    expect(daysOf('last-month', '2026-01-02')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(daysOf('last-year', '2026-05-18')).toEqual({ from: '2025-01-01', to: '2025-12-31' });
  });
});
