/** Assumptions as they are typed, and as Rust takes them. */
import type { AheadClass, AheadPart, AheadPlan } from '$lib/backend/contract';
import { parseTypedAmount } from '$lib/format';

export const CLASSES = ['cash', 'investments', 'things', 'debts'] as const satisfies AheadClass[];
export const HORIZONS = [1, 2, 5, 10, 15, 20, 25, 30, 40] as const;

/** What is typed for a class; empty takes the proposal. */
export interface Typed {
  add: string;
  percent: string;
  spread: string;
}

export type Form = Record<AheadClass, Typed>;

const dot = (text: string) => text.trim().replace(',', '.').replace('−', '-');
const inRange = (text: string, low: number) =>
  /^-?\d{1,2}(\.\d{1,6})?$/.test(text) && Number(text) >= low && Number(text) <= 50;

export const isPercent = (text: string): boolean => text.trim() === '' || inRange(dot(text), -50);
export const isSpread = (text: string): boolean => text.trim() === '' || inRange(dot(text), 0);
export const isAmount = (text: string): boolean =>
  text.trim() === '' || parseTypedAmount(text) !== null;

export const isSound = (form: Form): boolean =>
  CLASSES.every(
    (name) =>
      isAmount(form[name].add) && isPercent(form[name].percent) && isSpread(form[name].spread),
  );

/** The fields of a plan. */
export function formOf(plan: AheadPlan): Form {
  const of = (name: AheadClass): Typed => {
    const said = plan.classes.find((one) => one.class === name);
    return { add: said?.add ?? '', percent: said?.percent ?? '', spread: said?.spread ?? '' };
  };
  return {
    cash: of('cash'),
    investments: of('investments'),
    things: of('things'),
    debts: of('debts'),
  };
}

/** The plan that fields say. */
export function planOf(form: Form, years: number, freed: boolean): AheadPlan {
  const said = (text: string) => (text.trim() === '' ? null : dot(text));
  return {
    years,
    freed,
    classes: CLASSES.map((name) => ({
      class: name,
      add: form[name].add.trim() === '' ? null : parseTypedAmount(form[name].add),
      percent: said(form[name].percent),
      spread: said(form[name].spread),
    })).filter((one) => one.add !== null || one.percent !== null || one.spread !== null),
  };
}

/** Whether a class has anything to assume: there is something in it, or something is added to it. */
export const isThere = (part: AheadPart): boolean =>
  [part.now.amount, part.add.amount, part.end.amount].some((amount) => /[1-9]/.test(amount));
