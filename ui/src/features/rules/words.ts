/** Rules as people read them. */
import type { RuleProblem, RuleTest } from '$lib/backend/contract';
import { formatDay, groupedDecimal, isDecimal } from '$lib/format';
import { t } from '$lib/messages';
import { howKey } from './draft';

/** Names of what tests refer to by number. */
export interface Names {
  account: (id: string) => string;
  category: (id: string) => string;
  source: (id: string) => string;
}

const WORDS = {
  income: 'rules.kind.income',
  expense: 'rules.kind.expense',
  transfer: 'rules.kind.transfer',
  in: 'rules.direction.in',
  out: 'rules.direction.out',
  file: 'rules.source.file',
  hand: 'rules.source.hand',
} as const;

const wordOf = (value: string): string =>
  value in WORDS ? t(WORDS[value as keyof typeof WORDS]) : value;

/** One value of a test, as it is read. */
export function valueWords({ field }: RuleTest, value: string, names: Names): string {
  switch (field) {
    case 'account':
      return names.account(value);
    case 'category':
      return names.category(value);
    case 'source':
      return value === 'file' || value === 'hand' ? wordOf(value) : names.source(value);
    case 'kind':
    case 'direction':
      return wordOf(value);
    case 'amount':
      return isDecimal(value) ? groupedDecimal(value) : value;
    case 'date':
      return formatDay(value, 'full');
    default:
      return value;
  }
}

/** What is compared, before the value: “payee contains”. */
export const lead = (test: RuleTest): string =>
  t('rules.test', { field: t(`rules.field.${test.field}`), how: t(`rules.how.${howKey(test)}`) });

export function values(test: RuleTest, names: Names): string {
  const all = test.values.map((value) => valueWords(test, value, names));
  return test.op === 'between'
    ? t('rules.between', { from: all[0] ?? '', to: all[1] ?? '' })
    : all.join(', ');
}

/** Why a rule is not used. */
export const problemWords = ({ fault, detail }: RuleProblem): string =>
  t(`rules.fault.${fault}`, { detail });
