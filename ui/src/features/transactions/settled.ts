/** Whether something was refused because a statement settled the row: then the person is asked. */
import { isApiError } from '$lib/errors';

export const isSettled = (error: unknown): boolean =>
  isApiError(error) &&
  error.code === 'invalid_request' &&
  'params' in error &&
  error.params.reason === 'reconciled';
