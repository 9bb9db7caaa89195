/** What waits, in words, and the way to it. */
import { iconOf, titleOf, whyOf } from '$lib/book/alerts';
import type { Alert, ReviewItem } from '$lib/backend/contract';
import { say } from '$lib/book';
import type { IconName } from '$design/primitives';
import { t } from '$lib/messages';
import { href } from '$lib/router';

export interface ReviewLine {
  icon: IconName;
  title: string;
  more: string;
  href: string;
  /** It is a thing to do at once, so it has a button. */
  urgent: boolean;
}

const plain = (money: ReviewItem['before']) => (money ? say(money, { sign: 'never' }) : '');

export function reviewLine(item: ReviewItem): ReviewLine {
  const name = item.subject;
  switch (item.kind) {
    case 'connection':
      return {
        icon: 'key',
        title: t('overview.review.connection', { name, detail: item.detail }),
        more: t('overview.review.connection.more'),
        href: href('connections', {}, item.id ? [item.id] : []),
        urgent: true,
      };
    case 'uncategorised':
      return {
        icon: 'tag',
        title: t('overview.review.uncategorised', { count: item.count }),
        more: t('overview.review.uncategorised.more', { name }),
        href: href('transactions', { filter: 'uncategorised' }),
        urgent: false,
      };
    case 'price_change':
      return {
        icon: 'arrowup',
        title: t('overview.review.price', { name, now: plain(item.after) }),
        more: t('overview.review.price.more', { before: plain(item.before) }),
        href: href('transactions', { q: `payee:"${name.replaceAll('"', '')}"` }),
        urgent: false,
      };
    case 'deletion_guard':
      return {
        icon: 'shield',
        title: t('overview.review.guard', { name, count: item.count }),
        more: t('overview.review.guard.more'),
        href: href('connections', {}, item.id ? [item.id] : []),
        urgent: true,
      };
    case 'same_accounts':
      return {
        icon: 'layers',
        title: t('overview.review.same', { name, count: item.count }),
        more: t('overview.review.same.more'),
        href: href('connections'),
        urgent: false,
      };
    case 'consent_ends':
      return {
        icon: 'key',
        title: t('overview.review.consent', { name, days: item.count }),
        more: t('overview.review.consent.more'),
        href: href('connections', item.id ? { open: item.id } : {}),
        urgent: false,
      };
    case 'budget_over':
      return {
        icon: 'pie',
        title: t('overview.review.budget', { name }),
        more: t('overview.review.budget.more', { now: plain(item.after) }),
        href: href('budgets', {}, item.id ? [item.id] : []),
        urgent: false,
      };
    default:
      return {
        icon: 'bell',
        title: t('overview.review.other', { name }),
        more: '',
        href: href('overview'),
        urgent: false,
      };
  }
}

/** An alert among what waits. */
export const alertLine = (alert: Alert): ReviewLine => ({
  icon: iconOf(alert),
  title: titleOf(alert),
  more: whyOf(alert),
  href: href('alerts', {}, [alert.id]),
  urgent: false,
});
