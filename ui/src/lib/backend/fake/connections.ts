import type {
  ConnectionChart,
  Connection,
  ConnectionState,
  ConnectionUpdateReq,
  Money,
  OutboxItem,
  SyncProgress,
  SyncReport,
  SyncReq,
  SyncRun,
  TransactionRow,
  UpstreamInfo,
  UpstreamReport,
  WebhookListener,
  WebhookListenReq,
} from '$lib/backend/contract';
import type { Answer } from './fake';
import { ROWS } from './household';
import { linksAnswers, logins } from './links';
import { paymentsAnswers } from './payments';
import { sourcesAnswers } from './sources';

const euro = (amount: string): Money => ({ amount, currency: 'EUR' });

const upstreams: UpstreamInfo[] = [
  {
    id: 'wallet',
    name: 'Wallet by BudgetBakers',
    fields: [{ key: 'token', kind: 'secret', optional: false }],
    baseUrl: 'https://rest.budgetbakers.com/wallet',
    docsUrl: 'https://rest.budgetbakers.com/wallet/reference',
    gives: ['accounts', 'balances', 'transactions', 'categories', 'budgets', 'planned'],
    experimental: false,
    logins: false,
    listsBanks: false,
    ownAddress: false,
    available: true,
  },
  {
    id: 'finwise',
    name: 'FinWise',
    fields: [{ key: 'api_key', kind: 'secret', optional: false }],
    baseUrl: 'https://api.finwiseapp.io',
    docsUrl: 'https://finwiseapp.io/docs',
    gives: ['accounts', 'balances', 'transactions', 'categories'],
    experimental: false,
    logins: false,
    listsBanks: false,
    ownAddress: false,
    available: true,
  },
  {
    id: 'budgea',
    name: 'Powens',
    fields: [
      { key: 'client_id', kind: 'text', optional: true },
      { key: 'client_secret', kind: 'secret', optional: true },
      { key: 'user_token', kind: 'secret', optional: true },
    ],
    baseUrl: 'https://your-domain.biapi.pro/2.0',
    docsUrl: 'https://docs.powens.com',
    gives: ['accounts', 'balances', 'transactions', 'holdings'],
    experimental: false,
    logins: true,
    listsBanks: true,
    ownAddress: true,
    available: true,
  },
  {
    id: 'qard',
    name: 'Qard',
    fields: [
      { key: 'api_key', kind: 'secret', optional: false },
      { key: 'user_id', kind: 'text', optional: true },
      { key: 'domain', kind: 'text', optional: true },
      { key: 'client_id', kind: 'text', optional: true },
      { key: 'client_secret', kind: 'secret', optional: true },
    ],
    baseUrl: 'https://api.qardfinance.com',
    docsUrl: 'https://docs.qardfinance.com',
    gives: ['accounts', 'transactions'],
    experimental: false,
    logins: true,
    listsBanks: false,
    ownAddress: false,
    available: true,
  },
];

const FAILED: ConnectionState[] = ['credentials', 'rate_limited', 'unavailable', 'protocol'];

/** A run; one that failed says why, with the service's own numbers. */
const run = (at: string, state: ConnectionState, fresh: number, changed: number): SyncRun => {
  const failed = FAILED.includes(state);
  return {
    id: String(at.charCodeAt(9) + fresh),
    connection: '1',
    at,
    state,
    finished: true,
    byPerson: at.startsWith('2026-05-17'),
    accounts: 0,
    new: failed ? 0 : fresh,
    changed: failed ? 0 : changed,
    removed: 0,
    matched: failed ? 0 : changed,
    rejected: 0,
    millis: 1840,
    requests: failed ? 1 : 6,
    httpStatus: failed ? ({ credentials: 401, rate_limited: 429 }[state as string] ?? 503) : null,
    reason: failed
      ? state === 'credentials'
        ? 'the key is not accepted'
        : state === 'rate_limited'
          ? 'asked too often'
          : 'trouble at the other end'
      : null,
    requestIds: failed ? ['0d9f2c61-77f2-4c1e-9f0a-5a3f6f5d2b10'] : ['5a77c0de'],
  };
};

