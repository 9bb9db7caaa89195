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

/** The message as plain text. */
export function t(key: MessageKey, values: MessageValues = {}): string {
  const plain = (chunks: unknown[]) => chunks.join('');
  const result = format(key).format<string>({ b: plain, s: plain, ...values });
  return Array.isArray(result) ? result.join('') : String(result);
}

/** The message with its strong and secondary parts kept apart. */
export function rich(key: MessageKey, values: MessageValues = {}): RichPart[] {
  const mark = (tag: 'b' | 's') => (chunks: unknown[]) => ({ text: chunks.join(''), tag });
  const result = format(key).format<RichPart | string>({
    ...values,
    b: mark('b'),
    s: mark('s'),
  } as never);
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
