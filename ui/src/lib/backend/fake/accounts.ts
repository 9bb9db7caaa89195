import type { Account, AccountGroup, AccountKind, Money } from '$lib/backend/contract';
import type { Answer } from './fake';

const money = (amount: string, currency = 'EUR'): Money => ({ amount, currency });

function account(
  id: string,
  name: string,
  kind: AccountKind,
  balance: Money,
  institution: string | null,
  monogram: string,
  euros?: [amount: string, rate: string],
): Account {
  return {
    id,
    name,
    monogram,
    kind,
    currency: balance.currency,
    institution,
    numberHint: institution ? `··${4000 + Number(id) * 731}` : null,
    balance,
    converted: euros
      ? { money: money(euros[0]), rate: euros[1], rateDate: '2026-05-15', stale: false }
      : { money: balance, rate: '1', rateDate: '2026-05-18', stale: false },
    pending: money('0.00', balance.currency),
    available: null,
    asOf: '2026-05-18',
    connection: institution ? '1' : null,
    mirrorOf: null,
    closed: false,
    inBudget: true,
    inNetWorth: true,
    owner: null,
    tier: null,
    transactions: 200,
  };
}

const group = (key: string, total: string, ...accounts: Account[]): AccountGroup => ({
  key,
  total: money(total),
  accounts,
  withoutRate: 0,
});

const groups: AccountGroup[] = [
  group(
    'cash',
    '11893.64',
    account('1', 'Joint current', 'checking', money('3842.16'), 'Rivage Banque', 'RB'),
    account('2', 'Salary account', 'checking', money('6215.40', 'CHF'), 'Alpenrose Bank', 'A', [
      '6626.24',
      '1.0661',
    ]),
    account('3', 'Travel account', 'checking', money('1150.22', 'GBP'), 'Larkfield', 'L', [
      '1338.86',
      '1.1640',
    ]),
    account('4', 'Cash at home', 'cash', money('86.38'), null, 'C'),
  ),
  group(
    'savings',
    '14650.00',
    account('5', 'Rainy-day savings', 'savings', money('14650.00'), 'Rivage Banque', 'RB'),
  ),
  group(
    'cards',
    '-1184.70',
    account('6', 'Everyday card', 'credit_card', money('-1184.70'), 'Rivage Banque', 'RB'),
  ),
  group(
    'investments',
    '61216.30',
    account('7', 'Share plan', 'investment', money('38214.90'), 'Caisse Aubier', 'CA'),
    account('8', 'Global broker', 'investment', money('26108.28', 'USD'), 'Northmere', 'N', [
      '23001.40',
      '0.8810',
    ]),
  ),
  group(
    'loans',
    '-186420.33',
    account('9', 'Home loan', 'mortgage', money('-186420.33'), 'Caisse Aubier', 'CA'),
  ),
];

/** Accounts of an invented household; none in an empty book. */
export function accountsAnswers(empty: boolean): Record<string, Answer> {
  return {
    accounts_list: () => ({ groups: empty ? [] : groups }),
    account_terms: (request) => ({
      earned: (request as { id: string }).id === '5' ? { percent: '2.4', posting: 'yearly' } : null,
      charged:
        (request as { id: string }).id === '1' ? { percent: '11.9', posting: 'quarterly' } : null,
    }),
    account_terms_save: () => ({ batch: '901', rows: 1, label: 'account_terms' }),
    account_update: () => ({ batch: '900', rows: 1, label: 'account_edited' }),
  };
}
