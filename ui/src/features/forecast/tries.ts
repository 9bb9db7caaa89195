/** What is tried on the forecast: scenarios of the book, and the help that Rust offers against a low balance. */
import type { Forecast, ForecastFix, KeptScenario, Scenario } from '$lib/backend/contract';
import { say } from '$lib/book';
import { formatDay } from '$lib/format';
import { t } from '$lib/messages';

export interface Try {
  /** In the address: `s` and the scenario's id, or the kind of help. */
  key: string;
  /** None for help that is only offered. */
  kept: KeptScenario | null;
  scenario: Scenario;
}

/** The words of an offered change, which are also its item's name. */
export function fixWords(fix: ForecastFix, today: string): string {
  const day = (date: string | null) => (date ? formatDay(date, 'day', { today }) : '');
  const amount = say(fix.amount, { sign: 'never' });
  switch (fix.kind) {
    case 'move_in':
      return t('forecast.fix.move_in', { amount, day: day(fix.date) });
    case 'delay':
      return t('forecast.fix.delay', { item: fix.item ?? '', day: day(fix.to) });
    case 'reduce':
      return t('forecast.fix.reduce', { amount, day: day(fix.to) });
  }
}

/** Everything that can be switched on: kept ones first, then what would help. */
export function tries(kept: readonly KeptScenario[], base: Forecast | undefined): Try[] {
  const own = kept.map((one) => ({ key: `s${one.id}`, kept: one, scenario: one.scenario }));
  const help = (base?.advice.fixes ?? []).map((fix) => {
    const name = fixWords(fix, base?.today ?? '');
    const item = fix.change.item || t('forecast.fix.item', { kind: fix.kind });
    const scenario = {
      name,
      currency: base?.currency ?? null,
      changes: [{ ...fix.change, item }],
    };
    return { key: fix.kind, kept: null, scenario };
  });
  return [...own, ...help];
}
