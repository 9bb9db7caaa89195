import { numberFormat } from './formatters';
import { MINUS, signOf } from './money';
import { region } from './region.svelte';

/** A count with the region's grouping. */
export function formatCount(count: number, locale = region.locale): string {
  return numberFormat(locale, { maximumFractionDigits: 0 }).format(count);
}

export interface PercentOptions {
  /** One decimal for changes and rates, none for shares. */
  decimals?: 0 | 1 | 2;
  sign?: 'auto' | 'always' | 'never';
  locale?: string;
}

/** A ratio given as a decimal string (`0.045`) as a percentage (`4.5%`). */
export function formatPercent(ratio: string, options: PercentOptions = {}): string {
  const { decimals = 1, sign = 'auto', locale = region.locale } = options;
  const text = numberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(ratio.replace('-', '') as Intl.StringNumericLiteral);
  const direction = signOf(ratio);
  if (sign === 'never' || direction === 0) return text;
  return direction < 0 ? MINUS + text : sign === 'always' ? `+${text}` : text;
}

/** A size of bytes in the unit people read, such as “48 MB”. */
export function formatBytes(bytes: number, locale = region.locale): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  let unit = 0;
  let value = bytes;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return numberFormat(locale, {
    style: 'unit',
    unit: units[unit],
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0,
  }).format(value);
}
