import type {
  Attachment,
  BalanceTruth,
  ChartCategory,
  ChartGroup,
  ReconcileReq,
  RowsEditPreview,
  RowsEditReq,
  SavedView,
  SearchSuggestion,
  SearchSuggestReq,
  SearchChip,
  SplitReq,
  TransactionDetail,
  TransactionRow,
  TransactionsPage,
  TransactionsPageReq,
  TransactionsSumsReq,
  TransactionsUpdateReq,
  ViewsKeepReq,
} from '$lib/backend/contract';
import type { Answers } from './answers';
import { CATEGORIES, minorOf, money, ROWS, TODAY } from './household';

function chart(): ChartGroup[] {
  const groups = [...new Set(CATEGORIES.map((one) => one.group))];
  return groups.map((name, at) => {
    const members = CATEGORIES.filter((one) => one.group === name).map((one): ChartCategory => ({
      id: one.id,
      name: one.name,
      kind: one.kind,
      slot: one.slot,
      hidden: one.id === 'goods',
      icon: one.icon,
      need: one.kind !== 'expense' ? 'neither' : one.slot < 5 ? 'need' : 'want',
      transactions: one.id === 'upkeep' ? 0 : one.transactions,
      known: true,
    }));
    const [first] = members;
    return {
      group: {
        id: `g${at}`,
        name,
        kind: first?.kind ?? 'expense',
        slot: first?.slot ?? 1,
        hidden: false,
        icon: first?.icon ?? 'tag',
        need: 'neither',
        transactions: 0,
        known: true,
      },
      members,
    };
  });
}

let rows: TransactionRow[] = [...ROWS];

const FILES: Attachment[] = [
  { id: '1', name: 'receipt.png', bytes: 240_000, kind: 'image' },
  { id: '2', name: 'invoice of the spring order.pdf', bytes: 1_200_000, kind: 'pdf' },
  { id: '3', name: 'warranty.txt', bytes: 900, kind: 'text' },
];
/** One grey dot. */
const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

/** The second account's stated balance and the book part; the others agree. */
function truthOf(account: string): BalanceTruth {
  const [row = null] = rows.filter((one) => one.account === account && !one.transferWith);
  const apart = account === '2' && row !== null;
  const day = (date: string, difference: number) => ({
    date,
    stated: money(120_000 + difference),
    computed: money(120_000),
    difference: money(difference),
    upstream: true,
  });
  const off = row ? -minorOf(row.amount) : 0;
  return {
    agreed: '2026-05-15',
    first: apart ? day('2026-05-16', off) : null,
    days: apart
      ? [day('2026-05-17', off), day('2026-05-16', off), day('2026-05-15', 0)]
      : [day('2026-05-15', 0)],
    causes: apart ? [{ kind: 'twice', row, other: row, amount: money(off) }] : [],
    rows: apart ? 3 : 0,
  };
}

/** A small part of the search language: `key:value`, `-` before it, and words. */
function understand(text: string): SearchChip[] {
  return [...text.matchAll(/(-?)(?:(\w+):)?(?:"([^"]*)"|(\S+))/g)].map(
    ([, minus, key, quoted, word]) => ({
      key: key ?? 'text',
      value: quoted ?? word ?? '',
      negated: minus === '-',
    }),
  );
}

function holds(row: TransactionRow, chip: SearchChip): boolean {
  const has = (text: string) => text.toLocaleLowerCase().includes(chip.value.toLocaleLowerCase());
  switch (chip.key) {
    case 'category':
      return has(CATEGORIES.find((one) => one.id === row.category)?.name ?? 'none');
    case 'account':
      return has(row.accountName);
    case 'is':
      return chip.value === row.status || (chip.value === 'transfer' && row.transferWith !== null);
    default:
      return has(`${row.payee} ${row.description} ${row.note}`);
  }
}

function matching(req: TransactionsPageReq, chips: readonly SearchChip[]): TransactionRow[] {
  return rows.filter((row) => {
    const minor = Number(row.amount.amount);
    const kinds = {
      pending: row.status === 'pending',
      uncategorised: row.category === null,
      transfer: row.transferWith !== null,
      income: minor > 0,
      expense: minor < 0,
    };
    return (
      (!req.account || row.account === req.account) &&
      (!req.category || row.category === req.category) &&
      (!req.from || row.date >= req.from) &&
      (!req.to || row.date <= req.to) &&
      (!req.filter || kinds[req.filter]) &&
      chips.every((chip) => holds(row, chip) !== chip.negated)
    );
  });
}

