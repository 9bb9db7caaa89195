/** Words and signs of the items ahead. */
import type { ForecastEvent, KnownBy } from '$lib/backend/contract';
import { signOf } from '$lib/format';
import { t } from '$lib/messages';

export const SIGNS = {
  scenario: 'flask',
  planned: 'cal',
  detected: 'recur',
  terms: 'bank',
} as const satisfies Record<KnownBy, string>;

/** What an item is called; interest by the terms of its account has no name of its own. */
export function eventName(event: ForecastEvent): string {
  if (event.knownBy !== 'terms') return event.name;
  return t(
    signOf(event.amount.amount) > 0 ? 'forecast.interest.earned' : 'forecast.interest.charged',
  );
}
