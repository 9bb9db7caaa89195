/** Words for codes of the import. A code without words of its own still says something true. */
import type { FileProblem, PreviewRow } from '$lib/backend/contract';
import { formatDay } from '$lib/format';
import { hasMessage, t } from '$lib/messages';

export function formatWords(format: string | null): string {
  const key = `import.format.${format ?? 'none'}`;
  return hasMessage(key) ? t(key) : (format ?? '');
}

export function fileErrorWords(code: string): string {
  const key = `import.error.${code}`;
  return hasMessage(key) ? t(key) : t('import.error.other');
}

export function problemWords(problem: FileProblem): string {
  const key = `import.problem.${problem.code}`;
  const what = t(hasMessage(key) ? key : 'import.problem.other', {
    found: problem.found?.replace(/\.$/, '') || 'none',
  });
  return problem.line === null ? what : t('import.problem.line', { line: problem.line ?? 0, what });
}

/** `Payee, 2026-05-06` with the day as people write it. */
const dated = (what: string): string =>
  what.replace(/\b\d{4}-\d{2}-\d{2}$/, (day) => formatDay(day, 'full'));

export function whyWords(row: PreviewRow): string {
  if (row.linked) {
    return `${row.linked.payee}, ${formatDay(row.linked.date, 'full')}`;
  }
  const like = dated(row.like ?? '');
  const key = `import.why.${row.reason ?? 'none'}`;
  const why = hasMessage(key) ? t(key, { like, score: row.score ?? 0 }) : like;
  if (why || !row.transfer) return why;
  return t('import.why.transfer', { other: dated(row.transfer) });
}
