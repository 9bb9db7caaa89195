/** What an alert says. */
import type { Alert, AlertKind } from '$lib/backend/contract';
import { say } from './say';
import { formatDay } from '$lib/format';
import { t } from '$lib/messages';

export const KINDS = [
  'low_balance',
  'unusual_charge',
  'price_rise',
  'duplicate_charge',
  'income_missing',
  'budget_breaking',
  'forgotten_subscription',
  'bill_due',
] as const satisfies readonly AlertKind[];

const ICONS = {
  low_balance: 'forecast',
  unusual_charge: 'warn',
  price_rise: 'arrowup',
  duplicate_charge: 'copy',
  income_missing: 'clock',
  budget_breaking: 'pie',
  forgotten_subscription: 'recur',
  bill_due: 'cal',
} as const satisfies Record<AlertKind, string>;

/** The name of its icon. */
export const iconOf = (alert: Alert): (typeof ICONS)[AlertKind] => ICONS[alert.kind];

const bare = (money: Alert['amount'] | null) => (money ? say(money, { sign: 'never' }) : '');

/** One line. */
export function titleOf(alert: Alert): string {
  const { name } = alert;
  switch (alert.kind) {
    case 'budget_breaking':
      return t(`alerts.title.budget_breaking.${alert.ahead ? 'ahead' : 'over'}`, {
        name,
        amount: bare(alert.amount),
      });
    case 'bill_due':
      return t('alerts.title.bill_due', { name, amount: bare(alert.amount), days: alert.count });
    default:
      return t(`alerts.title.${alert.kind}`, { name, amount: bare(alert.amount) });
  }
}

/** Why, in a sentence. */
export function whyOf(alert: Alert, today?: string): string {
  const day = formatDay(alert.date, 'day', today ? { today } : {});
  const account = alert.accountName ?? '';
  switch (alert.kind) {
    case 'low_balance':
      return t('alerts.why.low_balance', {
        amount: say(alert.amount),
        day,
        floor: alert.against ? say(alert.against) : '',
        chance: alert.count,
      });
    case 'unusual_charge':
      return alert.against
        ? t('alerts.why.unusual', { usual: bare(alert.against), count: alert.count })
        : t('alerts.why.largest', { count: alert.count });
    case 'price_rise':
      return t('alerts.why.price', {
        before: bare(alert.against),
        after: bare(alert.amount),
        day,
        yearly: bare(alert.yearly),
      });
    case 'duplicate_charge':
      return t('alerts.why.twice', { days: alert.count, account });
    case 'income_missing':
      return t('alerts.why.income', { amount: bare(alert.amount), day, days: alert.count });
    case 'budget_breaking':
      return t(`alerts.why.budget.${alert.ahead ? 'ahead' : 'over'}`, {
        amount: bare(alert.amount),
        limit: bare(alert.against),
      });
    case 'forgotten_subscription':
      return t('alerts.why.idle', { yearly: bare(alert.yearly), months: alert.count });
    case 'bill_due':
      return t('alerts.why.due', { account, day });
  }
}
