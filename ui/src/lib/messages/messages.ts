/**
 * Every word on the screen comes through here. Messages are ICU MessageFormat: whole sentences with
 * plurals and selects, never joined pieces. `<b>` and `<s>` mark strong and secondary parts.
 */
import { type Formatters, formatToParts, IntlMessageFormat } from 'intl-messageformat';
import { dateFormat, numberFormat, pluralRules } from '$lib/format/formatters';
import { region } from '$lib/format/region.svelte';
import type { Message } from '$messages/compile';
import { catalogue, type MessageKey } from './catalogue';

export type MessageValues = Record<string, string | number | undefined>;

/** A run of text; `tag` is `b` for strong or `s` for secondary. */
export interface RichPart {
  text: string;
  tag?: 'b' | 's';
}

const LANGUAGE = 'en';

const formatters = {
  getNumberFormat: numberFormat,
  getDateTimeFormat: dateFormat,
  getPluralRules: pluralRules,
} as unknown as Formatters;

/** Numbers inside a sentence follow the region when it speaks the same language. */
function locale(): string {
  return region.locale.startsWith(LANGUAGE) ? region.locale : LANGUAGE;
}

/** The pieces of a message, in order; a piece in marks is what its mark made of it. */
function pieces(key: MessageKey, values: MessageValues): (RichPart | string)[] {
  const message = catalogue[key] as Message;
  if (typeof message === 'string') return [message];
  return formatToParts<RichPart>(
    message,
    locale(),
    formatters,
    IntlMessageFormat.formats,
    values,
    undefined,
    key,
  ).map((part) => part.value as RichPart | string);
}

/**
 * A missing value is a fault of ours. While developing it throws; people rather read a sentence with
 * a gap than an empty screen.
 */
function forgiving(values: MessageValues): MessageValues {
  return new Proxy(values, {
    has: () => true,
    get: (target, name) => (typeof name === 'string' && name in target ? target[name] : ''),
  });
}

function plain(key: MessageKey, values: MessageValues, forgive: boolean): string {
  const bare = (chunks: unknown[]) => chunks.join('');
  const all = { ...values, b: bare, s: bare } as unknown as MessageValues;
  return pieces(key, forgive ? forgiving(all) : all).join('');
}

/** The message as plain text. */
export function t(key: MessageKey, values: MessageValues = {}): string {
  return plain(key, values, import.meta.env.PROD);
}

/** As `t`, for values that come from outside and may be missing. */
export function tolerant(key: MessageKey, values: MessageValues): string {
  return plain(key, values, true);
}

/** The message with its strong and secondary parts kept apart. */
export function rich(key: MessageKey, values: MessageValues = {}): RichPart[] {
  const mark = (tag: 'b' | 's') => (chunks: unknown[]) => ({ text: chunks.join(''), tag });
  const all = { ...values, b: mark('b'), s: mark('s') } as unknown as MessageValues;
  const parts: RichPart[] = [];
  for (const piece of pieces(key, import.meta.env.PROD ? forgiving(all) : all)) {
    const last = parts.at(-1);
    if (typeof piece === 'object') parts.push(piece);
    else if (last && !last.tag) last.text += piece;
    else parts.push({ text: piece });
  }
  return parts;
}

/** Whether the catalogue has the key; for codes that arrive from outside. */
export function hasMessage(key: string): key is MessageKey {
  return Object.hasOwn(catalogue, key);
}

export type { MessageKey };
