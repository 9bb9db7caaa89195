import { describe, expect, it } from 'vitest';
import { firstDay } from './span';
import { percentWords } from './words';

describe('the period of net worth', () => {
  it('goes back whole months to the same day', () => {
    expect(firstDay('12m', '2026-05-18')).toBe('2025-05-18');
    expect(firstDay('3y', '2026-05-18')).toBe('2023-05-18');
    expect(firstDay('all', '2026-05-18')).toBeNull();
  });

  it('ends where the month does', () => {
    expect(firstDay('12m', '2024-02-29')).toBe('2023-02-28');
  });
});

describe('a change in percent', () => {
  it.each([
    ['4.5', '+4.5%'],
    ['-31.7', '−31.7%'],
    ['125.0', '+125.0%'],
    ['0.0', '0.0%'],
  ])('%s is %s', (percent, words) => expect(percentWords(percent)).toBe(words));
});
