import type {
  BudgetDetail,
  BudgetDetailReq,
  BudgetLine,
  BudgetsBeginReq,
  BudgetsMonth,
  BudgetsMonthReq,
  BudgetPlanReq,
  BudgetStyle,
} from '$lib/backend/contract';
import type { Answers } from './answers';
import { CATEGORIES, money, MONTH } from './household';

type Status = BudgetLine['status'];

/** Amounts in minor units; the percent is what Rust would say. */
const line = (
  id: string,
  limit: number,
  carried: number,
  spent: number,
  percent: number,
  status: Status,
  difference = 0,
): BudgetLine => {
  const category = CATEGORIES.find((one) => one.id === id);
  return {
    id,
    category: id,
    name: category?.name ?? id,
    slot: category?.slot ?? 8,
    limit: money(limit),
    carried: money(carried),
    spent: money(spent),
    left: money(limit + carried - spent),
    spentPercent: percent,
    status,
    difference: money(difference),
    carryOver: carried !== 0,
    consolidated: false,
    connection: null,
    upstreamSpent: null,
    budget: id,
    span: 'month',
    planned: money(limit),
    length: null,
    first: `${MONTH}-01`,
    last: `${MONTH}-31`,
    envelope: false,
    envelopeChosen: null,
    surplus: carried !== 0,
    overspending: carried !== 0,
    committed: money(id === 'eating' ? 1200 : 0),
    perDay: money(Math.max(0, Math.round((limit + carried - spent) / 13))),
    warnAt: 80,
    warned: percent >= 80,
    categories: [id],
    accounts: [],
    tags: [],
    payees: [],
  };
};

export const MONTH_LINES: BudgetLine[] = [
  line('utilities', 24000, 0, 13840, 58, 'paid'),
  line('internet', 7200, 0, 6997, 97, 'paid'),
  line('upkeep', 15000, 3600, 15847, 85, 'ahead', 5000),
  line('groceries', 76000, 0, 48110, 63, 'on_pace'),
  line('eating', 26000, 2450, 22263, 78, 'ahead', 5700),
  line('childcare', 64000, 0, 61200, 96, 'paid'),
  line('school', 9000, 4000, 0, 0, 'nothing'),
  line('transport', 23000, 0, 13922, 61, 'on_pace'),
  line('travel', 40000, 12000, 44009, 85, 'ahead', 13800),
  line('culture', 14000, 0, 9880, 71, 'ahead', 1800),
  line('subs', 4500, 0, 2140, 48, 'below'),
  line('clothing', 12000, 0, 9400, 78, 'ahead', 2400),
  line('goods', 10000, 0, 12900, 129, 'over', 2900),
  line('health', 11000, 1800, 7360, 58, 'on_pace'),
];

let style: BudgetStyle = 'limits';

function month(request: unknown): BudgetsMonth {
  const { month } = request as BudgetsMonthReq;
  return {
    month: month || MONTH,
    first: `${month || MONTH}-01`,
    last: `${month || MONTH}-31`,
    style,
    startDay: 1,
    savings: money(30000),
    envelopes:
      style === 'envelopes'
        ? {
            income: money(747950),
            assigned: money(335700),
            outside: money(258714),
            returned: money(-1250),
            toAssign: money(152286),
          }
        : null,
    flex:
      style === 'flex'
        ? {
            income: money(747950),
            incomeDue: money(248640),
            bills: money(412000),
            billsDue: money(96400),
            savings: money(30000),
            pot: money(458190),
            spent: money(267868),
            left: money(190322),
            perDay: money(14640),
            spentPercent: 58,
          }
        : null,
    periodLines: [
      {
        ...line('groceries', 15000, 0, 8891, 59, 'ahead', 2100),
        id: 'w1',
        budget: 'w1',
        category: null,
        name: 'Lunches',
        span: 'week',
        first: '2026-05-18',
        last: '2026-05-24',
      },
    ],
    day: month && month !== MONTH ? 30 : 18,
    days: 31,
    limit: money(335700),
    carried: money(23850),
    spent: money(267868),
    left: money(91682),
    spentPercent: 75,
    pacePercent: 58,
    lines: MONTH_LINES,
    upstreamLines: [
      {
        ...line('fw-1', 60000, 0, 41200, 69, 'ahead', 6200),
        name: 'Everyday',
        category: null,
        connection: 'FinWise',
        consolidated: true,
        upstreamSpent: money(40150),
        slot: 8,
      },
    ],
    unbudgeted: money(258714),
    unbudgetedNames: ['Mortgage', 'Insurance', 'Fees & taxes'],
    withoutRate: [],
  };
}

function detail(request: unknown): BudgetDetail {
  const { category } = request as BudgetDetailReq;
  const found = MONTH_LINES.find((one) => one.id === category) ?? MONTH_LINES[4];
  if (!found) throw new Error('no budget');
  return {
    line: found,
    daysLeft: 13,
    perDay: money(476),
    projectedLeft: money(-6600),
    past: ['2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-03', '2026-04'].map(
      (past, n) => ({ month: past, spent: money(23000 + n * 900), limit: money(26000) }),
    ),
    average: money(26500),
  };
}

export const budgetsAnswers: Answers = {
  budgets_month: month,
  budget_detail: detail,
  budgets_begin: (request) => ({
    batch: '16',
    rows: (request as BudgetsBeginReq).limits.length,
    label: 'budgets_begun',
  }),
  budget_plan_set: (request) => {
    ({ style } = request as BudgetPlanReq);
    return { batch: '16', rows: 1, label: 'budget_plan_set' };
  },
  budget_save: () => ({ batch: '16', rows: 1, label: 'budget_set' }),
  budget_end: () => ({ batch: '16', rows: 1, label: 'budget_ended' }),
  budget_move: () => ({ batch: '16', rows: 1, label: 'budget_moved' }),
  budget_fill: () => ({ batch: '16', rows: 14, label: 'budgets_filled' }),
  budget_set: () => ({ batch: '16', rows: 1, label: 'budget_set' }),
  budget_suggest: () =>
    MONTH_LINES.slice(0, 8).map((one) => ({
      category: one.id,
      name: one.name,
      average: one.spent,
      suggested: one.limit,
    })),
};
