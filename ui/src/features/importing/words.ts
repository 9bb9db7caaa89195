/** Words for codes of the import. A code without words of its own still says something true. */
import type { FileProblem, PreviewRow } from '$lib/backend/contract';
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

export function whyWords(row: PreviewRow): string {
  if (row.linked) {
    return `${row.linked.payee}, ${row.linked.date}`;
  }
  const key = `import.why.${row.reason ?? 'none'}`;
  const why = hasMessage(key)
    ? t(key, { like: row.like ?? '', score: row.score ?? 0 })
    : (row.like ?? '');
  if (why || !row.transfer) return why;
  return t('import.why.transfer', { other: row.transfer });
}
