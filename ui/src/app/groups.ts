import { hasMessage, t } from '$lib/messages';

/** The heading of a group of accounts. */
export function groupLabel(key: string): string {
  const message = `group.${key}`;
  return hasMessage(message) ? t(message) : t('group.other');
}
