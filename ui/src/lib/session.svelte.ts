/**
 * The open book as the whole page needs it: its settings applied, the idle clock fed, the cache
 * emptied when it locks.
 */
import { appearance, type Density as PageDensity } from '$lib/appearance.svelte';
import { backend } from '$lib/backend/backend';
import type { Density, Settings } from '$lib/backend/contract';
import { clearCache, invalidateAll, mutate } from '$lib/cache';
import { region, systemLocale, isLocale } from '$lib/format';
import { keys } from '$lib/keys';
import { privacy } from '$lib/privacy.svelte';

/** Reports that someone is there at most this often. */
const ACTIVITY_MS = 20_000;

const DENSITIES: Record<Density, PageDensity> = {
  compact: 'compact',
  normal: 'normal',
  roomy: 'comfortable',
};

/** Puts the settings of the book into effect on the page. */
export function applySettings(settings: Settings): void {
  appearance.setTheme(settings.theme);
  appearance.setDensity(DENSITIES[settings.density]);
  region.locale = settings.region && isLocale(settings.region) ? settings.region : systemLocale();
  keys.lettersOn = settings.letterShortcuts;
  privacy.hidden = settings.hideAmounts;
}

/** Locks the book and forgets every figure. */
export async function lock(): Promise<void> {
  await mutate('book_lock', {});
  clearCache();
}

/** Forgets every figure when Rust locks by itself; returns the undo. */
export function followLock(onlock: (reason: string) => void): () => void {
  return backend().on('locked', (payload) => {
    clearCache();
    invalidateAll();
    onlock((payload as { reason?: string }).reason ?? 'asked');
  });
}

/** Tells Rust that someone is there, so that it does not lock. Returns the undo. */
export function reportActivity(): () => void {
  let last = 0;
  const seen = () => {
    const now = Date.now();
    if (now - last < ACTIVITY_MS) return;
    last = now;
    // Locked meanwhile or shutting down: there is nobody to tell.
    backend()
      .call('activity_seen', {})
      .catch(() => {});
  };
  const events = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
  for (const event of events) window.addEventListener(event, seen, { passive: true });
  return () => {
    for (const event of events) window.removeEventListener(event, seen);
  };
}
