/** Rules of the invented household. */
import type {
  OfferedRule,
  ReviewGroup,
  ReviewList,
  ReviewReq,
  Rule,
  RuleAction,
  RuleBody,
  RulePreview,
  RulePreviewReq,
  RulePreviewRow,
  RuleProposal,
  RuleReq,
  RuleSaveReq,
  RulesOrderReq,
  RulesTakeOverReq,
  RuleTest,
  TransactionRow,
} from '$lib/backend/contract';
import type { Answers } from './answers';
import { minorOf, money, ROWS } from './household';

let count = 0;

const test = (
  field: RuleTest['field'],
  op: RuleTest['op'],
  ...values: readonly string[]
): RuleTest => ({ field, op, values: [...values], not: false });

const files = (value: string): RuleAction => ({ act: 'category', value, parts: [] });

function rule(
  name: string,
  tests: RuleTest[],
  actions: RuleAction[],
  more: Partial<RuleBody> = {},
): Rule {
  count += 1;
  return {
    id: String(count),
    rule: { name, enabled: true, any: false, tests, actions, stop: false, ...more },
    problem: null,
  };
}

const START: Rule[] = [
  rule(
    'Airlines',
    [test('payee', 'contains', 'Altair', 'Skyhop')],
    [files('travel'), { act: 'tag', value: 'flights', parts: [] }],
  ),
  rule('Market', [test('payee', 'is', 'Marché du Port')], [files('groceries')]),
  rule(
    'Bakery over 20',
    [test('payee', 'contains', 'Boulangerie'), test('amount', 'over', '20.00')],
    [files('eating'), { act: 'ask', value: '', parts: [] }],
  ),
  rule(
    'Savings transfer',
    [test('bank_text', 'contains', 'VIR PERM EPARGNE')],
    [{ act: 'transfer', value: '', parts: [] }],
  ),
  rule(
    'Storage in London',
    [test('account', 'is', '3'), test('payee', 'contains', 'Oakfield')],
    [files('upkeep'), { act: 'payee', value: 'Oakfield Storage', parts: [] }],
  ),
  rule(
    'Terminal lines',
    [test('bank_text', 'matches', '^PAYLINE\\*\\d+')],
    [{ act: 'ask', value: '', parts: [] }],
    { stop: true },
  ),
  rule('Fuel', [test('payee', 'contains', 'Station Relais', 'Orbel')], [files('car')]),
  rule('Old gym', [test('payee', 'contains', 'Fitclub')], [files('culture')], { enabled: false }),
];

const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLocaleLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function compares(text: string, { op, values }: RuleTest): boolean {
  const own = fold(text);
  return values.some((value) => {
    const word = fold(value);
    switch (op) {
      case 'contains':
        return own.includes(word);
      case 'starts':
        return own.startsWith(word);
      case 'ends':
        return own.endsWith(word);
      case 'matches':
        return new RegExp(value, 'i').test(text);
      default:
        return own === word;
    }
  });
}

function holds(row: TransactionRow, one: RuleTest): boolean {
  const amount = Math.abs(minorOf(row.amount));
  const bounds = one.values.map((value) => Math.round(Number(value) * 100));
  const [from = 0, to = 0] = bounds;
  switch (one.field) {
    case 'amount':
      if (one.op === 'over') return amount > from;
      if (one.op === 'under') return amount < from;
      return one.op === 'between' ? amount >= from && amount <= to : amount === from;
    case 'account':
      return one.values.includes(row.account);
    case 'category':
      return one.op === 'empty' ? row.category === null : one.values.includes(row.category ?? '');
    case 'direction':
      return minorOf(row.amount) > 0 === (one.values[0] === 'in');
    case 'text':
      return compares(`${row.payee} ${row.description} ${row.note}`, one);
    case 'bank_text':
      return compares(row.description, one);
    default:
      return compares(row.payee, one);
  }
}

const matches = (row: TransactionRow, body: RuleBody): boolean =>
  body.any
    ? body.tests.some((one) => holds(row, one) !== one.not)
    : body.tests.every((one) => holds(row, one) !== one.not);

const wanted = (body: RuleBody, act: RuleAction['act']): string | null =>
  body.actions.find((action) => action.act === act)?.value ?? null;

