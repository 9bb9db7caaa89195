import type {
  AppStatus,
  BackupStatus,
  BookCreateReq,
  BookEraseReq,
  Settings,
  SettingsUpdateReq,
} from '$lib/backend/contract';
import type { Answer } from './fake';

/** The states of the book that the address can ask for: `?book=none`, `locked`, `keychain`, `broken`. */
export function bookAnswers(start: string): Record<string, Answer> {
  let status: AppStatus = {
    version: '0.1.0',
    platform: 'linux',
    book:
      start === 'none' || start === 'bare'
        ? 'none'
        : start === 'locked' || start === 'keychain'
          ? 'locked'
          : start === 'broken'
            ? 'broken'
            : 'open',
    protection: start === 'keychain' ? 'keychain' : 'passphrase',
    problem:
      start === 'broken'
        ? { code: 'book_damaged', params: { what: 'tampered' }, trace: '7f3a91' }
        : null,
    keychain: start === 'bare' ? 'unavailable' : 'available',
    secrets: 'keychain',
    chartStyles: ['AT', 'CH', 'DE', 'ES', 'FR', 'GB', 'IT', 'NL', 'US'],
    storePath: '~/.local/share/coffer/coffer.db',
    cipher: 'SQLCipher 4, AES-256-CBC, HMAC-SHA512',
    schema: 7,
    baseCurrency: 'EUR',
    today: '2026-05-18',
    counts: { accounts: 9, transactions: 1842, connections: 5, batches: 486 },
  };
  let settings: Settings = {
    baseCurrency: 'EUR',
    theme: (localStorage.getItem('coffer.theme') as Settings['theme']) ?? 'system',
    density: 'normal',
    region: 'en-GB',
    textSize: 100,
    lockAfterMinutes: 15,
    lockOnSuspend: true,
    fetchRates: true,
    secondRates: false,
    syncHours: 6,
    letterShortcuts: true,
    hideAmounts: false,
    chartPatterns: false,
    floor: '500.00',
    experimentalServices: false,
    fileAbove: 90,
  };
  let backup: BackupStatus['last'] = null;
  const refuse = (code: string, params?: object) =>
    Promise.reject(Object.assign({ code, params, trace: 'c04d19' }));
  return {
    app_status: () => ({ ...status }),
    book_create: (request) => {
      const { protection, secrets, baseCurrency } = request as BookCreateReq;
      status = { ...status, book: 'open', protection, secrets, baseCurrency };
      return status;
    },
    book_unlock: (request) => {
      const { passphrase } = request as { passphrase: string | null };
      if (status.protection === 'passphrase' && passphrase !== 'maple kettle orbit fern') {
        return refuse('wrong_passphrase');
      }
      status = { ...status, book: 'open' };
      return status;
    },
    book_lock: () => (status = { ...status, book: 'locked' }),
    book_protect: (request) => {
      const { currentPassphrase, protection } = request as {
        currentPassphrase: string | null;
        protection: AppStatus['protection'];
      };
      if (currentPassphrase === 'wrong') return refuse('wrong_passphrase');
      status = { ...status, protection };
      return status;
    },
    backup_status: () => ({ last: backup }),
    backup_write: () => {
      backup = {
        file: 'Coffer 2026-05-18.coffer',
        at: '2026-05-18T08:41:00Z',
        bytes: '11954176',
        accounts: 9,
        transactions: 1842,
        protection: 'passphrase',
      };
      return { backup };
    },
    backup_pick: () => ({
      offer: { token: 'b1', name: 'Coffer 2026-04-30.coffer', protection: 'passphrase' },
    }),
    backup_restore: (request) => {
      const { passphrase } = request as { passphrase: string | null };
      if (passphrase !== 'maple kettle orbit fern') return refuse('wrong_passphrase');
      status = { ...status, book: 'open', problem: null };
      return status;
    },
    book_erase: (request) => {
      const { revoke, anyway } = request as BookEraseReq;
      const kept = [
        {
          upstream: 'budgea',
          upstreamName: 'Powens',
          label: 'Crédit Alpin',
          banks: ['Banque du Lac'],
          servicePage: 'https://docs.powens.com',
        },
      ];
      if (revoke && !anyway) return { erased: false, kept, connections: [], tokensGone: false };
      status = { ...status, book: 'none', protection: null, counts: null, cipher: null };
      return {
        erased: true,
        kept: revoke ? kept : [],
        connections: [
          { upstream: 'budgea', label: 'Crédit Alpin', servicePage: 'https://docs.powens.com' },
          { upstream: 'finwise', label: 'FinWise', servicePage: 'https://finwiseapp.io' },
        ],
        tokensGone: true,
      };
    },
    book_verify: () => ({
      ok: true,
      batches: 486,
      transactions: 1842,
      findings: [],
    }),
    activity_seen: () => ({}),
    settings_get: () => settings,
    settings_update: (request) => {
      const { lockAfterMinutes, ...changes } = request as SettingsUpdateReq;
      const given = Object.fromEntries(
        Object.entries(changes).filter(([, value]) => value !== null && value !== undefined),
      );
      settings = { ...settings, ...given };
      if (lockAfterMinutes !== undefined && lockAfterMinutes !== null) {
        settings.lockAfterMinutes = lockAfterMinutes === 0 ? null : lockAfterMinutes;
      }
      return settings;
    },
    own_rates_list: () => [
      { currency: 'UAH', rate: '0.0221', per: 'EUR', date: '2026-05-11' },
      { currency: 'CHF', rate: '1.0653', per: 'EUR', date: '2026-03-02' },
    ],
    own_rate_put: () => ({ batch: '71', rows: 1, label: 'own_rate_put' }),
    rates_import: () => ({
      read: 12,
      changed: 11,
      rejected: [{ line: 4, reason: 'price' }],
      change: { batch: '72', rows: 11, label: 'rates_imported' },
    }),
    rates_status: () => ({
      sources: [
        { currency: 'CHF', source: 'ecb', oldest: '2024-03-01', newest: '2026-05-15' },
        { currency: 'UAH', source: 'own', oldest: '2026-05-11', newest: '2026-05-11' },
        { currency: 'UAH', source: 'nbp', oldest: '2024-03-01', newest: '2026-05-15' },
      ],
      newest: '2026-05-15',
      oldest: '2024-03-01',
      currencies: ['CHF', 'GBP', 'USD'],
      fetching: settings.fetchRates,
      problem: null,
      triedAt: '2026-05-18T06:40:00Z',
    }),
    rates_refresh: () => ({
      sources: [],
      newest: '2026-05-18',
      oldest: '2024-03-01',
      currencies: ['CHF', 'GBP', 'USD'],
      fetching: true,
      problem: null,
      triedAt: '2026-05-18T08:40:00Z',
    }),
  };
}