function connection(
  id: string,
  upstream: string,
  label: string,
  state: ConnectionState,
  more: Partial<Connection> = {},
): Connection {
  const info = upstreams.find((one) => one.id === upstream);
  return {
    id,
    upstream,
    upstreamName: info?.name ?? upstream,
    label,
    baseUrl: info?.baseUrl ?? '',
    practice: false,
    state,
    needsPerson: ['credentials', 'forbidden', 'user_action', 'deletion_guard'].includes(state),
    retryAt: null,
    requestId: null,
    lastSuccess: '2026-05-18T08:42:16Z',
    syncing: false,
    automatic: true,
    nextSync: state === 'ok' ? '2026-05-18T14:52:16Z' : null,
    secretPlace: 'keychain',
    accounts: [
      {
        id: '1',
        name: 'Joint current',
        balance: euro('3842.16'),
        transactions: 906,
        login: null,
        detached: false,
        ruledBy: null,
        rules: [],
        knownUntil: '2026-05-18',
      },
      {
        id: '5',
        name: 'Rainy-day savings',
        balance: euro('14650.00'),
        transactions: 48,
        login: null,
        detached: false,
        ruledBy: null,
        rules: [],
        knownUntil: '2026-05-18',
      },
      {
        id: '6',
        name: 'Everyday card',
        balance: euro('-1184.70'),
        transactions: 412,
        login: null,
        detached: false,
        ruledBy: null,
        rules: [],
        knownUntil: '2026-05-18',
      },
    ],
    gives: info?.gives ?? [],
    pays: upstream === 'budgea',
    delivers: upstream === 'budgea',
    revokes: info?.logins ?? false,
    runs: [
      run('2026-05-18T08:42:16Z', state, 4, 1),
      run('2026-05-17T18:20:31Z', 'ok', 0, 0),
      run('2026-05-16T18:20:33Z', 'ok', 2, 1),
    ],
    guardedRows: 0,
    allowance: null,
    accessUntil: null,
    hasLogins: info?.logins ?? false,
    listsBanks: info?.listsBanks ?? false,
    unfinished: false,
    hasReport: upstream === 'finwise' || upstream === 'qard',
    writeBack: {
      on: false,
      fields: upstream === 'wallet' ? ['category', 'note', 'tags'] : ['category', 'note'],
      makes: upstream === 'finwise',
      waiting: 0,
      refused: 0,
    },
    logins: [],
    ...more,
  };
}

const full: Connection[] = [
  connection('2', 'finwise', 'Shared flat', 'credentials', {
    lastSuccess: '2026-05-11T18:20:00Z',
    requestId: '0d9f2c61-77f2-4c1e-9f0a-5a3f6f5d2b10',
    accounts: [
      {
        id: '3',
        name: 'Travel account',
        balance: euro('1338.86'),
        transactions: 214,
        login: null,
        detached: false,
        ruledBy: null,
        rules: [],
        knownUntil: '2026-05-18',
      },
    ],
  }),
  connection('3', 'wallet', 'Old wallet', 'deletion_guard', {
    guardedRows: 214,
    writeBack: {
      on: true,
      fields: ['category', 'note', 'tags'],
      makes: false,
      waiting: 1,
      refused: 1,
    },
  }),
  connection('1', 'wallet', 'Our wallet', 'ok', {
    allowance: { limit: 300, remaining: 214, seenAt: '2026-05-18T08:42:16Z' },
    accessUntil: '2026-06-24T12:00:00Z',
  }),
  connection('4', 'finwise', 'Brokerage', 'rate_limited', {
    retryAt: '2026-05-18T10:31:00Z',
    writeBack: {
      on: true,
      fields: ['category', 'note', 'presence', 'removal', 'review', 'account'],
      makes: true,
      waiting: 0,
      refused: 0,
    },
    accounts: [
      {
        id: '8',
        name: 'Global broker',
        balance: euro('23001.40'),
        transactions: 96,
        login: null,
        detached: false,
        ruledBy: null,
        rules: [],
        knownUntil: '2026-05-18',
      },
    ],
  }),
  connection('5', 'wallet', 'Second token', 'preparing', {
    retryAt: '2026-05-18T10:24:00Z',
    lastSuccess: null,
    accounts: [],
    runs: [],
  }),
  connection('7', 'budgea', 'Our banks', 'user_action', { logins }),
  connection('6', 'finwise', 'Side business', 'unavailable', { retryAt: '2026-05-18T10:12:00Z' }),
];

const waiting: OutboxItem[] = [
  {
    id: '71',
    field: 'category',
    state: 'refused',
    transaction: ROWS[0] as TransactionRow,
    category: null,
    account: null,
    value: 'Transfer',
    reason: 'refused',
    says: 'this category cannot be set',
    since: '2026-05-18T08:40:00Z',
  },
  {
    id: '72',
    field: 'note',
    state: 'waiting',
    transaction: ROWS[1] as TransactionRow,
    category: null,
    account: null,
    value: 'for the picnic',
    reason: null,
    says: null,
    since: '2026-05-18T08:41:00Z',
  },
];

