import { describe, expect, it } from 'vitest';
import { opposite, percentWords } from './words';

describe('words of net worth', () => {
  it('turn an amount round, and nothing stays nothing', () => {
    expect(opposite({ amount: '12.50', currency: 'EUR' }).amount).toBe('-12.50');
    expect(opposite({ amount: '-12.50', currency: 'EUR' }).amount).toBe('12.50');
    expect(opposite({ amount: '0.00', currency: 'EUR' }).amount).toBe('0.00');
  });

  it('write a percentage by moving its point', () => {
    expect(percentWords('4.5')).toBe('+4.5%');
    expect(percentWords('-112.0').replace('−', '-')).toBe('-112.0%');
  });
});
