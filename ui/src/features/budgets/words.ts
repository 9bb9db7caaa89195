/** How a budget goes, in words; never by colour alone. */
import type { IconName } from '$design/primitives';
import type { BudgetLine } from '$lib/backend/contract';
import { sayWhole } from '$lib/book';
import { t } from '$lib/messages';

export interface PaceWords {
  text: string;
  tone: 'neutral' | 'warn' | 'neg';
  icon?: IconName;
}

export function paceWords(
  line: Pick<BudgetLine, 'status' | 'difference'> & { warned?: boolean; spentPercent?: number },
): PaceWords {
  const amount = sayWhole(line.difference, { sign: 'never' });
  switch (line.status) {
    case 'over':
      return { text: t('budgets.status.over', { amount }), tone: 'neg', icon: 'warn' };
    case 'ahead':
      return { text: t('budgets.status.ahead', { amount }), tone: 'warn', icon: 'arrowup' };
    case 'paid':
      return { text: t('budgets.status.paid'), tone: 'neutral', icon: 'check' };
    default:
      // On its way all the same: the threshold was passed.
      if (line.warned)
        return {
          text: t('budgets.status.warned', { percent: line.spentPercent ?? 0 }),
          tone: 'warn',
          icon: 'bell',
        };
      return { text: t(`budgets.status.${line.status}`), tone: 'neutral' };
  }
}
