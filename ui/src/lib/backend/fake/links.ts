/** Banks behind an aggregator: every step of linking, each played by a bank of its own. */
import type {
  AccountsLinkReq,
  AskField,
  Bank,
  BankSearchReq,
  Connection,
  Link,
  LinkAnswerReq,
  LinkBeginReq,
  LinkReq,
  Login,
  LoginMessage,
  LoginRemoveReq,
  LoginReq,
  LoginShareReq,
  OfferedAccount,
} from '$lib/backend/contract';
import type { Answer } from './fake';

export function login(
  id: string,
  institution: string,
  message: LoginMessage,
  more: Partial<Login> = {},
): Login {
  return {
    id,
    sourceId: `s${id}`,
    institution,
    state: 'ok',
    message,
    action: 'none',
    needsPerson: false,
    upstreamState: null,
    bankSays: null,
    consentUntil: '2026-08-12T00:00:00Z',
    nextTry: null,
    lastSync: '2026-05-18T08:42:16Z',
    accounts: 2,
    withheldAccounts: 0,
    ...more,
  };
}

/** Logins in every state that asks for something of its own. */
export const logins: Login[] = [
  login('41', 'Crédit Alpin', 'fields_needed', {
    state: 'user_action_here',
    action: 'enter_fields',
    needsPerson: true,
    lastSync: '2026-05-16T16:20:00Z',
    accounts: 3,
    withheldAccounts: 1,
  }),
  login('42', 'Horizon Vie', 'wrong_credentials', {
    state: 'credentials',
    action: 're_enter_credentials',
    needsPerson: true,
    lastSync: '2026-05-11T16:20:00Z',
  }),
  login('43', 'Banque Nivale', 'approval_needed', {
    state: 'user_action_here',
    action: 'approve_in_app',
    needsPerson: true,
  }),
  login('44', 'Caisse Ouest', 'browser_needed', {
    state: 'user_action_browser',
    action: 'open_browser',
    needsPerson: true,
  }),
  login('45', 'Mutuelle du Lac', 'action_at_bank', {
    state: 'user_action_bank',
    action: 'visit_bank',
    needsPerson: true,
    bankSays: 'New terms are to be accepted.',
  }),
  login('46', 'Caisse des Cimes', 'bank_unavailable', {
    state: 'temporary',
    action: 'wait_until',
    nextTry: '2026-05-18T10:12:00Z',
  }),
  login('47', 'Banque du Lac', 'ok'),
];

const bank = (id: string, name: string, more: Partial<Bank> = {}): Bank => ({
  id,
  name,
  countries: ['FR'],
  color: null,
  beta: false,
  browser: false,
  months: 24,
  ...more,
});

const banks: Bank[] = [
  bank('code', 'Crédit Alpin'),
  bank('app', 'Banque Nivale', { months: 12 }),
  bank('page', 'Caisse Ouest', { browser: true, months: null }),
  bank('down', 'Caisse des Cimes'),
  bank('plain', 'Banque du Lac', { countries: ['FR', 'BE'] }),
  bank('new', 'Banco Serra', { countries: ['ES'], beta: true }),
];

const field = (
  key: string,
  label: string,
  kind: AskField['kind'],
  more: Partial<AskField> = {},
): AskField => ({
  key,
  label,
  kind,
  required: true,
  values: [],
  ...more,
});

const SIGN_IN: AskField[] = [
  field('kind', 'Type of account', 'list', {
    values: [
      { value: 'par', label: 'Personal' },
      { value: 'pro', label: 'Business' },
    ],
  }),
  field('login', 'Customer number', 'text'),
  field('password', 'Personal code', 'password'),
  field('birthday', 'Date of birth', 'date', { required: false }),
  field('token', 'Token', 'hidden', { values: [{ value: 'x', label: 'x' }] }),
];
const CODE: AskField[] = [field('otp', 'Code', 'text')];

const offered: OfferedAccount[] = [
  {
    sourceId: 'a1',
    name: 'Share plan',
    kind: 'investment',
    number: '··6603',
    balance: { amount: '38214.90', currency: 'EUR' },
    shared: false,
    account: null,
    currency: 'EUR',
    like: null,
  },
  {
    sourceId: 'a2',
    name: 'Home loan',
    kind: 'mortgage',
    number: '··9034',
    balance: { amount: '-186420.33', currency: 'EUR' },
    shared: false,
    account: null,
    currency: 'EUR',
    like: null,
  },
  {
    sourceId: 'a3',
    name: 'Livret Jeune',
    kind: 'savings',
    number: null,
    balance: null,
    shared: false,
    account: null,
    currency: 'EUR',
    like: null,
  },
];

const fault = (code: string, params: object) =>
  Promise.reject(Object.assign({ code, params, trace: '7c11a2' }));

