import { expect, it } from 'vitest';
import type { FlowReport, NetWorthExplained, RecurringList } from '$lib/backend/contract';
import { budgetsAnswers } from '$lib/backend/fake/budgets';
import { goalsAnswers } from '$lib/backend/fake/goals';
import { netWorthAnswers } from '$lib/backend/fake/networth';
import { recurringAnswers } from '$lib/backend/fake/recurring';
import { reportsAnswers } from '$lib/backend/fake/reports';
import { daysOf, letter, type Sentence, type Told } from './sentences';

const NOTHING: Told = {
  month: '2026-04',
  flow: undefined,
  budgets: undefined,
  worth: undefined,
  recurring: undefined,
  goals: undefined,
};
const text = (sentence: Sentence | undefined) =>
  (sentence?.parts ?? []).map((part) => part.text).join('');

it('knows the days of a month', () => {
  expect(daysOf('2026-02')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  expect(daysOf('2024-02').to).toBe('2024-02-29');
  expect(daysOf('2026-12').to).toBe('2026-12-31');
});

it('says nothing of what is not known', () => {
  expect(letter(NOTHING)).toEqual([]);
});

const ask = <T>(answers: Record<string, unknown>, name: string, request: unknown): T =>
  (answers[name] as (request: unknown, progress: () => void) => T)(request, () => {});

it('tells a month by the figures of its reports, in order', () => {
  const flow = ask<FlowReport>(reportsAnswers(false), 'report_get', {
    by: 'category',
    ...daysOf('2026-04'),
    step: 'month',
    against: 'before',
  });
  const worth = ask<NetWorthExplained>(netWorthAnswers, 'net_worth_explain', {
    from: '2026-03-31',
    to: '2026-04-30',
  });
  const recurring = ask<RecurringList>(recurringAnswers(false), 'recurring_list', {});
  const chapters = letter({
    month: recurring.items.find((item) => item.changedOn)?.changedOn?.slice(0, 7) ?? '',
    flow,
    budgets: ask(budgetsAnswers, 'budgets_month', { month: '2026-04' }),
    worth,
    recurring,
    goals: ask(goalsAnswers(false), 'goals_get', {}),
  });
  expect(chapters.map((chapter) => chapter.key)).toEqual([
    'money',
    'where',
    'budgets',
    'worth',
    'prices',
    'goals',
  ]);
  const [money, where, budgets, net, prices, goals] = chapters;
  expect(text(money?.sentences[0])).toMatch(/came in and .* went out\. .* was kept, .*% of what/);
  expect(text(where?.sentences[0])).toMatch(/^Most of it went to .* and /);
  expect(text(budgets?.sentences[0])).toMatch(
    /^Over their limit: Household goods \(€29\.00\)\. The other 13 held\.$/,
  );
  expect(text(net?.sentences[0])).toMatch(
    /you were worth .* than a month before\. The change is made of/,
  );
  expect(text(prices?.sentences[0])).toMatch(/costs €.* now, after €/);
  expect(text(goals?.sentences[0])).toMatch(/% there: .* of /);
});

it('says it plainly when more went out than came in', () => {
  const flow = ask<FlowReport>(reportsAnswers(false), 'report_get', {
    by: 'category',
    ...daysOf('2026-04'),
    step: 'month',
    against: null,
  });
  const short = { ...flow, before: null, saved: { amount: '-120.50', currency: 'EUR' } };
  const [money] = letter({ ...NOTHING, flow: short });
  expect(text(money?.sentences[0])).toMatch(/That is €120\.50 more than came in\.$/);
  expect(money?.sentences).toHaveLength(1);
});
