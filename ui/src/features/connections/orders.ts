/** How an order stands, in words, tone and what can be done. */
import type { IconName } from '$design/primitives';
import type { Payment, PaymentState } from '$lib/backend/contract';
import { isApiError } from '$lib/errors';
import { hasMessage, t } from '$lib/messages';

interface Look {
  tone: 'neutral' | 'pos' | 'neg' | 'warn' | 'info';
  icon: IconName;
  /** It waits for an answer of the person's. */
  asks?: true;
  /** The service can be asked how it stands. */
  looks?: true;
  /** It can be taken back, as far as the bank lets one. */
  cancels?: true;
}

export const ORDER_LOOKS: Record<PaymentState, Look> = {
  prepared: { tone: 'neutral', icon: 'edit', cancels: true },
  sending: { tone: 'warn', icon: 'warn', looks: true },
  created: { tone: 'warn', icon: 'key', asks: true, looks: true, cancels: true },
  asked: { tone: 'warn', icon: 'key', asks: true, looks: true, cancels: true },
  ordered: { tone: 'info', icon: 'clock', looks: true, cancels: true },
  done: { tone: 'pos', icon: 'check' },
  cancelled: { tone: 'neutral', icon: 'x' },
  failed: { tone: 'neg', icon: 'error' },
};

/** An IBAN in groups of four, as on paper. */
export const grouped = (iban: string): string => iban.replace(/(.{4})(?=.)/g, '$1 ');

/** The ends of an IBAN: enough to tell it by in a list, where the name comes first. */
export const ends = (iban: string): string => `${iban.slice(0, 4)} … ${iban.slice(-4)}`;

/** The payee's name, and where it has one its IBAN. */
export const payeeWords = (payment: Payment): string =>
  payment.payeeIban ? `${payment.payeeLabel}, ${grouped(payment.payeeIban)}` : payment.payeeLabel;

/** What is wrong with one field of a form, in words; null when the error is about something else. */
export function faultOf(error: unknown, key: string): string | null {
  if (!isApiError(error) || error.code !== 'invalid_request') return null;
  const { field, reason } = error.params;
  if (field !== key) return null;
  const words = `pay.fault.${reason}`;
  return hasMessage(words) ? t(words) : t('pay.fault.other');
}
