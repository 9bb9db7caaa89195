/**
 * Days and instants in the region's words. A bank's day has no zone and never shifts: it is read
 * and written in UTC. An instant is shown in the computer's zone.
 */
import { dateFormat, relativeFormat } from './formatters';
import { region } from './region.svelte';

/** How a day is written: `day` is “18 May”, with the year when it is not this one. */
export type DayStyle = 'day' | 'weekday' | 'long' | 'full' | 'month' | 'month-name' | 'numeric';

const STYLES: Record<DayStyle, Intl.DateTimeFormatOptions> = {
  day: { day: 'numeric', month: 'short' },
  weekday: { weekday: 'short', day: 'numeric', month: 'short' },
  long: { weekday: 'long', day: 'numeric', month: 'long' },
  full: { day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  'month-name': { month: 'long' },
  numeric: { day: '2-digit', month: '2-digit', year: 'numeric' },
};

/** The computer's civil day as `YYYY-MM-DD`. */
export function localToday(now = new Date()): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** A civil day moved by whole days. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** A month such as `2026-05` moved by whole months. */
export function addMonths(month: string, months: number): string {
  const at = new Date(`${month}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + months);
  return at.toISOString().slice(0, 7);
}

/** A civil day (`YYYY-MM-DD`, or `YYYY-MM` for a month) in words. */
export function formatDay(
  day: string,
  style: DayStyle = 'day',
  options: { locale?: string; today?: string } = {},
): string {
  const { locale = region.locale, today = localToday() } = options;
  const at = new Date(`${day.length === 7 ? `${day}-01` : day}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return day;
  const base = STYLES[style];
  const otherYear = day.slice(0, 4) !== today.slice(0, 4);
  const shown = otherYear && !base.year ? { ...base, year: 'numeric' as const } : base;
  return dateFormat(locale, { ...shown, timeZone: 'UTC' }).format(at);
}

/** “Today”, “Yesterday” or “Tomorrow” in the region's words, else null. */
export function relativeDay(
  day: string,
  options: { locale?: string; today?: string } = {},
): string | null {
  const { locale = region.locale, today = localToday() } = options;
  for (const distance of [0, -1, 1]) {
    if (addDays(today, distance) === day) {
      const words = relativeFormat(locale).format(distance, 'day');
      return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
    }
  }
  return null;
}

/** A day heading of a list: “Today”, “Yesterday”, else “Sat 16 May”. */
export function dayHeading(day: string, options: { locale?: string; today?: string } = {}): string {
  return relativeDay(day, options) ?? formatDay(day, 'weekday', options);
}

/** The clock time of an instant, such as “08:42”, in the computer's zone. */
export function formatTime(instant: string, locale = region.locale): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  return dateFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** An instant: the time alone on its own day, else day and time. */
export function formatInstant(
  instant: string,
  options: { locale?: string; today?: string; always?: boolean } = {},
): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  const { locale = region.locale, today = localToday(), always = false } = options;
  const day = localToday(at);
  const time = formatTime(instant, locale);
  return day === today && !always ? time : `${formatDay(day, 'day', { locale, today })} ${time}`;
}

/** Minutes and seconds until an instant as “4:31”, never below zero. */
export function remaining(until: string, now: Date): string {
  const seconds = Math.max(0, Math.ceil((new Date(until).getTime() - now.getTime()) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The name of a day of the week, Monday 0. */
export function formatWeekday(
  index: number,
  width: 'short' | 'long',
  { locale = region.locale }: { locale?: string } = {},
): string {
  // 1 January 2024 was a Monday.
  return dateFormat(locale, { weekday: width, timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, 1 + index),
  );
}

/** Names as a sentence lists them: “a, b and c”. */
export const formatList = (
  items: readonly string[],
  { locale = region.locale }: { locale?: string } = {},
): string => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items);
