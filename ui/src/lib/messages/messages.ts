/**
 * Every word on the screen comes through here. Messages are ICU MessageFormat: whole sentences with
 * plurals and selects, never joined pieces. `<b>` and `<s>` mark strong and secondary parts.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import { region } from '$lib/format/region.svelte';
import { catalogue, type MessageKey } from './catalogue';

export type MessageValues = Record<string, string | number | undefined>;

/** A run of text; `tag` is `b` for strong or `s` for secondary. */
export interface RichPart {
  text: string;
  tag?: 'b' | 's';
}

const LANGUAGE = 'en';
const compiled = new Map<string, IntlMessageFormat>();

/** Numbers inside a sentence follow the region when it speaks the same language. */
function locale(): string {
  return region.locale.startsWith(LANGUAGE) ? region.locale : LANGUAGE;
}

function format(key: MessageKey): IntlMessageFormat {
  const id = `${locale()}|${key}`;
  let found = compiled.get(id);
  if (!found) {
    found = new IntlMessageFormat(catalogue[key], locale());
    compiled.set(id, found);
  }
  return found;
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
  const result = format(key).format<string>(forgive ? forgiving(all) : all);
  return Array.isArray(result) ? result.join('') : String(result);
}

/** Whether the text of a message is what is shown: nothing in it stands for something else. */
const verbatim = (key: MessageKey): boolean => !/[{}<>']/.test(catalogue[key]);

/** The message as plain text. */
export function t(key: MessageKey, values: MessageValues = {}): string {
  // Most are words alone, and reading a message costs more than showing it.
  if (verbatim(key)) return catalogue[key];
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
  const result = format(key).format<RichPart | string>(import.meta.env.PROD ? forgiving(all) : all);
  const parts = Array.isArray(result) ? result : [result];
  return parts.map((part) =>
    typeof part === 'object' ? (part as RichPart) : { text: String(part) },
  );
}

/** Whether the catalogue has the key; for codes that arrive from outside. */
export function hasMessage(key: string): key is MessageKey {
  return Object.hasOwn(catalogue, key);
}

export type { MessageKey };
