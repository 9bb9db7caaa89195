import type {
  Batch,
  BatchEdit,
  CsvMapping,
  FilePreview,
  ImportCommitReq,
  ImportGlance,
  ImportPast,
  ImportPreview,
  ImportPreviewReq,
  ImportReport,
  ImportRows,
  ImportRowsReq,
  ImportTemplate,
  LinkedRow,
  OfferedFile,
  PreviewRow,
  RowChoice,
  WatchFolder,
} from '$lib/backend/contract';
import type { Answers } from './answers';
import { day, money, TODAY } from './household';

export const OFFERED: OfferedFile[] = [{ token: 'f1', name: 'northgate-2026-05.csv', bytes: 4210 }];

export const MAPPING: CsvMapping = {
  encoding: 'UTF-8',
  delimiter: ';',
  headerLine: 1,
  firstLine: 2,
  columns: ['date', 'payee', 'note', 'amount', 'balance', 'ignore'],
  heads: ['date', 'description', 'reference', 'amount_gbp', 'running_bal', 'typ'],
  dateFormat: 'dmy',
  decimalMark: '.',
  thousandsMark: ',',
  inverted: false,
};

const SAMPLE = [
  ['date', 'description', 'reference', 'amount_gbp', 'running_bal', 'typ'],
  ['17/05/2026', 'CARD PAYMENT TO HALCYON COFFEE', '', '-4.20', '1,306.85', 'C'],
  ['15/05/2026', 'DD OAKFIELD STORAGE LTD', 'REF 88120', '-62.00', '1,311.05', 'D'],
  ['12/05/2026', 'FPI REFUND BRAMBLE TRAVEL', '', '84.50', '1,373.05', 'F'],
  ['11/05/2026', 'CARD PAYMENT TO RIVERSIDE RAIL', '', '-38.60', '1,288.55', 'C'],
  ['08/05/2026', 'CARD PAYMENT TO TALLIS BOOKS', '', '-17.99', '1,327.15', 'C'],
];

const LINES: readonly [number, string, number, PreviewRow['verdict'], string | null][] = [
  [-10, 'Tallis Books', -1799, 'matched', 'Tallis Books|2026-05-06'],
  [-1, 'Halcyon Coffee', -420, 'new', null],
  [-3, 'Oakfield Storage', -6200, 'duplicate', 'Oakfield Storage|2026-05-14'],
  [-6, 'Bramble Travel, refund', 8450, 'new', null],
  [-7, 'Riverside Rail', -3860, 'new', null],
  [-12, 'Tallis Books', -1799, 'duplicate', 'Tallis Books|2026-05-06'],
  [-13, 'Marlow & Finch', -12600, 'new', null],
  [-16, 'Greyfriars Pharmacy', -1235, 'new', null],
  [-18, 'Interest', 84, 'new', null],
  [-20, 'To savings', -20000, 'new', null],
  [-22, 'Ferry tickets', -6600, 'covered', null],
];

export const TEMPLATES: ImportTemplate[] = [
  {
    id: '1',
    name: 'Northgate current',
    account: '3',
    accountName: 'Northgate current',
    heads: ['date', 'description', 'amount_gbp'],
  },
  {
    id: '2',
    name: 'Northgate joint',
    account: '4',
    accountName: 'Joint account',
    heads: ['date', 'description', 'amount_gbp'],
  },
];

const proposed = (verdict: PreviewRow['verdict']): RowChoice =>
  verdict === 'new' ? 'add' : verdict === 'matched' ? 'link' : 'skip';

function rowsOf(mapping: CsvMapping): PreviewRow[] {
  return LINES.map(([offset, payee, minor, verdict, like], row) => ({
    row,
    date: day(offset),
    payee,
    description: payee.toLocaleUpperCase(),
    amount: money(mapping.inverted ? -minor : minor, 'GBP'),
    verdict,
    reason:
      verdict === 'matched'
        ? 'near_date'
        : verdict === 'duplicate'
          ? 'same_row'
          : verdict === 'covered'
            ? 'synced'
            : null,
    like: like ? like.replace('|', ', ') : null,
    likeId: like ? '41' : null,
    score: verdict === 'matched' ? 90 : verdict === 'duplicate' ? 100 : null,
    pending: false,
    transfer: payee === 'To savings' ? 'Savings, 2026-04-28' : null,
    choice: proposed(verdict),
    linked: null,
  }));
}

export function filePreview(token: string, mapping: CsvMapping = MAPPING): FilePreview {
  return {
    token,
    name: 'northgate-2026-05.csv',
    format: 'csv',
    outcome: 'import',
    error: null,
    questions: mapping.dateFormat === 'mdy' ? ['date-order'] : [],
    mapping,
    sample: SAMPLE,
    template: TEMPLATES[0] ?? null,
    templates: TEMPLATES,
    knownBatch: null,
    statements: [
      {
        statement: 0,
        accountHint: 'Northgate ·· 3301',
        account: '3',
        accountName: 'Northgate current',
        currency: 'GBP',
        from: '2026-03-02',
        to: '2026-05-17',
        new: 6,
        duplicate: 2,
        matched: 1,
        covered: 1,
        older: 2,
        syncedFrom: '2026-04-01',
        syncedTo: '2026-05-16',
        sum: money(-9581, 'GBP'),
        balanceBefore: money(140266, 'GBP'),
        balanceAfter: money(130685, 'GBP'),
        statedBalance: money(130685, 'GBP'),
        ties: true,
        trades: 0,
        tradesHere: 0,
        tradesRejected: 0,
        positions: 0,
        positionsUnexplained: 0,
        rows: rowsOf(mapping),
      },
    ],
    problems: [{ code: 'amount_unreadable', line: 44, found: '12,3,4' }],
    problemCount: 1,
    notes: [],
  };
}

