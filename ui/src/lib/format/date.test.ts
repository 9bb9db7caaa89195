import { describe, expect, it } from 'vitest';
import { addDays, addMonths, dayHeading, formatDay, formatInstant, remaining } from './date';

const options = { locale: 'en-GB', today: '2026-05-18' };

describe('formatDay', () => {
  it('never shifts a bank’s day, whatever the zone of the computer', () => {
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Niue', 'Europe/Paris']) {
      process.env.TZ = zone;
      expect(formatDay('2026-05-01', 'day', options)).toBe('1 May');
      expect(formatDay('2026-12-31', 'full', options)).toBe('31 December 2026');
    }
    process.env.TZ = 'UTC';
  });

  it('names the year only when it is not this one', () => {
    expect(formatDay('2026-05-18', 'day', options)).toBe('18 May');
    expect(formatDay('2025-05-18', 'day', options)).toBe('18 May 2025');
  });

  it('writes months', () => {
    expect(formatDay('2026-05', 'month', options)).toBe('May 2026');
  });

  it('shows a day it cannot read as it came', () => {
    expect(formatDay('soon', 'day', options)).toBe('soon');
  });
});

describe('dayHeading', () => {
  it('says today, yesterday and tomorrow, else the weekday', () => {
    expect(dayHeading('2026-05-18', options)).toBe('Today');
    expect(dayHeading('2026-05-17', options)).toBe('Yesterday');
    expect(dayHeading('2026-05-19', options)).toBe('Tomorrow');
    expect(dayHeading('2026-05-16', options)).toMatch(/^Sat,? 16 May$/);
  });
});

describe('days and months', () => {
  it('move over the ends of months and years', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(addMonths('2026-12', 1)).toBe('2027-01');
    expect(addMonths('2026-01', -2)).toBe('2025-11');
  });
});

describe('formatInstant', () => {
  it('gives the time alone on the day itself', () => {
    process.env.TZ = 'UTC';
    expect(formatInstant('2026-05-18T08:42:00Z', options)).toBe('08:42');
    expect(formatInstant('2026-05-16T18:20:00Z', options)).toBe('16 May 18:20');
  });
});

describe('remaining', () => {
  it('counts minutes and seconds down to zero', () => {
    const now = new Date('2026-05-18T10:19:29Z');
    expect(remaining('2026-05-18T10:24:00Z', now)).toBe('4:31');
    expect(remaining('2026-05-18T10:00:00Z', now)).toBe('0:00');
  });
});
