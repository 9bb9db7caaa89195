import { describe, expect, it } from 'vitest';
import { pickFault, pickSum, sameNumber } from './picks';

describe('lots that a sale names', () => {
  it('add up exactly', () => {
    expect(pickSum(['0.1', '0.2', ''])).toBe('0.3');
    expect(pickSum(['12.3456789', ' 1,5 '])).toBe('13.8456789');
    expect(pickSum(['x', '1'])).toBeNull();
    expect(pickSum([])).toBe('0');
  });

  it('are no more than there is', () => {
    expect(pickFault('5', '5')).toBeNull();
    expect(pickFault('5.000000001', '5')).toBe('more');
    expect(pickFault('', '5')).toBeNull();
    expect(pickFault('-1', '5')).toBe('number');
    expect(pickFault('two', '5')).toBe('number');
  });

  it('are compared as numbers', () => {
    expect(sameNumber('6', '6.000')).toBe(true);
    expect(sameNumber('6,5', '6.50')).toBe(true);
    expect(sameNumber('6', '60')).toBe(false);
    expect(sameNumber('', 'x')).toBe(false);
  });
});
