import { describe, expect, it } from 'vitest';
import { daysOf, PLAIN, rhythmOf, ruleOf, type Rhythm } from './rule';

describe('rules of recurrence', () => {
  const cases: [string, Partial<Rhythm>][] = [
    ['FREQ=MONTHLY;BYMONTHDAY=1,15', { unit: 'month', days: [1, 15] }],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', { unit: 'week', every: 2, weekdays: ['MO', 'TH'] }],
    ['FREQ=MONTHLY;BYDAY=-1FR', { unit: 'month', by: 'place', nth: '-1', place: 'FR' }],
    [
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      { unit: 'month', by: 'place', nth: '-1', place: 'working' },
    ],
    ['FREQ=YEARLY;INTERVAL=3', { unit: 'year', every: 3 }],
    ['FREQ=DAILY;INTERVAL=10', { unit: 'day', every: 10 }],
  ];
  it.each(cases)('%s is read and written', (rule, rhythm) => {
    expect(rhythmOf(rule)).toEqual({ ...PLAIN, ...rhythm });
    expect(ruleOf({ ...PLAIN, ...rhythm })).toBe(rule);
  });

  it.each(['FREQ=YEARLY;BYMONTH=3,9', 'FREQ=MONTHLY;BYMONTHDAY=-3', 'FREQ=HOURLY', 'monthly', ''])(
    '%s says more than the editor can',
    (rule) => expect(rhythmOf(rule)).toBeNull(),
  );

  it('reads days as they are written', () => {
    expect(daysOf('15, 1 1')).toEqual([1, 15]);
    expect(daysOf('0')).toBeNull();
    expect(daysOf('32')).toBeNull();
    expect(daysOf('first')).toBeNull();
    expect(daysOf('')).toBeNull();
  });
});
