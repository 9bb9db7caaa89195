/** What a login at a bank is called, how it looks, and the one thing to do about it. */
import type { IconName } from '$design/primitives';
import type { Connection, Login, LoginAction, LoginMessage } from '$lib/backend/contract';
import { ails } from '$lib/book';
import { formatDay, formatInstant } from '$lib/format';
import { t } from '$lib/messages';
import type { LinkTask } from './link-flow.svelte';

interface Look {
  tone: 'neutral' | 'pos' | 'neg' | 'warn' | 'info';
  icon: IconName;
}

const LOOKS: Record<LoginMessage, Look> = {
  ok: { tone: 'pos', icon: 'ok' },
  syncing: { tone: 'info', icon: 'sync' },
  authentication_due: { tone: 'warn', icon: 'key' },
  fields_needed: { tone: 'warn', icon: 'sms' },
  approval_needed: { tone: 'warn', icon: 'phone' },
  browser_needed: { tone: 'warn', icon: 'ext' },
  wrong_credentials: { tone: 'neg', icon: 'error' },
  password_expired: { tone: 'warn', icon: 'key' },
  action_at_bank: { tone: 'warn', icon: 'bank' },
  rate_limited: { tone: 'neutral', icon: 'clock' },
  bank_unavailable: { tone: 'neutral', icon: 'cloudoff' },
  upstream_failed: { tone: 'neutral', icon: 'cloudoff' },
  not_supported: { tone: 'neg', icon: 'error' },
  switched_off: { tone: 'neg', icon: 'error' },
  unknown: { tone: 'neutral', icon: 'info' },
};

export const loginLook = (message: LoginMessage): Look => LOOKS[message];

/** What the button of a login leads to: linking steps, an explanation first, or the service's site. */
export type LoginRemedy =
  { go: 'steps'; task: LinkTask } | { go: 'explain'; task: LinkTask } | { go: 'site' };

/** What that button says; null where there is none. */
export const remedyWords = ({ action }: Login): string | null =>
  action === 'none' || action === 'wait_until' ? null : t(`login.remedy.${action}`);

/** The one thing to do, or null where time alone helps. */
export function remedyOf(login: Login): LoginRemedy | null {
  const task = (kind: LinkTask['kind'], way: LinkTask['way']): LinkTask => ({
    kind,
    way,
    bank: null,
    login: login.sourceId,
  });
  const remedies: Record<LoginAction, LoginRemedy | null> = {
    none: null,
    wait_until: null,
    confirm: { go: 'steps', task: task('repair', 'form') },
    enter_fields: { go: 'steps', task: task('repair', 'form') },
    approve_in_app: { go: 'steps', task: task('repair', 'form') },
    open_browser: { go: 'steps', task: task('repair', 'browser') },
    re_enter_credentials: { go: 'steps', task: task('credentials', 'form') },
    // What is done at the bank is done there; afterwards the login is tried again.
    visit_bank: { go: 'explain', task: task('repair', 'form') },
    contact: { go: 'site' },
  };
  return remedies[login.action];
}

/** The short words of a login's state. */
export function loginWords(login: Login): string {
  return t(`login.state.${login.message}`, {
    when: login.nextTry ? 'known' : 'unknown',
    time: login.nextTry ? formatInstant(login.nextTry) : '',
  });
}

/** The second line: how old its data is, and how long its consent lasts. */
export function loginFreshness(login: Login): string {
  return t('login.freshness', {
    read: login.lastSync ? 'yes' : 'no',
    well: ails(login) ? 'no' : 'yes',
    time: login.lastSync ? formatInstant(login.lastSync) : '',
    ends: login.consentUntil ? 'yes' : 'no',
    end: login.consentUntil ? formatDay(login.consentUntil.slice(0, 10)) : '',
  });
}

/** The name of the bank; a login that was not read yet may have none. */
export const bankName = (login: Login, connection: Connection): string =>
  login.institution || connection.label;
