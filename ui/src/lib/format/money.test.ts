import { describe, expect, it } from 'vitest';
import { formatMoney, isDecimal, moneyParts, parseTypedAmount, signOf, spokenMoney } from './money';

const euro = (amount: string) => ({ amount, currency: 'EUR' });

describe('formatMoney', () => {
  it.each([
    ['en-GB', '1234.56', '€1,234.56'],
    ['de-DE', '1234.56', '1.234,56\u00a0€'],
    ['fr-FR', '1234.56', '1\u202f234,56\u00a0€'],
    ['de-CH', '-1234.56', '\u2212EUR'],
  ])('follows the region %s', (locale, amount, expected) => {
    expect(formatMoney(euro(amount), { locale })).toContain(expected);
  });

  it('puts U+2212 before the whole amount, wherever the symbol stands', () => {
    expect(formatMoney(euro('-64.20'), { locale: 'en-GB' })).toBe('\u2212€64.20');
    expect(formatMoney(euro('-64.20'), { locale: 'de-DE' })).toBe('\u221264,20\u00a0€');
  });

  it('writes plus only when asked, and never for zero', () => {
    expect(formatMoney(euro('5.00'), { locale: 'en-GB' })).toBe('€5.00');
    expect(formatMoney(euro('5.00'), { locale: 'en-GB', sign: 'always' })).toBe('+€5.00');
    expect(formatMoney(euro('0.00'), { locale: 'en-GB', sign: 'always' })).toBe('€0.00');
    expect(formatMoney(euro('-5.00'), { locale: 'en-GB', sign: 'never' })).toBe('€5.00');
  });

  it('takes the number of digits from the currency', () => {
    expect(formatMoney({ amount: '1234', currency: 'JPY' }, { locale: 'en-GB' })).toBe('JP¥1,234');
    expect(formatMoney({ amount: '1.234', currency: 'KWD' }, { locale: 'en-GB' })).toContain(
      '1.234',
    );
  });

  it('shows the small parts of coins and metals', () => {
    const coin = formatMoney({ amount: '0.12345678', currency: 'BTC' }, { locale: 'en-GB' });
    expect(coin).toContain('0.12345678');
    const gold = formatMoney({ amount: '1.0500', currency: 'XAU' }, { locale: 'en-GB' });
    expect(gold).toContain('1.0500');
  });

  it('keeps every digit of an amount that no float could hold', () => {
    expect(formatMoney(euro('90071992547409.93'), { locale: 'en-GB' })).toBe(
      '€90,071,992,547,409.93',
    );
    expect(formatMoney(euro('9999999999999999.99'), { locale: 'en-GB' })).toBe(
      '€9,999,999,999,999,999.99',
    );
  });

  it('never shows a minus before an amount that rounds to nothing', () => {
    expect(formatMoney(euro('-0.30'), { locale: 'en-GB', digits: 'whole' })).toBe('€0');
    expect(formatMoney(euro('-0.50'), { locale: 'en-GB', digits: 'whole' })).toBe('\u2212€1');
  });

  it('shows an amount it cannot read as it came', () => {
    expect(formatMoney(euro('1e5'))).toBe('1e5 EUR');
  });
});

describe('moneyParts', () => {
  it('joins to the formatted amount and marks the minor units', () => {
    const parts = moneyParts(euro('237483.87'), { locale: 'en-GB' });
    expect(parts).toEqual([
      { text: '€237,483', minor: false },
      { text: '.87', minor: true },
    ]);
  });
});

describe('signOf', () => {
  it('reads the sign off the text', () => {
    expect(signOf('-0.00')).toBe(0);
    expect(signOf('-0.01')).toBe(-1);
    expect(signOf('12')).toBe(1);
    expect(signOf('0.49', 'whole')).toBe(0);
    expect(signOf('0.50', 'whole')).toBe(1);
  });
});

describe('spokenMoney', () => {
  it('says the sign as a word', () => {
    expect(spokenMoney(euro('-64.20'), 'minus', 'en-GB')).toBe('minus 64.20 euros');
  });
});

describe('parseTypedAmount', () => {
  it.each([
    ['12.5', 'en-GB', '12.5'],
    ['12,5', 'en-GB', '12.5'],
    ['12,5', 'de-DE', '12.5'],
    ['1,234', 'en-GB', '1234'],
    ['1.234', 'de-DE', '1234'],
    ['1.234', 'en-GB', '1.234'],
    ['1.234,56', 'de-DE', '1234.56'],
    ['1,234.56', 'en-GB', '1234.56'],
    ['1 234,56', 'fr-FR', '1234.56'],
    ['1\u202f234,56', 'fr-FR', '1234.56'],
    ['1’234.56', 'de-CH', '1234.56'],
    ['1.234.567', 'de-DE', '1234567'],
    ['12,34,567.50', 'en-IN', '1234567.50'],
    ['\u22125', 'en-GB', '-5'],
    ['-.5', 'en-GB', '-0.5'],
    ['007', 'en-GB', '7'],
  ])('reads %s in %s as %s', (typed, locale, expected) => {
    expect(parseTypedAmount(typed, locale)).toBe(expected);
  });

  it.each(['', 'abc', '1+2', '12€', '--5', '1e5', '1.2.3,4,5', '1.23,4', '1.2.3', '1,234,56.78.9'])(
    'refuses %j',
    (typed) => {
      expect(parseTypedAmount(typed, 'en-GB')).toBeNull();
    },
  );

  it('gives only canonical decimals', () => {
    for (const typed of ['1', '1.', '.5', '0001.50', '-0']) {
      expect(isDecimal(parseTypedAmount(typed, 'en-GB') ?? '')).toBe(true);
    }
  });
});
