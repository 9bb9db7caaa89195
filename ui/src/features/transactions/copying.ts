/** Rows as a table for other programs: tabs between cells, amounts canonical, nothing that a program would take for a formula. */
import type { TransactionRow } from '$lib/backend/contract';

/** Texts come from banks: one that begins like a formula is kept from being one. */
function cell(text: string): string {
  const plain = text.replace(/[\t\r\n]+/g, ' ');
  return /^[=+\-@]/.test(plain) ? `'${plain}` : plain;
}

export function asTable(
  rows: readonly TransactionRow[],
  heads: readonly string[],
  categoryName: (row: TransactionRow) => string,
): string {
  const lines = rows.map((row) =>
    [
      row.date,
      cell(row.payee),
      cell(categoryName(row)),
      cell(row.accountName),
      row.amount.amount,
      row.amount.currency,
      cell(row.note),
    ].join('\t'),
  );
  return [heads.join('\t'), ...lines].join('\n');
}
