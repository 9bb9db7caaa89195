import { toasts } from '$design/primitives';
import type { SettingsUpdateReq } from '$lib/backend/contract';
import { mutate } from '$lib/cache';
import { errorWords } from '$lib/errors';
import { applySettings } from '$lib/session.svelte';

/** Saves what changed and puts it into effect; a refusal is said and changes nothing. */
export async function save(changes: SettingsUpdateReq): Promise<void> {
  try {
    applySettings(await mutate('settings_update', changes));
  } catch (error) {
    complain(error);
  }
}

/** Says why something was not done. */
export function complain(error: unknown): void {
  const { title, body } = errorWords(error);
  toasts.show({ text: `${title} ${body}`, tone: 'warn' });
}
