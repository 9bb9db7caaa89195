/** What a sync of everything came to, in a line, and whether all of it was read. */
import type { SyncReport } from '$lib/backend/contract';
import { formatInstant } from '$lib/format';
import { t } from '$lib/messages';

export function synced(report: SyncReport): { text: string; tone?: 'warn' } {
  // A bank that is still being read for the first time is no fault.
  const behind = report.connections.some(({ state }) => state !== 'ok' && state !== 'preparing');
  return { text: syncedWords(report), ...(behind && { tone: 'warn' as const }) };
}

function syncedWords({ connections }: SyncReport): string {
  const sum = (of: (one: SyncReport['connections'][number]) => number) =>
    connections.reduce((total, one) => total + of(one), 0);
  const waiting = connections.filter((one) => one.requests === 0 && one.retryAt !== null);
  if (connections.length > 0 && waiting.length === connections.length) {
    const next = waiting
      .map((one) => one.retryAt)
      .filter((at) => at !== null)
      .sort()[0];
    return t('synced.waiting', {
      when: next ? 'known' : 'unknown',
      time: next ? formatInstant(next) : '',
    });
  }
  return t('synced', {
    fresh: sum((one) => one.new),
    changed: sum((one) => one.changed),
    behind: connections.filter((one) => one.state !== 'ok').length,
  });
}
