import { describe, expect, it } from 'vitest';
import type { AheadPlan } from '$lib/backend/contract';
import { formOf, isAmount, isPercent, isSound, isSpread, planOf } from './ahead';

const PLAN: AheadPlan = {
  years: 20,
  freed: true,
  classes: [
    { class: 'cash', add: '300.00', percent: null, spread: null },
    { class: 'investments', add: null, percent: '6.5', spread: '12' },
  ],
};

describe('assumptions', () => {
  it('come back from their fields as they were', () => {
    expect(planOf(formOf(PLAN), 20, true)).toEqual(PLAN);
  });

  it('leave out what nothing is said of, and read a comma and a minus of the region', () => {
    const form = formOf({ years: 10, freed: true, classes: [] });
    form.things.percent = ' −2,5 ';
    expect(planOf(form, 5, false)).toEqual({
      years: 5,
      freed: false,
      classes: [{ class: 'things', add: null, percent: '-2.5', spread: null }],
    });
  });

  it('are refused where they are no numbers of their range', () => {
    expect([isPercent('-50'), isPercent('50,0'), isPercent('')]).toEqual([true, true, true]);
    expect([isPercent('50.1'), isPercent('-51'), isPercent('5%'), isPercent('x')]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect([isSpread('0'), isSpread('-1')]).toEqual([true, false]);
    expect([isAmount('250'), isAmount('much')]).toEqual([true, false]);
    const form = formOf(PLAN);
    expect(isSound(form)).toBe(true);
    form.debts.add = 'x';
    expect(isSound(form)).toBe(false);
  });
});
