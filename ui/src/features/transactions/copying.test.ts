import { describe, expect, it } from 'vitest';
import type { TransactionRow } from '$lib/backend/contract';
import { asTable } from './copying';

const row = (payee: string, note = ''): TransactionRow =>
  ({
    date: '2026-05-18',
    payee,
    note,
    accountName: 'Joint',
    amount: { amount: '-64.20', currency: 'EUR' },
  }) as TransactionRow;

describe('rows on the clipboard', () => {
  it('are one line each, with amounts that other programs read', () => {
    const text = asTable([row('Shop', 'two\nlines')], ['Date', 'Payee'], () => 'Groceries');
    expect(text).toBe('Date\tPayee\n2026-05-18\tShop\tGroceries\tJoint\t-64.20\tEUR\ttwo lines');
  });

  it('never carry a formula from a bank text', () => {
    expect(asTable([row('=HYPERLINK("x")')], [], () => '')).toContain(`'=HYPERLINK`);
  });
});
