import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatPercent } from './number';

describe('formatPercent', () => {
  it('writes ratios with the sign of money', () => {
    expect(formatPercent('0.045', { locale: 'en-GB' })).toBe('4.5%');
    expect(formatPercent('-0.045', { locale: 'en-GB' })).toBe('\u22124.5%');
    expect(formatPercent('0.21', { locale: 'en-GB', decimals: 0, sign: 'always' })).toBe('+21%');
  });
});

describe('formatCount', () => {
  it('groups', () => {
    expect(formatCount(100000, 'en-GB')).toBe('100,000');
  });
});

describe('formatBytes', () => {
  it('uses the unit people read', () => {
    expect(formatBytes(48_000_000, 'en-GB')).toBe('48 MB');
    expect(formatBytes(512, 'en-GB')).toBe('512 bytes');
    expect(formatBytes(1500, 'en-GB')).toBe('1.5 kB');
  });
});
