/**
 * Recurrence rules (RFC 5545, 3.3.10) as the editor builds them: a plain sentence in parts. A rule that says more than the
 * editor can is left as it is.
 */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const NTHS = ['1', '2', '3', '4', '-1'] as const;
export type Nth = (typeof NTHS)[number];

/** A day of the month by its place: a weekday, a working day or any day. */
export type Place = Weekday | 'working' | 'any';
export const PLACES: readonly Place[] = [...WEEKDAYS, 'working', 'any'];

export type Unit = 'day' | 'week' | 'month' | 'year';
export const UNITS: readonly Unit[] = ['day', 'week', 'month', 'year'];

export interface Rhythm {
  every: number;
  unit: Unit;
  /** Of weeks; empty is the day it begins on. */
  weekdays: readonly Weekday[];
  /** Of months: by date or by place. */
  by: 'date' | 'place';
  /** Days of the month, 1 to 31. */
  days: readonly number[];
  nth: Nth;
  place: Place;
}

export const PLAIN: Rhythm = {
  every: 1,
  unit: 'month',
  weekdays: [],
  by: 'date',
  days: [],
  nth: '1',
  place: 'MO',
};

const FREQUENCIES: Record<Unit, string> = {
  day: 'DAILY',
  week: 'WEEKLY',
  month: 'MONTHLY',
  year: 'YEARLY',
};
const WORKING = 'MO,TU,WE,TH,FR';
const ANY = WEEKDAYS.join(',');
const MOST_APART = 60;

/** Days of a month as somebody writes them: `1, 15`; nothing when one of them is none. */
export function daysOf(text: string): number[] | null {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const days = words.map(Number);
  const right = days.every((day) => Number.isInteger(day) && day >= 1 && day <= 31);
  return right && words.length > 0 ? [...new Set(days)].sort((a, b) => a - b) : null;
}

/** The rule of a rhythm. */
export function ruleOf(rhythm: Rhythm): string {
  const parts = [`FREQ=${FREQUENCIES[rhythm.unit]}`];
  if (rhythm.every > 1) parts.push(`INTERVAL=${rhythm.every}`);
  if (rhythm.unit === 'week' && rhythm.weekdays.length > 0)
    parts.push(`BYDAY=${WEEKDAYS.filter((day) => rhythm.weekdays.includes(day)).join(',')}`);
  if (rhythm.unit === 'month' && rhythm.by === 'date' && rhythm.days.length > 0)
    parts.push(`BYMONTHDAY=${rhythm.days.join(',')}`);
  if (rhythm.unit === 'month' && rhythm.by === 'place') {
    const { place, nth } = rhythm;
    if (place === 'working' || place === 'any')
      parts.push(`BYDAY=${place === 'working' ? WORKING : ANY}`, `BYSETPOS=${nth}`);
    else parts.push(`BYDAY=${nth}${place}`);
  }
  return parts.join(';');
}

/** The rhythm of a rule; nothing for a rule that says more. */
export function rhythmOf(rule: string): Rhythm | null {
  const parts = new Map(
    rule.split(';').map((part) => {
      const [key = '', value = ''] = part.split('=');
      return [key, value] as const;
    }),
  );
  const unit = UNITS.find((one) => FREQUENCIES[one] === parts.get('FREQ'));
  const every = Number(parts.get('INTERVAL') ?? '1');
  if (!unit || !Number.isInteger(every) || every < 1 || every > MOST_APART) return null;
  const found: Rhythm = { ...PLAIN, unit, every };
  const byDay = parts.get('BYDAY');
  const days = parts.get('BYMONTHDAY');
  if (unit === 'week' && byDay !== undefined)
    found.weekdays = WEEKDAYS.filter((day) => byDay.split(',').includes(day));
  if (unit === 'month' && days !== undefined) found.days = daysOf(days) ?? [];
  if (unit === 'month' && byDay !== undefined) {
    found.by = 'place';
    const place = byDay === WORKING ? 'working' : byDay === ANY ? 'any' : byDay.slice(-2);
    const nth = parts.get('BYSETPOS') ?? byDay.slice(0, -2);
    found.place = PLACES.find((one) => one === place) ?? 'MO';
    found.nth = NTHS.find((one) => one === nth) ?? '1';
  }
  // What was understood says the same again; anything else would be lost.
  const again = ruleOf(found);
  const same = (text: string) => text.split(';').sort().join(';');
  return same(again) === same(rule.replace(/;INTERVAL=1(?!\d)/, '')) ? found : null;
}
