import { describe, expect, it } from 'vitest';
import { MAPPING } from '$lib/backend/fake/importing';
import {
  exampleDay,
  missing,
  orderOf,
  sampleRows,
  withDecimalMark,
  withHeader,
  withOrder,
  withRole,
} from './mapping';

describe('the mapping of a delimited file', () => {
  it('gives a role to one column only', () => {
    const next = withRole(MAPPING, 5, 'payee');
    expect(next.columns).toEqual(['date', 'ignore', 'note', 'amount', 'balance', 'payee']);
    expect(MAPPING.columns[1]).toBe('payee');
  });

  it('lets several columns be bank text or left out', () => {
    const next = withRole(withRole(MAPPING, 2, 'description'), 5, 'description');
    expect(next.columns.filter((role) => role === 'description')).toHaveLength(2);
  });

  it('says the amount in one way', () => {
    const two = withRole(withRole(MAPPING, 3, 'debit'), 4, 'credit');
    expect(two.columns.slice(3, 5)).toEqual(['debit', 'credit']);
    expect(missing(two)).toBeNull();
    const one = withRole(two, 3, 'amount');
    expect(one.columns.slice(3, 5)).toEqual(['amount', 'ignore']);
  });

  it('knows what is missing', () => {
    expect(missing(MAPPING)).toBeNull();
    expect(missing(withRole(MAPPING, 0, 'ignore'))).toBe('date');
    expect(missing(withRole(MAPPING, 3, 'ignore'))).toBe('amount');
    expect(missing(withRole(MAPPING, 3, 'debit'))).toBe('amount');
  });

  it('never has the same mark for decimals and groups', () => {
    const next = withDecimalMark(MAPPING, ',');
    expect([next.decimalMark, next.thousandsMark]).toEqual([',', '.']);
    const apostrophe = withDecimalMark({ ...MAPPING, thousandsMark: '’' }, ',');
    expect(apostrophe.thousandsMark).toBe('’');
  });

  it('takes the heads from the chosen line', () => {
    const sample = [['report'], ['day', 'text'], ['1.5.', 'x']];
    const next = withHeader({ ...MAPPING, columns: ['date', 'payee'] }, 2, sample);
    expect(next).toMatchObject({ headerLine: 2, firstLine: 3, heads: ['day', 'text'] });
    expect(sampleRows(next, sample)).toEqual([['1.5.', 'x']]);
    expect(withHeader(next, null, sample)).toMatchObject({ headerLine: null, firstLine: 1 });
  });

  it('reads and changes the order of a date pattern, keeping its marks', () => {
    expect(orderOf('%d.%m.%Y')).toBe('dmy');
    expect(orderOf('%Y-%m-%d')).toBe('ymd');
    expect(orderOf('%b %e, %Y')).toBe('mdy');
    expect(orderOf('mdy')).toBe('mdy');
    expect(withOrder('%d/%m/%y', 'mdy')).toBe('%m/%d/%y');
    expect(withOrder('%d.%m.%Y', 'ymd')).toBe('%Y.%m.%d');
    expect(withOrder('dmy', 'mdy')).toBe('mdy');
  });

  it('shows what a cell means, and nothing for a day that does not exist', () => {
    expect(exampleDay('03/04/2026', 'dmy')).toBe('2026-04-03');
    expect(exampleDay('03/04/2026', 'mdy')).toBe('2026-03-04');
    expect(exampleDay('17/05/26', 'dmy')).toBe('2026-05-17');
    expect(exampleDay('17/05/2026', 'mdy')).toBeNull();
    expect(exampleDay('soon', 'dmy')).toBeNull();
  });
});