function page(request: unknown): TransactionsPage {
  const req = request as TransactionsPageReq;
  const understood = understand(req.text);
  const found = matching(req, understood);
  const from = req.after ? found.findIndex((row) => row.id === req.after) + 1 : 0;
  const shown = found.slice(from, from + req.limit);
  const last = shown.at(-1);
  return {
    rows: shown,
    next: last && from + shown.length < found.length ? last.id : null,
    total: found.length,
    sum: money(-531282),
    understood,
    unread: req.text.split(' ').filter((token) => /^-?date:[a-z]{3}$/.test(token)),
    days: [...new Set(shown.map((row) => row.date))].map((date) => ({
      date,
      sum: money(-(Number(date.slice(-2)) * 1342 + 17)),
    })),
  };
}

function suggest(request: unknown): SearchSuggestion[] {
  const { text } = request as SearchSuggestReq;
  const token =
    /\S*$/.exec(text.replace(/"[^"]*"?/g, (one) => one.replaceAll(' ', '_')))?.[0] ?? '';
  const [, key, typed = ''] = /^-?(\w+):"?=?(.*)$/.exec(token) ?? [];
  const filter = (name: string, value: string, detail = ''): SearchSuggestion => ({
    key: name,
    value: value.replace(/^=/, ''),
    insert: `${name}:${/\s/.test(value) ? `"${value}"` : value}`,
    detail,
  });
  const begins = (name: string, word: string) =>
    name.toLowerCase().startsWith(word.replaceAll('_', ' ').toLowerCase());
  const categories = (word: string) =>
    CATEGORIES.filter((one) => begins(one.name, word)).map((one) =>
      filter('category', one.name, one.group),
    );
  const payees = (word: string) =>
    [...new Set(ROWS.map((row) => row.payee))]
      .filter((name) => begins(name, word))
      .map((name) => filter('payee', `=${name}`));
  if (key === 'category') return categories(typed).slice(0, 8);
  if (key === 'payee') return payees(typed).slice(0, 8);
  if (key === 'is')
    return ['uncategorised', 'new', 'pending', 'transfer', 'split']
      .filter((one) => begins(one, typed))
      .map((one) => filter('is', one));
  if (key !== undefined || token === '') return [];
  const keys = ['category', 'account', 'payee', 'amount', 'date', 'tag', 'is', 'has', 'source']
    .filter((name) => begins(name, token))
    .map((name) => ({ key: '', value: name, insert: `${name}:`, detail: '' }));
  return [...keys, ...(token.length > 1 ? [...categories(token), ...payees(token)] : [])].slice(
    0,
    8,
  );
}

function detail(request: unknown): TransactionDetail {
  const { id } = request as { id: string };
  const row = rows.find((one) => one.id === id);
  if (!row) throw { code: 'not_found', params: { what: 'transaction' }, trace: 'f00d' };
  const foreign = row.amount.currency !== 'EUR';
  return {
    row,
    valueDate: row.date,
    place: null,
    originalAmount: foreign ? money(-35890, 'GBP') : null,
    sources: [
      {
        kind: 'budgea',
        name: 'Banque Lumière',
        sourceId: `tx-${id}`,
        firstSeen: `${row.date}T06:12:00Z`,
        raw: JSON.stringify(
          {
            id: `tx-${id}`,
            date: row.date,
            wording: row.description,
            value: row.amount.amount,
            currency: row.amount.currency,
          },
          null,
          2,
        ),
      },
    ],
    history: [
      {
        at: `${TODAY}T08:42:00Z`,
        origin: 'rule',
        batch: '14',
        field: 'category',
        before: null,
        after: CATEGORIES.find((one) => one.id === row.category)?.name ?? null,
      },
      {
        at: `${row.date}T06:12:00Z`,
        origin: 'sync',
        batch: '13',
        field: 'added',
        before: null,
        after: null,
      },
    ],
    suggested: null,
    attachments: FILES,
    merged: [],
    mergedInto: null,
    duplicates: rows.filter((one) => id === '1003' && one.id === '1004'),
    countedAs: null,
    uncovered: false,
  };
}

function update(request: unknown) {
  const req = request as TransactionsUpdateReq;
  rows = rows.map((row) =>
    req.ids.includes(row.id)
      ? {
          ...row,
          ...(req.category === null
            ? {}
            : { category: req.category || null, categorySource: 'person' as const }),
          ...(req.note === null ? {} : { note: req.note }),
          ...(req.payee === null ? {} : { payee: req.payee }),
          ...(req.excluded === null ? {} : { excluded: req.excluded }),
          ...(req.tags ? { tags: req.tags } : {}),
        }
      : row,
  );
  return { batch: '15', rows: req.ids.length, label: 'categorised' };
}

/** Rows of one account that no statement has settled. */
const openRows = () =>
  rows.filter((row) => row.account === '6' && row.status === 'posted').slice(0, 4);

/** What a change of many rows would do. */
function many(request: unknown): RowsEditPreview {
  const { rows: pick, change } = request as RowsEditReq;
  const found = matching(
    { ...pick, text: pick.text, after: null, limit: 0 } as TransactionsPageReq,
    understand(pick.text),
  ).filter((row) => pick.ids === null || pick.ids.includes(row.id));
  const name = (id: string | null) => CATEGORIES.find((one) => one.id === id)?.name ?? null;
  const sample = found.map((row) => ({
    id: row.id,
    date: row.date,
    payee: row.payee,
    amount: row.amount,
    fields: [
      { field: 'category', before: name(row.category), after: name(change.category) },
      { field: 'note', before: row.note || null, after: change.note },
      { field: 'payee', before: row.payee, after: change.payee },
    ].filter(({ before, after }) => after !== null && before !== after),
  }));
  const changing = sample.filter(({ fields }) => fields.length > 0);
  return { rows: found.length, changing: changing.length, split: 0, sample: changing };
}

/** What parts come to, in whole cents; the book reckons it exactly. */
function split(request: unknown) {
  const { id, parts } = request as SplitReq;
  const row = rows.find((one) => one.id === id);
  if (!row) throw { code: 'not_found', params: { what: 'transaction' }, trace: 'f00d' };
  const whole = minorOf(row.amount);
  const cents = parts.map(({ amount, percent }) =>
    amount !== null && amount !== undefined
      ? Math.round(Number(amount) * 100)
      : percent
        ? Math.round((whole * Number(percent)) / 100)
        : null,
  );
  const rest = cents.indexOf(null);
  let left = whole - cents.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  if (rest >= 0) {
    cents[rest] = left;
    left = 0;
  }
  const { currency } = row.amount;
  const amounts = cents.map((one) =>
    one === null || Number.isNaN(one) ? null : money(one, currency),
  );
  const fits = left === 0 && parts.length > 1 && cents.every((one) => Boolean(one));
  return { row, amounts, left: money(left, currency), fits };
}

function keepSplit(id: string, parts: TransactionRow['parts']) {
  rows = rows.map((row) =>
    row.id === id
      ? {
          ...row,
          parts,
          details: {
            reference: null,
            mandate: null,
            counterpartyAccount: null,
            parts: [],
            partsBy: 'person',
          },
        }
      : row,
  );
}

const undone = {
  batch: '15',
  label: 'categorised',
  rows: 1,
  kept: 0,
  canUndo: true,
  canRedo: true,
};

let views: SavedView[] = [{ name: 'Reimbursable', search: 'tag:work -is:transfer' }];

export const transactionsAnswers: Answers = {
  categories_list: () => CATEGORIES,
  categories_chart: () => chart(),
  categories_styles: () => [
    {
      country: 'DE',
      adds: [
        { name: 'Child benefit (Kindergeld)', group: 'Income', icon: 'users' },
        { name: 'Broadcasting fee (Rundfunkbeitrag)', group: 'Home', icon: 'play' },
        { name: 'Vehicle tax (Kfz-Steuer)', group: 'Getting about', icon: 'car' },
      ],
    },
    { country: 'GB', adds: [] },
    { country: 'US', adds: [{ name: 'Property tax', group: 'Home', icon: 'home' }] },
  ],
  categories_style_add: () => ({ batch: '907', label: 'chart_style_added', rows: 3 }),
  source_categories: () =>
    CATEGORIES.slice(0, 12).map((one, at) => ({
      id: `c${at}`,
      name: at === 7 ? null : one.name,
      group: at % 3 === 2 ? null : one.group,
      category: at === 4 ? null : one.id,
      chosen: at === 4 || at === 9,
      filed: at === 4 ? 0 : 12 + at * 7,
    })),
  source_category_place: () => ({ batch: '908', label: 'source_category_placed', rows: 12 }),
  category_update: () => ({ batch: '906', label: 'category_edited', rows: 1 }),
  search_suggest: suggest,
  transactions_page: page,
  transactions_sums: (request) => {
    const { ids } = request as TransactionsSumsReq;
    return ids.length > 0
      ? {
          count: ids.length,
          income: money(0),
          spending: money(-8855 * ids.length),
          sum: money(-8855 * ids.length),
          mean: money(-8855),
        }
      : {
          count: 1200,
          income: money(266852),
          spending: money(-531282),
          sum: money(-264430),
          mean: money(-220),
        };
  },
  views_list: () => views,
  views_keep: (request) => {
    views = [...(request as ViewsKeepReq).views];
    return { batch: '16', rows: 1, label: 'views_kept' };
  },
  export_run: () => ({ file: 'transactions.csv', rows: 1200, cursor: '19', notes: [] }),
  transaction_add: () => ({ id: rows[0]?.id ?? '', batch: '17' }),
  transactions_delete: (request) => {
    const { ids } = request as { ids: string[] };
    rows = rows.filter((row) => !ids.includes(row.id));
    return { batch: '18', rows: ids.length, label: 'deleted' };
  },
  transaction_get: detail,
  transactions_update: update,
  attachments_pick: () => [{ token: 'f1', name: 'receipt.png', bytes: 240_000 }],
  attachments_add: () => ({
    change: { batch: '27', rows: 1, label: 'attached' },
    refused: [{ name: 'invoice.pdf', reason: 'program' }],
  }),
  attachment_get: (request) => {
    const file = FILES.find((one) => one.id === (request as { id: string }).id);
    if (!file) throw new Error('no such file');
    return {
      file,
      media: file.kind === 'image' ? 'image/png' : '',
      image: file.kind === 'image' ? PICTURE : null,
      text: file.kind === 'text' ? 'Two years of warranty.\nKeep this with the bill.' : null,
      cut: false,
    };
  },
  attachment_save: () => ({ file: 'receipt.png' }),
  attachment_remove: () => ({ batch: '28', rows: 1, label: 'attachment_removed' }),
  balance_truth: (request) => truthOf((request as { id: string }).id),
  reconcile_sheet: () => ({
    settled: money(100_000),
    rows: openRows(),
    last: { date: '2026-04-30', balance: money(100_000) },
    drift: null,
  }),
  reconcile_difference: (request) => {
    const { balance, ids } = request as ReconcileReq;
    const open = openRows();
    const ticked = open.filter((row) => ids.includes(row.id));
    const cleared = 100_000 + ticked.reduce((sum, row) => sum + minorOf(row.amount), 0);
    const left = Math.round(Number(balance) * 100) - cleared;
    const one = open.find((row) => !ids.includes(row.id) && minorOf(row.amount) === left);
    return {
      cleared: money(cleared),
      difference: money(left),
      hints: one ? [{ kind: 'one' as const, rows: [one], should: null }] : [],
    };
  },
  reconcile_commit: (request) => {
    const { ids } = request as ReconcileReq;
    return { batch: '25', rows: ids.length, label: 'reconciled' };
  },
  merge_preview: (request) => {
    const { a, b } = request as { a: string; b: string };
    const keep = detail({ id: a });
    const drop = detail({ id: b });
    return {
      keep: keep.row,
      drop: drop.row,
      why: 'booked',
      keepSources: keep.sources,
      dropSources: drop.sources,
      refused: null,
    };
  },
  transactions_merge: (request) => {
    const { drop } = request as { drop: string };
    rows = rows.filter((row) => row.id !== drop);
    return { batch: '22', rows: 2, label: 'merged' };
  },
  transaction_unmerge: () => ({ batch: '23', rows: 2, label: 'unmerged' }),
  duplicate_decline: () => ({ batch: '24', rows: 2, label: 'two_payments' }),
  rows_preview: (request) => many(request),
  rows_edit: (request) => {
    const { changing, sample } = many(request);
    const { change } = request as RowsEditReq;
    update({
      ids: sample.map(({ id }) => id),
      category: change.category,
      payee: change.payee,
      note: change.note,
      excluded: change.excluded,
    });
    return { batch: '21', rows: changing, label: 'edited' };
  },
  split_preview: (request) => {
    const { amounts, left, fits } = split(request);
    return { amounts, left, fits };
  },
  transaction_split: (request) => {
    const { id, parts } = request as SplitReq;
    const { amounts } = split(request);
    keepSplit(
      id,
      parts.map((part, at) => ({
        amount: amounts[at] ?? money(0),
        category: part.category ?? null,
        note: part.note ?? '',
      })),
    );
    return { batch: '19', rows: 1, label: 'split' };
  },
  transaction_unsplit: (request) => {
    keepSplit((request as { id: string }).id, []);
    return { batch: '20', rows: 1, label: 'unsplit' };
  },
  undo_last: () => undone,
  redo_last: () => undone,
  batch_undo: () => undone,
};