const REPORT: UpstreamReport = {
  months: ['2026-05', '2026-04', '2026-03', '2026-02', '2026-01'].map((month, index) => ({
    month,
    incoming: euro('4210.00'),
    outgoing: euro(`-${3120 + index * 41}.55`),
    rows: 64 + index,
    ownIncoming: euro('4210.00'),
    ownOutgoing: euro(`-${3120 + index * 41 + (index === 2 ? 18 : 0)}.55`),
    ownRows: 64 + index + (index === 2 ? 1 : 0),
    balance: euro(`${18240 - index * 912}.10`),
    ownBalance: euro(`${18240 - index * 912 - (index < 3 ? 18 : 0)}.10`),
    differs: index < 3,
  })),
  insights: {
    flows: [
      { kind: 'INCOME', category: 'SALARY', label: 'ATELIERS DU CANAL SALARY', total: '4210.00' },
      { kind: 'EXPENSE', category: 'HOUSING', label: 'REGIE LAFOND RENT', total: '-1180.00' },
    ],
    repayments: 2,
    drawdowns: 0,
    overdraftDays: 2,
    overdraftFees: '8',
    incidents: [{ kind: 'REJECTED_DIRECT_DEBIT', total: '45', fees: '20' }],
    heavyFailures: [],
  },
  readAt: '2026-05-18T08:42:16Z',
};

