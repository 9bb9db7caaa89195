import { describe, expect, it } from 'vitest';
import { isOff, percentWords, tenths } from './words';

const part = (share: string, target: string | null) => ({
  key: 'bond',
  value: { amount: '1.00', currency: 'EUR' },
  share,
  target,
  toTrade: null,
});

describe('shares and rates', () => {
  it('reads percent as text, without a sum in between', () => {
    expect(percentWords('12.5')).toBe('12.5%');
    expect(percentWords('0.4', 'always')).toBe('+0.4%');
    expect(percentWords('-108.0')).toBe('−108.0%');
  });

  it('calls a share off when it is more than two percent away from its target', () => {
    expect(tenths('8.4')).toBe(84);
    expect(isOff(part('12.0', '15.0'))).toBe(true);
    expect(isOff(part('13.0', '15.0'))).toBe(false);
    expect(isOff(part('13.0', null))).toBe(false);
  });
});
