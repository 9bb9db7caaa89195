/** The fields of a service's sign-in, in words. */
import type { UpstreamField, UpstreamInfo } from '$lib/backend/contract';
import { hasMessage, t } from '$lib/messages';

/** The label of a field; a key without words of its own is shown as it is. */
export function fieldLabel(upstream: string, field: UpstreamField): string {
  for (const key of [`field.${upstream}.${field.key}`, `field.${field.key}`]) {
    if (hasMessage(key)) return t(key);
  }
  return field.key;
}

/** Where to find what the field asks for. */
export function fieldHint(upstream: string, field: UpstreamField): string | undefined {
  for (const key of [`field.${upstream}.${field.key}.hint`, `field.${field.key}.hint`]) {
    if (hasMessage(key)) return t(key);
  }
  return field.optional ? t('field.optional') : undefined;
}

/** What a service needs, in a few words for the list of sources. */
export function needs(upstream: UpstreamInfo): string {
  const asked = upstream.fields.filter((field) => !field.optional);
  return new Intl.ListFormat('en', { type: 'conjunction' }).format([
    ...(upstream.ownAddress ? [t('field.domain')] : []),
    ...asked.map((field) => fieldLabel(upstream.id, field)),
  ]);
}

/** What a service gives, as words. */
export function gives(what: readonly string[]): string[] {
  return what
    .map((one) => `connection.gives.${one}`)
    .filter(hasMessage)
    .map((key) => t(key));
}