const charted = (id: string, name: string, amount: string) => ({
  id,
  name,
  kind: 'checking' as const,
  balance: euro(amount),
  closed: false,
  waits: false,
});
const filed = (id: string, name: string, group: string, transactions: number) => ({
  id,
  name,
  group,
  transactions,
  rollsOver: false,
  consolidated: false,
  waits: false,
});
const CHART: ConnectionChart = {
  accounts: [
    charted('3', 'Travel account', '1338.86'),
    { ...charted('8', 'Global broker', '23001.40'), waits: true },
    { ...charted('11', 'Old savings', '0.00'), closed: true },
  ],
  categories: [
    { ...filed('21', 'Groceries', 'Food', 412), consolidated: true, rollsOver: true },
    filed('22', 'Rent', 'Home', 17),
    filed('23', 'Restaurants', 'Food', 96),
  ],
  accountsHere: [
    charted('14', 'Purse', '40.00'),
    { ...charted('15', 'Holiday fund', '120.50'), waits: true },
  ],
  categoriesHere: [filed('31', 'Beekeeping', 'Home', 3)],
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Connections in every state; `?sync=stay` never ends a sync. */
export function connectionsAnswers(
  empty: boolean,
  sync: string | null,
  wait?: number,
): Record<string, Answer> {
  let connections = empty ? [] : full;
  let outbox = waiting;
  let listener: WebhookListener = {
    on: false,
    port: 47113,
    address: null,
    taken: false,
    keyed: [],
    recent: [
      { at: '2026-05-18T08:44:10Z', status: 204, label: 'Our banks', new: 3, changed: 1 },
      { at: '2026-05-18T08:41:02Z', status: 401, label: null, new: 0, changed: 0 },
    ],
  };
  return {
    upstreams_list: () => upstreams,
    connections_list: () => connections,
    sync_runs: (request) => {
      const { connection: id } = request as { connection: string | null };
      return connections.find((one) => one.id === id)?.runs ?? [];
    },
    ...sourcesAnswers(empty),
    ...paymentsAnswers(),
    connection_add: (request) => {
      const { upstream, label, baseUrl, fields } = request as {
        upstream: string;
        label: string;
        baseUrl: string;
        fields: { value: string }[];
      };
      if (fields.some((field) => field.value === 'wrong')) {
        return Promise.reject(
          Object.assign({
            code: 'upstream',
            params: { upstream, state: 'credentials', retryAt: null, requestId: null },
            trace: '52c7f6',
          }),
        );
      }
      const added = connection(
        String(10 + connections.length),
        upstream,
        label || upstream,
        upstream === 'qard' ? 'user_action' : 'new',
        {
          unfinished: upstream === 'qard',
          lastSuccess: null,
          accounts: [],
          runs: [],
          practice: baseUrl.includes('127.0.0.1'),
        },
      );
      connections = [...connections, added];
      return added;
    },
    connection_update: (request) => {
      const { id, automatic, writeBack } = request as ConnectionUpdateReq;
      connections = connections.map((one) =>
        one.id === id && typeof automatic === 'boolean'
          ? { ...one, automatic, nextSync: automatic ? '2026-05-18T14:52:16Z' : null }
          : one,
      );
      connections = connections.map((one) =>
        one.id === id && one.writeBack && typeof writeBack === 'boolean'
          ? {
              ...one,
              writeBack: {
                ...one.writeBack,
                on: writeBack,
                ...(writeBack ? {} : { waiting: 0, refused: 0 }),
              },
            }
          : one,
      );
      return connections.find((one) => one.id === id);
    },
    connection_revoke: () => ({ logins: 7, left: [], accessEnded: true }),
    connection_remove: (request) => {
      connections = connections.filter((one) => one.id !== (request as { id: string }).id);
      return { batch: '901', rows: 1366, label: 'connection_removed' };
    },
    connection_vanished: () =>
      Array.from({ length: 214 }, (_, index) => ({
        ...(ROWS[0] as TransactionRow),
        id: String(9000 + index),
        date: `2026-04-${String(28 - (index % 28)).padStart(2, '0')}`,
        payee: ['Market hall', 'Tram pass', 'Bookshop Linden', 'Water works'][index % 4],
        amount: euro(`-${12 + (index % 70)}.40`),
      })),
    connection_differences: () => [],
    connection_report: () => REPORT,
    connection_chart: () => CHART,
    connection_account_add: () => ({ batch: '903', rows: 1, label: 'account_added' }),
    connection_category_add: () => ({ batch: null, rows: 0, label: 'category_added' }),
    webhook_listener: () => ({ ...listener }),
    webhook_listen: (request) => {
      const { on, port } = request as WebhookListenReq;
      const taken = on && port === 8080;
      const address = on && !taken ? `http://127.0.0.1:${port}` : null;
      listener = { ...listener, on, port, taken, address };
      return { ...listener };
    },
    outbox_list: () => outbox,
    outbox_send: () => {
      outbox = outbox.filter((item) => item.state === 'refused');
      return { written: 1, refused: 0, waiting: 0, requests: 1, state: 'ok', retryAt: null };
    },
    outbox_answer: (request) => {
      const { id } = request as { id: string };
      outbox = outbox.filter((item) => item.id !== id);
      return {};
    },
    connection_decline_deletions: (request) => {
      const { id } = request as { id: string };
      connections = connections.map((one) =>
        one.id === id ? { ...one, state: 'ok', needsPerson: false, guardedRows: 0 } : one,
      );
      return { batch: null, rows: 214, label: 'deletions_declined' };
    },
    connection_approve_deletions: () => ({ batch: '902', rows: 214, label: 'deletions_approved' }),
    ...linksAnswers(
      () => connections,
      (next) => {
        connections = connections.map((one) => (one.id === next.id ? next : one));
      },
      wait,
    ),
    practice_start: () => ({
      base: 'http://127.0.0.1:43117',
      upstreams: ['wallet', 'finwise'].map((upstream) => ({
        upstream,
        baseUrl: `http://127.0.0.1:43117/${upstream}`,
        fields: [{ key: upstream === 'wallet' ? 'token' : 'api_key', value: 'practice' }],
      })),
    }),
    sync_run: async (request, progress) => {
      const wanted = (request as SyncReq).connections;
      const chosen = connections.filter((one) => !wanted.length || wanted.includes(one.id));
      for (let step = 1; step <= 9; step += 1) {
        for (const one of chosen) {
          progress({
            job: 'job-1',
            connection: one.id,
            label: one.label,
            phase: step < 2 ? 'connecting' : step < 9 ? 'pulling' : 'finishing',
            accounts: 3,
            transactions: step * 164,
            expected: 1476,
            backTo: `2026-0${Math.max(1, 9 - step)}-01`,
            requests: step,
            waitingUntil: null,
          } satisfies SyncProgress);
        }
        await pause(150);
        if (sync === 'stay' && step === 6) await new Promise(() => {});
      }
      connections = connections.map((one) =>
        chosen.includes(one)
          ? connection(one.id, one.upstream, one.label, 'ok', { practice: one.practice })
          : one,
      );
      return {
        connections: chosen.map((one) => ({
          id: one.id,
          label: one.label,
          upstream: one.upstream,
          state: 'ok',
          action: 'none' as const,
          skipped: false,
          accounts: 3,
          new: 1476,
          changed: 0,
          removed: 0,
          matched: 12,
          written: 0,
          refused: 0,
          requests: 9,
          millis: 2130,
          retryAt: null,
          requestId: null,
          notices: [],
          logins: [],
        })),
      } satisfies SyncReport;
    },
  };
}
