/** Words of the net worth view. */
import type { Money } from '$lib/backend/contract';
import { formatPercent } from '$lib/format';
import { hasMessage, t } from '$lib/messages';

/** How soon money can be had, soonest first. */
export const TIERS = ['cash', 'notice', 'taxed', 'locked'] as const;

/** The name of a class of accounts. */
export function classWords(key: string): string {
  const message = `networth.class.${key}`;
  return hasMessage(message) ? t(message) : t('networth.class.other');
}

/** A change in percent as Rust says it (`4.5`), the way the region writes it. Only digits move. */
export function percentWords(percent: string): string {
  const minus = percent.startsWith('-') ? '-' : '';
  const [units = '0', tenths = '0'] = percent.replace('-', '').split('.');
  const padded = units.padStart(3, '0');
  return formatPercent(`${minus}${padded.slice(0, -2)}.${padded.slice(-2)}${tenths}`, {
    sign: 'always',
  });
}

/** The same amount with the other sign. */
export function opposite({ amount, currency }: Money): Money {
  if (/^[0.]+$/.test(amount)) return { amount, currency };
  return { amount: amount.startsWith('-') ? amount.slice(1) : `-${amount}`, currency };
}