function preview(rules: readonly Rule[], { id, rule: body, limit }: RulePreviewReq): RulePreview {
  const nothing = { matched: 0, changing: 0, taken: 0, kept: 0, rows: [] };
  const broken = body.tests.findIndex(
    ({ op, values }) => op === 'matches' && values.some((value) => !compiles(value)),
  );
  if (broken >= 0) {
    return {
      ...nothing,
      problem: { test: broken, fault: 'pattern_syntax', detail: 'unclosed group' },
    };
  }
  const at = rules.findIndex((one) => one.id === id);
  const before = rules.slice(0, at < 0 ? rules.length : at).filter((one) => one.rule.enabled);
  const rows = ROWS.filter((row) => matches(row, body)).map((row): RulePreviewRow => {
    const earlier = before.find(
      (one) => wanted(one.rule, 'category') !== null && matches(row, one.rule),
    );
    const category = earlier ? null : wanted(body, 'category');
    const kept = row.categorySource === 'person';
    const changes = category !== null && !kept && category !== row.category;
    return {
      row,
      category: changes ? category : null,
      payee: null,
      changes,
      takenBy: earlier?.rule.name ?? null,
      kept,
    };
  });
  const changing = rows.filter((one) => one.changes);
  return {
    problem: null,
    matched: rows.length,
    changing: changing.length,
    taken: rows.filter((one) => one.takenBy !== null).length,
    kept: rows.filter((one) => one.kept).length,
    rows: [...changing, ...rows.filter((one) => !one.changes)].slice(0, limit),
  };
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

const PROPOSALS: RuleProposal[] = [
  {
    key: 'pharmacie/health',
    rule: {
      name: 'Pharmacie',
      enabled: true,
      any: false,
      tests: [test('payee', 'contains', 'pharmacie')],
      actions: [files('health')],
      stop: false,
    },
    corrections: 4,
    payees: 3,
    changing: 2,
  },
];

const OFFERS: OfferedRule[] = [
  {
    key: 'upstream/2/r1',
    connection: 'Wallet',
    upstreamName: 'Wallet by BudgetBakers',
    rule: {
      name: 'Markets',
      enabled: true,
      any: false,
      tests: [test('text', 'contains', 'epicerie', 'halles rivoire', 'primeurs')],
      actions: [files('groceries')],
      stop: false,
    },
    problem: null,
    changing: 6,
  },
  {
    key: 'upstream/2/r2',
    connection: 'Wallet',
    upstreamName: 'Wallet by BudgetBakers',
    rule: {
      name: 'Petrol',
      enabled: true,
      any: false,
      tests: [test('text', 'contains', 'station', 'tankstelle')],
      actions: [files('transport')],
      stop: false,
    },
    problem: null,
    changing: 0,
  },
  {
    key: 'upstream/2/r3',
    connection: 'Wallet',
    upstreamName: 'Wallet by BudgetBakers',
    rule: {
      name: 'Old hobby',
      enabled: true,
      any: false,
      tests: [test('text', 'contains', 'modelbau')],
      actions: [files('')],
      stop: false,
    },
    problem: { test: null, fault: 'category_gone', detail: '' },
    changing: 0,
  },
];

const group = (
  payee: string,
  count: number,
  minor: number,
  suggestion: ReviewGroup['suggestion'],
  asked = false,
): ReviewGroup[] => {
  const [like] = ROWS;
  if (!like) return [];
  const ids = Array.from({ length: count }, (_, at) => `${payee}-${at}`);
  const newest = { ...like, id: ids[0] ?? '', payee, category: null, amount: money(minor) };
  return [{ payee, ids, newest, sum: money(minor), suggestion, asked }];
};

const OPEN: ReviewGroup[] = [
  ...group('Ateliers Reymond', 2, -84200, null),
  ...group('Marché de Carouge', 9, -41870, {
    category: 'groceries',
    percent: 96,
    because: ['similar_payee', 'trade', 'amount'],
  }),
  ...group('Orbel Energie', 1, -14390, {
    category: 'utilities',
    percent: 93,
    because: ['words', 'known_name'],
  }),
  ...group(
    'PAYLINE*8841 HV',
    1,
    -4700,
    { category: 'eating', percent: 54, because: ['amount'] },
    true,
  ),
  ...group('Kiosk Gare', 3, -2240, { category: 'eating', percent: 71, because: ['trade'] }),
];

function review({ show }: ReviewReq, empty: boolean): ReviewList {
  const filed = group('Tramway Nord', 4, -1680, {
    category: 'transport',
    percent: 98,
    because: ['payee'],
  });
  const groups = show === 'open' ? OPEN : filed;
  return {
    groups: empty ? [] : groups,
    open: empty ? 0 : 16,
    filed: empty ? 0 : 4,
    above: 90,
    confirmed: 212,
    enough: 20,
  };
}

export function rulesAnswers(empty: boolean): Answers {
  let rules = empty ? [] : [...START];
  let proposals = empty ? [] : PROPOSALS;
  let offers = empty ? [] : OFFERS;
  const change = (label: string, rows: number) => ({ batch: '902', label, rows });
  return {
    rules_list: () => rules,
    rules_counts: () =>
      rules.map(({ id, rule: body }) => ({
        id,
        matched: ROWS.filter((row) => matches(row, body)).length,
        newest: null,
      })),
    rule_save: (request) => {
      const { id, rule: body } = request as RuleSaveReq;
      if (id !== null) {
        rules = rules.map((one) => (one.id === id ? { ...one, rule: body } : one));
        return { id, batch: '902' };
      }
      count += 1;
      rules = [...rules, { id: String(count), rule: body, problem: null }];
      return { id: String(count), batch: '902' };
    },
    rule_remove: (request) => {
      rules = rules.filter((one) => one.id !== (request as RuleReq).id);
      return change('rule_removed', 1);
    },
    rules_order: (request) => {
      const { ids } = request as RulesOrderReq;
      rules = ids.flatMap((id) => rules.filter((one) => one.id === id));
      return change('rules_ordered', ids.length);
    },
    rule_preview: (request) => preview(rules, request as RulePreviewReq),
    rules_run: () => ({ batch: '903', lookedAt: ROWS.length, matched: 214, changed: 6 }),
    rules_export: () => ({ file: 'coffer-rules.json' }),
    rules_text: () => ({ text: '{}' }),
    rules_import: () => ({ batch: '904', added: 3, known: 1, categories: 0, off: ['Card abroad'] }),
    review_list: (request) => review(request as ReviewReq, empty),
    review_file: () => ({ batch: '905', rows: 4 }),
    rules_offered: () => offers,
    rules_take_over: (request) => {
      const { keys } = request as RulesTakeOverReq;
      offers = offers.filter((one) => !keys.includes(one.key));
      return change('rules_taken_over', keys.length);
    },
    rule_proposals: () => proposals,
    rule_offer: () => [],
    rule_take: () => ({ id: '99', batches: ['907', '908'], changed: 2 }),
    rule_decline: (request) => {
      const { key } = request as { key: string };
      proposals = proposals.filter((one) => one.key !== key);
      offers = offers.filter((one) => one.key !== key);
      return change('rule_declined', 1);
    },
  };
}
