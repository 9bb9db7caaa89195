import type { Debt, DebtDetail, DebtOutcome, DebtsPage } from '$lib/backend/contract';
import type { Answers } from './answers';
import { money, TODAY } from './household';

const debt = (id: string, name: string, owed: number, rest: Partial<Debt>): Debt => ({
  id,
  name,
  source: 'account',
  account: id.slice(1),
  kind: 'loan',
  terms: 'own',
  owed: money(owed),
  stated: null,
  on: null,
  rate: null,
  payment: null,
  extra: money(0),
  day: 5,
  next: null,
  ends: null,
  payments: 0,
  interest: money(0),
  savedInterest: money(0),
  savedPayments: 0,
  problem: null,
  monthInterest: null,
  ...rest,
});

const DEBTS: Debt[] = [
  debt('a9', 'Home loan', 18_400_000, {
    terms: 'upstream',
    rate: '1.85',
    payment: money(141_208),
    next: '2026-06-05',
    ends: '2038-12-05',
    payments: 151,
    interest: money(2_198_411),
  }),
  debt('h1', 'Kitchen', 600_000, {
    source: 'hand',
    account: null,
    stated: money(750_000),
    on: '2026-01-02',
    rate: '4.9',
    payment: money(30_000),
    extra: money(5_000),
    next: '2026-06-05',
    ends: '2027-11-05',
    payments: 18,
    interest: money(23_150),
    savedInterest: money(4_020),
    savedPayments: 3,
  }),
  debt('a7', 'Everyday card', 118_500, {
    kind: 'deferred',
    day: 31,
    next: '2026-05-31',
    ends: '2026-05-31',
    payments: 1,
  }),
  debt('a8', 'Store card', 90_000, { terms: 'missing', kind: 'revolving', problem: 'no_terms' }),
];

const outcome = (month: string, months: number, interest: number): DebtOutcome => ({
  month,
  months,
  interest: money(interest),
  ends: [
    { debt: 'h1', name: 'Kitchen', month: '2027-09' },
    { debt: 'a9', name: 'Home loan', month },
  ],
});

const PAGE: DebtsPage = {
  today: TODAY,
  currency: 'EUR',
  owed: money(19_208_500),
  monthly: money(176_208),
  interest: money(2_221_561),
  ends: null,
  debts: DEBTS,
  orders: {
    extra: money(0),
    debts: 2,
    asIs: outcome('2038-12', 151, 2_221_561),
    snowball: outcome('2036-05', 120, 1_802_200),
    avalanche: outcome('2036-05', 120, 1_801_150),
  },
  withoutRate: [],
};

const SCHEDULE: DebtDetail['payments'] = [
  ['2026-06-05', 2_450, 32_550, 567_450],
  ['2026-07-05', 2_317, 32_683, 534_767],
].map(([date, interest, principal, left]) => ({
  date: date as string,
  paid: money(35_000),
  interest: money(interest as number),
  principal: money(principal as number),
  left: money(left as number),
}));

export function debtsAnswers(empty: boolean): Answers {
  return {
    debts_get: (request) => {
      const { extra } = request as { extra: string };
      if (empty) return { ...PAGE, debts: [], orders: null, owed: money(0) };
      return extra === ''
        ? PAGE
        : { ...PAGE, orders: PAGE.orders && { ...PAGE.orders, extra: money(20_000) } };
    },
    debt_get: (request) => {
      const { debt } = request as { debt: string };
      const found = DEBTS.find((one) => one.id === debt) ?? DEBTS[0]!;
      return { debt: found, payments: found.problem ? [] : SCHEDULE } satisfies DebtDetail;
    },
    debt_save: () => ({ batch: '33', rows: 1, label: 'debt_saved' }),
    debt_remove: () => ({ batch: '34', rows: 1, label: 'debt_removed' }),
  };
}
