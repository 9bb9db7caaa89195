/** What a state of a connection is called, how it looks, and what the person can do about it. */
import type { IconName } from '$design/primitives';
import type { Connection, ConnectionState } from '$lib/backend/contract';
import { formatCount, formatInstant } from '$lib/format';
import { t } from '$lib/messages';

/** What the button of a row does. */
export type Remedy = 'key' | 'sync' | 'site' | 'review' | 'finish';

interface Look {
  tone: 'neutral' | 'pos' | 'neg' | 'warn';
  icon: IconName;
  remedy?: Remedy;
}

/** Waiting is neutral: nobody has to act. Only warn and neg states wait for the person. */
export const LOOKS: Record<ConnectionState, Look> = {
  new: { tone: 'neutral', icon: 'clock', remedy: 'sync' },
  ok: { tone: 'pos', icon: 'ok' },
  preparing: { tone: 'neutral', icon: 'clock' },
  credentials: { tone: 'neg', icon: 'error', remedy: 'key' },
  forbidden: { tone: 'neg', icon: 'error', remedy: 'key' },
  rate_limited: { tone: 'neutral', icon: 'clock' },
  unavailable: { tone: 'neutral', icon: 'cloudoff' },
  protocol: { tone: 'neg', icon: 'error', remedy: 'sync' },
  insecure: { tone: 'neg', icon: 'shield', remedy: 'key' },
  user_action: { tone: 'warn', icon: 'key', remedy: 'site' },
  deletion_guard: { tone: 'warn', icon: 'trash', remedy: 'review' },
};

/** What the button of a connection does; none when there is nothing to do. */
export const remedyFor = ({ state, unfinished }: Connection): Remedy | undefined =>
  unfinished && state === 'user_action' ? 'finish' : LOOKS[state].remedy;

/** The short words of a state, such as “Slowed down until 10:31”. */
export function stateWords(connection: Connection): string {
  const { state, retryAt, unfinished } = connection;
  if (unfinished && state === 'user_action') return t('connection.state.unfinished');
  return t(`connection.state.${state}`, {
    when: retryAt ? 'known' : 'unknown',
    time: retryAt ? formatInstant(retryAt) : '',
  });
}

/** The second line: how old the data is, or what the last sync brought. */
export function freshness(connection: Connection): string {
  const { state, lastSuccess, runs, guardedRows } = connection;
  const last = runs[0];
  if (state === 'deletion_guard') return t('connection.guarded', { count: guardedRows });
  if (lastSuccess === null) return t('connection.never');
  const time = formatInstant(lastSuccess);
  if (state !== 'ok') return t('connection.shown-from', { time });
  return t('connection.last', {
    time,
    what: last && last.new + last.changed > 0 ? 'some' : 'none',
    new: last?.new ?? 0,
    changed: last?.changed ?? 0,
  });
}

/** The name of a service and how many accounts it gives. */
export function sourceLine(connection: Connection): string {
  return t('connection.source', {
    service: connection.practice
      ? t('connection.practice', { service: connection.upstreamName })
      : connection.upstreamName,
    count: connection.accounts.length,
  });
}

/** A sentence about an ended run, for the list of last syncs. */
export function runWords(run: { state: ConnectionState; new: number; changed: number }): string {
  if (run.state !== 'ok') return t(`connection.state.${run.state}`, { when: 'unknown', time: '' });
  return t('connection.run', {
    what: run.new + run.changed > 0 ? 'some' : 'none',
    new: formatCount(run.new),
    changed: formatCount(run.changed),
  });
}
