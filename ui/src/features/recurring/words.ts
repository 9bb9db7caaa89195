/** What is to be said of a repeating payment beside its figures; never by colour alone. */
import type { IconName } from '$design/primitives';
import type { RecurringItem } from '$lib/backend/contract';
import { say, sayWhole } from '$lib/book';
import { formatDay, formatWeekday, signOf } from '$lib/format';
import { t } from '$lib/messages';
import { rhythmOf, WEEKDAYS, type Place, type Weekday } from './rule';

export interface Notice {
  text: string;
  tone: 'neutral' | 'warn' | 'info';
  icon?: IconName;
}

const DAY = 86_400_000;

/** Whole days from one civil day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);

/** Days ahead in which a yearly payment is told beforehand. */
const RENEWAL = 30;

/** The one thing that matters most, if anything does. */
export function noticeOf(item: RecurringItem, today: string): Notice | null {
  if (item.state === 'silent')
    return { text: t('recurring.note.silent'), tone: 'warn', icon: 'clock' };
  if (item.state === 'late')
    return {
      text: t('recurring.note.late', { days: item.lateDays }),
      tone: 'warn',
      icon: 'clock',
    };
  if (item.priceNews && item.previousAmount && item.changedOn) {
    const up = isDearer(item);
    return {
      text: t('recurring.note.price', {
        amount: say(differenceOf(item), { sign: 'always' }),
        day: formatDay(item.changedOn, 'day'),
      }),
      tone: up && signOf(item.amount.amount) < 0 ? 'warn' : 'neutral',
      icon: up ? 'arrowup' : 'arrowdown',
    };
  }
  if (item.leaving) return { text: t('recurring.note.leaving'), tone: 'neutral', icon: 'x' };
  const days = daysBetween(today, item.nextDate);
  if (item.period === 'yearly' && days >= 0 && days <= RENEWAL)
    return { text: t('recurring.note.renews', { days }), tone: 'info', icon: 'clock' };
  return null;
}

/** The plain remark where there is no notice. */
export function remarkOf(item: RecurringItem, today: string): string {
  if (item.until)
    return t('recurring.note.until', { day: formatDay(item.until, 'day', { today }) });
  if (item.lowest && item.highest)
    return t('recurring.note.varies', {
      low: sayWhole(item.lowest, { sign: 'never' }),
      high: sayWhole(item.highest, { sign: 'never' }),
    });
  if (item.kind === 'transfer' && item.otherAccountName !== null)
    return t('recurring.note.other', {
      direction: signOf(item.amount.amount) < 0 ? 'out' : 'in',
      account: item.otherAccountName,
    });
  if (item.own) return t('recurring.note.own');
  return item.knownBy === 'planned' ? t('recurring.note.planned') : '';
}

/** Whether the newest change of price made more of it, paid or received. */
export const isDearer = (item: RecurringItem): boolean =>
  item.changeYearly !== null && signOf(item.changeYearly.amount) === signOf(item.amount.amount);

/** The change of one payment, as a bare difference of what is paid or received. */
function differenceOf(item: RecurringItem) {
  const { change } = item;
  const minus = !isDearer(item);
  const bare = (change?.amount ?? '0').replace('-', '');
  return { amount: minus ? `-${bare}` : bare, currency: item.amount.currency };
}

/** A day of the week by its name. */
export const weekdayName = (day: Weekday, width: 'short' | 'long'): string =>
  formatWeekday(WEEKDAYS.indexOf(day), width);

/** What stands at a place of the month. */
export function placeName(place: Place): string {
  return place === 'working' || place === 'any'
    ? t(`recurring.rule.place.${place}`)
    : weekdayName(place, 'long');
}

/** How often, in words. */
export function periodWords(item: RecurringItem): string {
  const rhythm = item.rule === null ? null : rhythmOf(item.rule);
  if (!rhythm) return t(`recurring.period.${item.period}`);
  const { every, unit } = rhythm;
  if (unit === 'week' && rhythm.weekdays.length > 0)
    return t('recurring.rule.words.week', {
      every,
      days: rhythm.weekdays.map((day) => weekdayName(day, 'short')).join(', '),
    });
  if (unit === 'month' && rhythm.by === 'place')
    return t('recurring.rule.words.place', {
      every,
      nth: t(`recurring.rule.nth.${rhythm.nth}`),
      place: placeName(rhythm.place),
    });
  if (unit === 'month' && rhythm.days.length > 0)
    return t('recurring.rule.words.days', { every, days: rhythm.days.join(', ') });
  return t(`recurring.rule.words.${unit}`, { every });
}
