/** Changes to the way a delimited file is read. Every change is read again by Rust. */
import type { CsvMapping } from '$lib/backend/contract';

export const ROLES = [
  'date',
  'value_date',
  'amount',
  'debit',
  'credit',
  'sign',
  'payee',
  'payer',
  'description',
  'note',
  'category',
  'currency',
  'balance',
  'account',
  'counterparty_account',
  'id',
  'reference',
  'status',
  'ignore',
] as const;
export type Role = (typeof ROLES)[number];

export const ORDERS = ['dmy', 'mdy', 'ymd'] as const;
export type Order = (typeof ORDERS)[number];

/** Roles that several columns may have. */
const SHARED: ReadonlySet<string> = new Set<Role>(['ignore', 'description']);
/** Roles that say the amount in different ways: one way leaves no room for the other. */
const RIVALS: Partial<Record<Role, readonly Role[]>> = {
  amount: ['debit', 'credit'],
  debit: ['amount', 'sign'],
  credit: ['amount', 'sign'],
  sign: ['debit', 'credit'],
};

/** Gives a column a role; whichever column had it, or said the amount otherwise, is left out. */
export function withRole(mapping: CsvMapping, column: number, role: Role): CsvMapping {
  const rivals = RIVALS[role] ?? [];
  const columns = mapping.columns.map((old, at) => {
    if (at === column) return role;
    if (old === role && !SHARED.has(role)) return 'ignore';
    return rivals.some((rival) => rival === old) ? 'ignore' : old;
  });
  return { ...mapping, columns };
}

/** Chooses the decimal mark; the grouping mark gives way when it was the same. */
export function withDecimalMark(mapping: CsvMapping, mark: string): CsvMapping {
  const other = mark === ',' ? '.' : ',';
  const thousandsMark = mapping.thousandsMark === mark ? other : mapping.thousandsMark;
  return { ...mapping, decimalMark: mark, thousandsMark };
}

/** Chooses the line with the headings, counted from 1; null when there is none. */
export function withHeader(
  mapping: CsvMapping,
  line: number | null,
  sample: readonly (readonly string[])[],
): CsvMapping {
  const heads = line === null ? undefined : sample[line - 1];
  return {
    ...mapping,
    headerLine: line,
    firstLine: line === null ? 1 : line + 1,
    heads: mapping.columns.map((_, at) => heads?.[at] ?? ''),
  };
}

/** Whether day, month or year stands first, of a plain order or a pattern such as `%d.%m.%Y`. */
export function orderOf(format: string): Order {
  const letters = format.includes('%') ? [...format.matchAll(/%-?([dmyYbBe])/g)] : null;
  const order = letters
    ? letters
        .map(([, letter = '']) => (letter === 'e' ? 'd' : /[bB]/.test(letter) ? 'm' : letter))
        .join('')
        .toLowerCase()
    : format;
  return ORDERS.find((one) => one === order) ?? 'dmy';
}

/**
 * The layout with day, month and year in another order. A pattern keeps its marks and its way of
 * writing the year; the order alone stays an order.
 */
export function withOrder(format: string, order: Order): string {
  const parts = [...format.matchAll(/%-?[dmyYbBe]/g)].map(([part]) => part);
  const of = (letters: RegExp) => parts.find((part) => letters.test(part));
  const placed: Record<string, string | undefined> = {
    d: of(/[de]$/),
    m: of(/[mbB]$/),
    y: of(/[yY]$/),
  };
  if (parts.length !== 3 || !placed.d || !placed.m || !placed.y) return order;
  let at = 0;
  return format.replace(/%-?[dmyYbBe]/g, () => placed[order[at++] ?? ''] ?? '');
}

/** The day a cell means under an order, or null where it cannot. Only an example for the eye. */
export function exampleDay(cell: string, order: Order): string | null {
  const groups = cell.match(/\d+/g)?.slice(0, 3);
  if (groups?.length !== 3) return null;
  const part = (letter: string) => groups[order.indexOf(letter)] ?? '';
  const year = part('y').length === 2 ? `20${part('y')}` : part('y');
  const day = `${year}-${part('m').padStart(2, '0')}-${part('d').padStart(2, '0')}`;
  const at = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day ? null : day;
}

/** What is still missing before rows can be read. */
export function missing(mapping: CsvMapping): 'date' | 'amount' | null {
  const has = (role: Role) => mapping.columns.includes(role);
  if (!has('date')) return 'date';
  return has('amount') || (has('debit') && has('credit')) ? null : 'amount';
}

/** The lines of the sample that are rows, with what they hold. */
export function sampleRows(
  mapping: CsvMapping,
  sample: readonly (readonly string[])[],
  most = 6,
): readonly (readonly string[])[] {
  const from = mapping.firstLine - 1;
  return sample.slice(from < sample.length ? from : (mapping.headerLine ?? 0)).slice(0, most);
}
