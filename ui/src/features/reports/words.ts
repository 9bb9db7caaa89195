/** What lines and ends of flows are called. */
import type { ReportFlow, ReportLine } from '$lib/backend/contract';
import { t } from '$lib/messages';

export const VIEWS = ['flow', 'categories', 'payees', 'tags', 'time'] as const;
export type ReportView = (typeof VIEWS)[number];

export const BY = {
  flow: 'group',
  categories: 'category',
  payees: 'payee',
  tags: 'tag',
  time: 'category',
} as const;

export const lineName = (line: Pick<ReportLine, 'name'>, view: ReportView): string =>
  line.name || (view === 'tags' ? t('reports.without-tag') : t('reports.without'));

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
