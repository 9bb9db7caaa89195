/** Errors in words: what happened, what was kept, what to do. */
import type { ApiError, ErrorCode } from '$lib/backend/contract';
import { tolerant, type MessageKey, type MessageValues } from '$lib/messages';

export interface ErrorWords {
  title: string;
  body: string;
  /** Found again in the log. */
  trace?: string;
}

/** Title and body of each code. A code without words is a type error here. */
const WORDS: Record<ErrorCode['code'], readonly [title: MessageKey, body: MessageKey]> = {
  no_book: ['error.no_book.title', 'error.no_book.body'],
  book_exists: ['error.book_exists.title', 'error.book_exists.body'],
  locked: ['error.locked.title', 'error.locked.body'],
  wrong_passphrase: ['error.wrong_passphrase.title', 'error.wrong_passphrase.body'],
  passphrase_too_short: ['error.passphrase_too_short.title', 'error.passphrase_too_short.body'],
  key_missing: ['error.key_missing.title', 'error.key_missing.body'],
  keychain_unavailable: ['error.keychain_unavailable.title', 'error.keychain_unavailable.body'],
  keychain_locked: ['error.keychain_locked.title', 'error.keychain_locked.body'],
  book_damaged: ['error.book_damaged.title', 'error.book_damaged.body'],
  backup_unusable: ['error.backup_unusable.title', 'error.backup_unusable.body'],
  book_too_new: ['error.book_too_new.title', 'error.book_too_new.body'],
  book_busy: ['error.book_busy.title', 'error.book_busy.body'],
  disk_full: ['error.disk_full.title', 'error.disk_full.body'],
  file_system: ['error.file_system.title', 'error.file_system.body'],
  invalid_request: ['error.invalid_request.title', 'error.invalid_request.body'],
  not_found: ['error.not_found.title', 'error.not_found.body'],
  upstream: ['error.upstream.title', 'error.upstream.body'],
  unknown_format: ['error.unknown_format.title', 'error.unknown_format.body'],
  unreadable_file: ['error.unreadable_file.title', 'error.unreadable_file.body'],
  preview_expired: ['error.preview_expired.title', 'error.preview_expired.body'],
  undo_conflict: ['error.undo_conflict.title', 'error.undo_conflict.body'],
  nothing_to_undo: ['error.nothing_to_undo.title', 'error.nothing_to_undo.body'],
  rate_missing: ['error.rate_missing.title', 'error.rate_missing.body'],
  cancelled: ['error.cancelled.title', 'error.cancelled.body'],
  already_running: ['error.already_running.title', 'error.already_running.body'],
  internal: ['error.internal.title', 'error.internal.body'],
};

/** Whether something thrown is an error of the contract rather than a fault of the page. */
export function isApiError(error: unknown): error is ApiError {
  return (
    typeof error === 'object' &&
    error !== null &&
    'trace' in error &&
    'code' in error &&
    typeof error.code === 'string' &&
    Object.hasOwn(WORDS, error.code)
  );
}

/** The words for anything that was thrown. A fault of the page itself reads as an internal error. */
export function errorWords(error: unknown): ErrorWords {
  const known = isApiError(error);
  const [title, body] = WORDS[known ? error.code : 'internal'];
  const values: MessageValues = known && 'params' in error ? nonNull(error.params) : {};
  return {
    title: tolerant(title, values),
    body: tolerant(body, values),
    trace: known ? error.trace : undefined,
  };
}

/** The code of an error of the contract, else null. */
export function errorCode(error: unknown): ErrorCode['code'] | null {
  return isApiError(error) ? error.code : null;
}

/** A missing value reads as the `other` branch of a select. */
function nonNull(params: object | undefined): MessageValues {
  return Object.fromEntries(
    Object.entries(params ?? {}).map(([name, value]) => [name, value ?? 'none']),
  );
}
