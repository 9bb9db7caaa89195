import { describe, expect, it } from 'vitest';
import { labelFormat } from './labels';

describe('labelFormat', () => {
  it('takes British English apart', () => {
    const format = labelFormat('EUR', 'en-GB');
    expect(format).toMatchObject({
      symbol: '€',
      symbolFirst: true,
      symbolSpace: '',
      decimal: '.',
      group: ',',
      minus: '\u2212',
      thousand: 'k',
      dayFirst: true,
    });
    expect(format.months).toHaveLength(12);
    expect(format.months[0]).toBe('Jan');
    expect(format.weekdays).toEqual(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']);
  });

  it('takes German and American apart', () => {
    expect(labelFormat('EUR', 'de-DE')).toMatchObject({
      symbol: '€',
      symbolFirst: false,
      symbolSpace: '\u00a0',
      decimal: ',',
      group: '.',
    });
    expect(labelFormat('USD', 'en-US')).toMatchObject({ symbol: '$', dayFirst: false });
  });
});
