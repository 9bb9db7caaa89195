/**
 * A month in sentences. Every figure is one that the reports give; nothing is added up here. What is not known yet, or did
 * not happen, is left out rather than said to be nothing.
 */
import type {
  BudgetsMonth,
  FlowReport,
  GoalsPage,
  NetWorthExplained,
  RecurringList,
  ReportLine,
} from '$lib/backend/contract';
import { say, sayWhole } from '$lib/book';
import { formatDay, formatList, signOf } from '$lib/format';
import { hasMessage, rich, t, type RichPart } from '$lib/messages';

/** A sentence, and where its figures open. */
export interface Sentence {
  parts: readonly RichPart[];
  view: string;
  params?: Record<string, string>;
  rest?: string[];
}

export interface Chapter {
  key: 'money' | 'where' | 'budgets' | 'worth' | 'prices' | 'goals';
  sentences: Sentence[];
}

export interface Told {
  /** `2026-04`. */
  month: string;
  flow: FlowReport | undefined;
  budgets: BudgetsMonth | undefined;
  worth: NetWorthExplained | undefined;
  recurring: RecurringList | undefined;
  goals: GoalsPage | undefined;
}

/** Lines that are named, and changes worth naming. */
const NAMED = 3;
const LOOKED_AT = 8;
/** Percent from which a change is one. */
const CHANGED = 15;
const GOALS = 3;

/** The first and the last day of a month. */
export function daysOf(month: string): { from: string; to: string } {
  const [year = 0, of = 0] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, of, 0)).toISOString().slice(0, 10);
  return { from: `${month}-01`, to: last };
}

const whole = (amount: string, currency: string) => sayWhole({ amount, currency });
const rows = (month: string, line: ReportLine): Pick<Sentence, 'view' | 'params'> => ({
  view: 'transactions',
  params: { ...daysOf(month), ...(line.key === null ? {} : { category: line.key }) },
});

function money({ month, flow }: Told): Sentence[] {
  if (!flow || flow.lines.length === 0) return [];
  const name = formatDay(month, 'month');
  const said: Sentence[] = [
    {
      parts: rich('letter.money', {
        month: name,
        in: say(flow.income),
        out: say(flow.spent),
        kept: say(flow.saved, { sign: 'never' }),
        way: signOf(flow.saved.amount) < 0 ? 'short' : 'kept',
        rate: flow.savingsRate ?? 'none',
      }),
      view: 'reports',
    },
  ];
  if (flow.before && signOf(flow.before.spent.amount) !== 0)
    said.push({
      parts: rich('letter.before', {
        month: formatDay(flow.before.from.slice(0, 7), 'month'),
        in: say(flow.before.income),
        out: say(flow.before.spent),
      }),
      view: 'reports',
    });
  return said;
}

function where({ month, flow }: Told): Sentence[] {
  const spending = (flow?.lines ?? []).filter(
    (line) => line.side === 'spending' && signOf(line.total) > 0,
  );
  if (!flow || spending.length === 0) return [];
  const names = spending.slice(0, NAMED).map((line) =>
    t('letter.named', {
      name: line.name || t('reports.without'),
      amount: whole(line.total, flow.currency),
    }),
  );
  const said: Sentence[] = [
    {
      parts: rich('letter.most', { names: formatList(names) }),
      view: 'reports',
      params: { view: 'categories' },
    },
  ];
  const changed = spending
    .slice(0, LOOKED_AT)
    .filter((line) => line.before !== null && Math.abs(Number(line.changePercent ?? 0)) >= CHANGED)
    .slice(0, NAMED);
  for (const line of changed)
    said.push({
      parts: rich('letter.changed', {
        name: line.name || t('reports.without'),
        way: signOf(line.changePercent ?? '0') > 0 ? 'more' : 'less',
        now: whole(line.total, flow.currency),
        then: whole(line.before ?? '0', flow.currency),
      }),
      ...rows(month, line),
    });
  return said;
}

function budgets({ month, budgets: page }: Told): Sentence[] {
  if (!page || page.lines.length === 0) return [];
  const over = page.lines.filter((line) => line.status === 'over');
  const at: Pick<Sentence, 'view' | 'params'> = { view: 'budgets', params: { month } };
  const names = over
    .slice(0, NAMED)
    .map((line) =>
      t('letter.over.one', { name: line.name, amount: say(line.left, { sign: 'never' }) }),
    );
  return [
    over.length === 0
      ? { parts: rich('letter.held', { count: page.lines.length }), ...at }
      : {
          parts: rich('letter.over', {
            names: formatList(names),
            more: over.length - names.length,
            held: page.lines.length - over.length,
          }),
          ...at,
        },
  ];
}

function worth({ worth: why }: Told): Sentence[] {
  if (!why || (signOf(why.after.amount) === 0 && signOf(why.before.amount) === 0)) return [];
  const parts = why.parts
    .filter((part) => signOf(part.value.amount) !== 0)
    .map((part) => {
      const name = `letter.why.${part.reason}`;
      return t('letter.why', {
        name: hasMessage(name) ? t(name) : part.reason,
        // A plus sign stays with its amount at the end of a line.
        amount: say(part.value, { sign: 'always' }).replace('+', '+\u2060'),
      });
    });
  return [
    {
      parts: rich('letter.worth', {
        after: say(why.after),
        day: formatDay(why.to, 'day'),
        change: say(why.change, { sign: 'never' }),
        way:
          signOf(why.change.amount) > 0 ? 'more' : signOf(why.change.amount) < 0 ? 'less' : 'same',
        parts: formatList(parts),
        some: parts.length > 0 ? 'yes' : 'no',
      }),
      view: 'networth',
    },
  ];
}

function prices({ month, recurring }: Told): Sentence[] {
  const changed = (recurring?.items ?? []).filter(
    (item) => item.changedOn?.startsWith(month) && item.previousAmount,
  );
  return changed.map((item) => ({
    parts: rich('letter.price', {
      name: item.name,
      now: say(item.amount, { sign: 'never' }),
      then: item.previousAmount ? say(item.previousAmount, { sign: 'never' }) : '',
    }),
    view: 'recurring',
    rest: [item.id],
  }));
}

function goals({ goals: page }: Told): Sentence[] {
  return (page?.goals ?? []).slice(0, GOALS).map((goal) => ({
    parts: rich('letter.goal', {
      name: goal.name,
      percent: goal.percent,
      saved: say(goal.saved),
      target: say(goal.target),
      when: goal.likely === null ? 'none' : formatDay(goal.likely, 'month'),
    }),
    view: 'goals',
    rest: [goal.id],
  }));
}

/** What there is to say, in its order; chapters without a sentence are left out. */
export function letter(told: Told): Chapter[] {
  const chapters: Chapter[] = [
    { key: 'money', sentences: money(told) },
    { key: 'where', sentences: where(told) },
    { key: 'budgets', sentences: budgets(told) },
    { key: 'worth', sentences: worth(told) },
    { key: 'prices', sentences: prices(told) },
    { key: 'goals', sentences: goals(told) },
  ];
  return chapters.filter((chapter) => chapter.sentences.length > 0);
}