async function preview(
  request: unknown,
  progress: (value: unknown) => void,
): Promise<ImportPreview> {
  const { files } = request as ImportPreviewReq;
  progress({ job: 'j1', done: 0, of: files.length, file: files[0]?.token ?? null });
  await new Promise((resolve) => setTimeout(resolve, 30));
  return {
    id: 'p1',
    files: files.map((file) => filePreview(file.token, file.mapping ?? undefined)),
  };
}

function rows(request: unknown): ImportRows {
  const { show, text, many, choices } = request as ImportRowsReq;
  const wanted = (row: PreviewRow, kind: string, words: string) =>
    (kind === 'all' ||
      (kind === 'new' && row.verdict === 'new') ||
      (kind === 'here' && (row.verdict === 'duplicate' || row.verdict === 'matched')) ||
      (kind === 'asking' && (row.verdict === 'matched' || row.verdict === 'covered'))) &&
    row.payee.toLowerCase().includes(words.toLowerCase());
  const all = rowsOf(MAPPING).map((row) => {
    let { choice } = row;
    for (const one of many) if (wanted(row, one.show, one.text)) choice = one.choice;
    const own = choices.find((one) => one.row === row.row);
    const linked: LinkedRow | null = own?.into
      ? {
          id: own.into,
          date: day(-2),
          payee: 'Dinner with Ana',
          amount: money(-3800, 'GBP'),
          difference: money(-400, 'GBP'),
        }
      : null;
    return { ...row, choice: own?.choice ?? choice, linked };
  });
  const seen = all.filter((row) => wanted(row, show, text));
  const count = (choice: RowChoice) => all.filter((row) => row.choice === choice).length;
  return {
    rows: seen,
    total: seen.length,
    adding: count('add'),
    linking: count('link'),
    leaving: count('skip'),
    sum: money(-9581, 'GBP'),
    balanceBefore: money(140266, 'GBP'),
    balanceAfter: money(130685, 'GBP'),
  };
}

function commit(request: unknown): ImportReport {
  void (request as ImportCommitReq);
  return {
    batch: '17',
    files: [
      {
        name: 'northgate-2026-05.csv',
        format: 'csv',
        accounts: [
          {
            id: '3',
            name: 'Northgate current',
            new: 6,
            duplicate: 2,
            matched: 1,
            left: 1,
            trades: 0,
            positions: 0,
          },
        ],
        rejected: 1,
      },
    ],
  };
}

const BATCHES: Batch[] = [
  {
    id: '14',
    at: `${TODAY}T08:42:00Z`,
    origin: 'import',
    label: 'import_file',
    subject: 'northgate-2026-04.csv',
    rows: 38,
    undone: false,
    undoable: true,
  },
  {
    id: '13',
    at: `${day(-1)}T06:12:00Z`,
    origin: 'sync',
    label: 'sync',
    subject: 'Banque Lumière',
    rows: 12,
    undone: false,
    undoable: true,
  },
  {
    id: '12',
    at: `${day(-15)}T19:03:00Z`,
    origin: 'import',
    label: 'import_file',
    subject: 'northgate-2026-03.csv',
    rows: 41,
    undone: true,
    undoable: false,
  },
];

const PAST: ImportPast[] = [
  {
    batch: '14',
    at: `${TODAY}T08:42:00Z`,
    files: [
      {
        name: 'northgate-2026-04.csv',
        format: 'csv',
        new: 38,
        duplicate: 4,
        matched: 2,
        left: 1,
        rejected: 0,
      },
    ],
    undone: false,
    edited: 2,
  },
  {
    batch: '12',
    at: `${day(-15)}T19:03:00Z`,
    files: [
      {
        name: 'northgate-2026-03.csv',
        format: 'csv',
        new: 41,
        duplicate: 0,
        matched: 0,
        left: 0,
        rejected: 0,
      },
    ],
    undone: true,
    edited: 0,
  },
];

const EDITS: BatchEdit[] = [
  {
    id: '71',
    date: day(-16),
    payee: 'Greyfriars Pharmacy',
    amount: money(-1235, 'GBP'),
    at: `${day(-2)}T19:03:00Z`,
    label: 'edited',
  },
  {
    id: '66',
    date: day(-18),
    payee: 'Interest',
    amount: money(84, 'GBP'),
    at: `${day(-3)}T10:12:00Z`,
    label: 'categorised',
  },
];

let watched: WatchFolder = {
  folder: 'Downloads/Bank',
  missing: false,
  waiting: [{ token: 'f2', name: 'northgate-2026-06.csv', bytes: 3984 }],
};

export const importingAnswers: Answers = {
  watch_get: () => watched,
  watch_choose: () => watched,
  watch_stop: () => (watched = { folder: null, missing: false, waiting: [] }),
  import_rows: rows,
  import_templates: () => TEMPLATES,
  import_template_rename: () => ({ batch: '18', rows: 1, label: 'template_renamed' }),
  import_template_remove: () => ({ batch: '19', rows: 1, label: 'template_removed' }),
  imports_list: () => PAST,
  batch_edits: () => EDITS,
  import_pick: () => OFFERED,
  import_glance: (): ImportGlance => ({
    format: 'csv',
    rows: LINES.map(([ago, payee, minor], index) => ({
      line: index + 2,
      date: day(ago),
      payee,
      amount: money(minor, 'GBP'),
    })),
    more: true,
  }),
  import_preview: preview,
  import_commit: commit,
  batches_list: () => BATCHES,
};