/** Linking: `wait` is how long a bank takes to say that it waits, in milliseconds. */
export function linksAnswers(
  connections: () => readonly Connection[],
  change: (connection: Connection) => void,
  wait = 1500,
): Record<string, Answer> {
  let next = 1;
  const open = new Map<string, { link: Link; bank: string; waits: number; stop: () => void }>();

  const at = (one: { link: Link }, more: Partial<Link>): Link => {
    one.link = {
      ...one.link,
      reason: null,
      bankSays: null,
      fields: [],
      options: [],
      url: null,
      host: null,
      stopped: null,
      message: null,
      retryAt: null,
      ...more,
    } as Link;
    return one.link;
  };
  const done = (one: { link: Link }): Link =>
    at(one, { step: 'done', login: one.link.login ?? 's90' });
  const find = (id: string) => {
    const one = open.get(id);
    if (!one)
      throw Object.assign({ code: 'not_found', params: { entity: 'link' }, trace: '7c11a3' });
    return one;
  };

  return {
    login_banks: (request) => {
      const { text, country } = request as BankSearchReq;
      const fold = (words: string) =>
        words.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
      return banks.filter(
        (one) =>
          fold(one.name).includes(fold(text ?? '')) &&
          (!country || one.countries.includes(country)),
      );
    },
    link_begin: (request) => {
      const { connection, kind, bank: wanted, login: ailing } = request as LinkBeginReq;
      const found = connections()
        .flatMap((one) => one.logins)
        .find((one) => one.sourceId === ailing);
      const one = { link: {} as Link, bank: wanted ?? 'page', waits: 0, stop: () => {} };
      one.link = { id: `link-${next}`, connection, login: ailing, firstSync: false } as Link;
      next += 1;
      open.set(one.link.id, one);
      if (kind === 'connect')
        return at(one, {
          step: 'choose',
          options: [
            { value: 'u1', label: 'Nora Lindqvist' },
            { value: 'new-natural', label: '' },
            { value: 'new-legal', label: '' },
          ],
        });
      const action = kind === 'add' ? null : found?.action;
      if (action === 'enter_fields' || action === 'confirm')
        return at(one, { step: 'ask', reason: 'code', fields: CODE });
      if (action === 'approve_in_app') {
        one.bank = 'app';
        return at(one, { step: 'approve' });
      }
      if (action === 'visit_bank') return done(one);
      if (one.bank === 'page' && kind !== 'credentials')
        return at(one, { step: 'browser', url: 'https://bank.example/auth', host: 'bank.example' });
      return at(one, { step: 'ask', reason: 'credentials', fields: SIGN_IN });
    },
    link_answer: (request) => {
      const { link, fields, choice } = request as LinkAnswerReq;
      const one = find(link);
      if (one.link.step === 'choose' && choice?.startsWith('new-'))
        return at(one, {
          step: 'ask',
          reason: 'credentials',
          fields:
            choice === 'new-natural'
              ? [field('first_name', '', 'text'), field('last_name', '', 'text')]
              : [field('name', '', 'text'), field('siren', '', 'text', { required: false })],
        });
      if (one.link.step === 'choose' || one.link.fields.some((asked) => asked.label === '')) {
        const set = connections().find((known) => known.id === one.link.connection);
        if (set) change({ ...set, unfinished: false, needsPerson: false, state: 'new' });
        return done(one);
      }
      const value = (key: string) => fields.find((entered) => entered.key === key)?.value ?? '';
      if (one.link.step === 'browser') return done(one);
      if (one.link.reason === 'code') {
        return value('otp') === '000000'
          ? at(one, { step: 'ask', reason: 'code', fields: CODE, bankSays: 'This code ran out.' })
          : done(one);
      }
      if (!/^\d{5,10}$/.test(value('login')))
        return fault('invalid_request', { field: 'login', reason: 'malformed' });
      if (value('password') === 'wrong')
        return at(one, { step: 'ask', reason: 'wrong_credentials', fields: SIGN_IN });
      if (one.bank === 'code') return at(one, { step: 'ask', reason: 'code', fields: CODE });
      if (one.bank === 'app') return at(one, { step: 'approve' });
      if (one.bank === 'down')
        return at(one, {
          step: 'stopped',
          stopped: 'login',
          message: 'bank_unavailable',
          retryAt: '2026-05-18T10:12:00Z',
        });
      return done(one);
    },
    link_wait: async (request) => {
      const one = find((request as LinkReq).link);
      await new Promise<void>((resolve) => {
        // A page in the browser is waited for until it comes back.
        if (one.link.step !== 'browser') setTimeout(resolve, wait);
        one.stop = resolve;
      });
      const still = find((request as LinkReq).link);
      still.waits += 1;
      if (still.link.step === 'approve') return at(still, { step: 'working' });
      if (still.link.step === 'working') return done(still);
      return still.link;
    },
    link_browse: () => ({}),
    link_cancel: (request) => {
      const { link } = request as LinkReq;
      const one = open.get(link);
      open.delete(link);
      one?.stop();
      return {};
    },
    login_accounts: (request) =>
      (request as LoginReq).login === 's90'
        ? offered
        : offered.map((one, index) => ({
            ...one,
            shared: index < 2,
            account: index < 2 ? String(index + 1) : null,
          })),
    connection_accounts: () => [
      {
        sourceId: 'w1',
        name: 'Household account',
        kind: 'checking',
        number: 'FR7630004000031234567890143',
        currency: 'EUR',
        balance: { amount: '2410.77', currency: 'EUR' },
        shared: true,
        account: null,
        like: { account: '1', by: 'iban' },
      },
      {
        sourceId: 'w2',
        name: 'Wallet',
        kind: 'cash',
        number: null,
        currency: 'EUR',
        balance: { amount: '84.20', currency: 'EUR' },
        shared: true,
        account: null,
        like: null,
      },
    ],
    accounts_link: (request) => ({
      batch: '902',
      rows: (request as AccountsLinkReq).choices.length,
      label: 'accounts_chosen',
    }),
    login_share: (request) => ({
      batch: '903',
      rows: (request as LoginShareReq).accounts.length,
      label: 'accounts_shared',
    }),
    login_remove: (request) => {
      const { connection, login: gone } = request as LoginRemoveReq;
      const found = connections().find((one) => one.id === connection);
      if (found) change({ ...found, logins: found.logins.filter((one) => one.sourceId !== gone) });
      return { batch: '904', rows: 212, label: 'login_removed' };
    },
  };
}
