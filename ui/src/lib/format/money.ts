/**
 * Money for the eye and for the ear. Amounts are decimal strings from Rust; nothing here adds,
 * compares or converts them to floats. `Intl` takes decimal strings as they are.
 */
import { numberFormat } from './formatters';
import { region } from './region.svelte';

export interface MoneyValue {
  /** Canonical decimal, such as `-1234.50`. */
  amount: string;
  /** ISO 4217 code. */
  currency: string;
}

export interface MoneyOptions {
  /** `auto`: minus only. `always`: also plus. `never`: the label says the direction. */
  sign?: 'auto' | 'always' | 'never';
  /** `full`: all minor units of the currency. `whole`: rounded to units. */
  digits?: 'full' | 'whole';
  locale?: string;
}

/** A piece of a formatted amount; `minor` marks the decimal mark and the minor units. */
export interface MoneyPart {
  text: string;
  minor: boolean;
}

export const MINUS = '\u2212';
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** With as many digits as the amount is written with: `Intl` does not know coins and metals, and some currencies differently. */
function formatter(locale: string, currency: string, digits: number | null): Intl.NumberFormat {
  return numberFormat(locale, {
    style: 'currency',
    currency,
    ...(digits === null ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  });
}

/** Whether the text is a canonical decimal. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

/** -1, 0 or 1, read off the text. Rounding to whole units can turn a small amount into 0. */
export function signOf(amount: string, digits: 'full' | 'whole' = 'full'): -1 | 0 | 1 {
  const match = DECIMAL.exec(amount);
  if (!match) return 0;
  const [, minus, units = '', minor = ''] = match;
  const seen = digits === 'whole' ? units + (minor >= '5' ? '1' : '') : units + minor;
  if (!/[1-9]/.test(seen)) return 0;
  return minus ? -1 : 1;
}

/** The formatted amount in pieces, the sign first. */
export function moneyParts(money: MoneyValue, options: MoneyOptions = {}): MoneyPart[] {
  const { sign = 'auto', digits = 'full', locale = region.locale } = options;
  if (!isDecimal(money.amount))
    return [{ text: `${money.amount} ${money.currency}`, minor: false }];
  const unsigned = money.amount.replace('-', '') as Intl.StringNumericLiteral;
  const direction = signOf(money.amount, digits);
  const mark = direction < 0 ? MINUS : direction > 0 && sign === 'always' ? '+' : '';
  const parts: MoneyPart[] = sign === 'never' || !mark ? [] : [{ text: mark, minor: false }];
  const places = digits === 'whole' ? 0 : (DECIMAL.exec(money.amount)?.[3]?.length ?? null);
  for (const part of formatter(locale, money.currency, places).formatToParts(unsigned)) {
    const minor = part.type === 'decimal' || part.type === 'fraction';
    const last = parts.at(-1);
    if (last && last.minor === minor) last.text += part.value;
    else parts.push({ text: part.value, minor });
  }
  return parts;
}

/** A decimal with the region's marks and all of its digits, without a currency: what a field shows. */
export function groupedDecimal(decimal: string, locale = region.locale): string {
  const digits = DECIMAL.exec(decimal)?.[3]?.length ?? 0;
  return numberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(decimal as Intl.StringNumericLiteral);
}

/** The formatted amount as one text. */
export function formatMoney(money: MoneyValue, options: MoneyOptions = {}): string {
  return moneyParts(money, options)
    .map((part) => part.text)
    .join('');
}

/** The amount for screen readers, which often drop the sign: “minus 64 euros 20” in words of `Intl`. */
export function spokenMoney(money: MoneyValue, minusWord: string, locale = region.locale): string {
  if (!isDecimal(money.amount)) return `${money.amount} ${money.currency}`;
  const text = numberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    currencyDisplay: 'name',
  }).format(money.amount.replace('-', '') as Intl.StringNumericLiteral);
  return signOf(money.amount) < 0 ? `${minusWord} ${text}` : text;
}

/** The region's decimal mark and grouping mark, for reading typed amounts. */
export function numberMarks(locale = region.locale): { decimal: string; group: string } {
  const parts = numberFormat(locale).formatToParts(-11111.1);
  return {
    decimal: parts.find((part) => part.type === 'decimal')?.value ?? '.',
    group: parts.find((part) => part.type === 'group')?.value ?? ' ',
  };
}

/** `1.234.567` and `12,34,567`: groups of two or three digits, the last of three. */
const GROUPED = /^-?\d{1,3}(?:([.,])(?:\d{2,3}\1)*\d{3})$/;

/**
 * A typed amount as a canonical decimal, or null where it is not one. Accepts the region's marks,
 * spaces, apostrophes as grouping and both minus signs. `1,5` and `1.5` are both one and a half
 * unless the mark is the region's grouping mark followed by exactly three digits.
 */
export function parseTypedAmount(typed: string, locale = region.locale): string | null {
  const { group } = numberMarks(locale);
  let text = typed
    .trim()
    .replace(/[\s\u00a0\u202f'\u2019]/g, '')
    .replace(/^[\u2212\u2013]/, '-');
  const marks: string[] = text.match(/[.,]/g) ?? [];
  if (marks.length === 1) {
    const grouping = marks[0] === group && /^-?\d{1,3}[.,]\d{3}$/.test(text);
    text = grouping ? text.replace(/[.,]/, '') : text.replace(',', '.');
  } else if (marks.length > 1) {
    const last = marks.at(-1) ?? '.';
    const decimal = marks.indexOf(last) === marks.length - 1 ? text.lastIndexOf(last) : -1;
    const units = decimal < 0 ? text : text.slice(0, decimal);
    if (!GROUPED.test(units)) return null;
    text = units.replace(/[.,]/g, '') + (decimal < 0 ? '' : `.${text.slice(decimal + 1)}`);
  }
  text = text.replace(/^(-?)\./, '$10.').replace(/\.$/, '');
  if (!DECIMAL.test(text)) return null;
  return text.replace(/^(-?)0+(?=\d)/, '$1');
}
