/** What lines and ends of flows are called. */
import type { ReportFlow, ReportLine } from '$lib/backend/contract';
import { t } from '$lib/messages';

/** What most look at, and what a menu beside it holds. */
export const VIEWS = ['flow', 'categories', 'payees', 'tags', 'time'] as const;
export const FURTHER = ['needs', 'accounts', 'owners'] as const;
export type ReportView = (typeof VIEWS)[number] | (typeof FURTHER)[number];

export const BY = {
  flow: 'group',
  categories: 'category',
  payees: 'payee',
  tags: 'tag',
  time: 'category',
  needs: 'need',
  accounts: 'account',
  owners: 'owner',
} as const;

export function lineName(line: Pick<ReportLine, 'name' | 'key'>, view: ReportView): string {
  switch (view) {
    case 'needs':
      return t(`reports.need.${line.key === 'need' || line.key === 'want' ? line.key : 'neither'}`);
    case 'owners':
      return line.name || t('reports.without-owner');
    case 'tags':
      return line.name || t('reports.without-tag');
    default:
      return line.name || t('reports.without');
  }
}

export const endName = (end: ReportFlow): string =>
  end.kind === 'kept'
    ? t('reports.kept')
    : end.kind === 'reserves'
      ? t('reports.reserves')
      : end.name || t('reports.without');

/** Width of a bar beside the longest. Geometry only: amounts are words. */
export const shareOf = (value: string, most: string): number => {
  const longest = Math.abs(Number(most));
  return longest > 0 ? Math.max(0, Number(value)) / longest : 0;
};
