/** Errors in words: what happened, what was kept, what to do. */
import type { ApiError } from '$lib/backend/contract';
import { hasMessage, t } from '$lib/messages';

export interface ErrorWords {
  title: string;
  body: string;
  /** Found again in the log. */
  trace?: string;
}

/** Whether something thrown is an error of the contract rather than a fault of the page. */
export function isApiError(error: unknown): error is ApiError {
  return typeof error === 'object' && error !== null && 'code' in error && 'trace' in error;
}

/** The words for anything that was thrown. A fault of the page itself reads as an internal error. */
export function errorWords(error: unknown): ErrorWords {
  if (!isApiError(error))
    return { title: t('error.internal.title'), body: t('error.internal.body') };
  const title = `error.${error.code}.title`;
  const body = `error.${error.code}.body`;
  const known = hasMessage(title) && hasMessage(body);
  return {
    title: t(known ? title : 'error.internal.title', error.params),
    body: t(known ? body : 'error.internal.body', error.params),
    trace: error.trace || undefined,
  };
}

/** The code of an error of the contract, else null. */
export function errorCode(error: unknown): string | null {
  return isApiError(error) ? error.code : null;
}
