/**
 * One listener for the whole window. A view adds its shortcuts while it is on the screen; the newest
 * wins. Single letters rest while a field has the focus and can be switched off.
 */
import { untrack } from 'svelte';
import type { MessageKey } from '$lib/messages';

export interface Shortcut {
  /** `Mod+K`, `G T` (a sequence), `/`, `Shift+?`. `Mod` is Ctrl, or Command on macOS. */
  keys: string;
  /** What it does, for the sheet. */
  label: MessageKey;
  /** The heading it stands under in the sheet. */
  group?: MessageKey;
  run: (event: KeyboardEvent) => void;
}

export const isMac = () =>
  typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

class Keys {
  all = $state.raw<readonly Shortcut[]>([]);
  lettersOn = $state(true);
  #pending = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Adds shortcuts and returns how to take them away. */
  add(shortcuts: readonly Shortcut[]): () => void {
    this.all = [...this.all, ...shortcuts];
    return () => {
      this.all = this.all.filter((one) => !shortcuts.includes(one));
    };
  }

  /** Handles a key of the window. */
  handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const chord = chordOf(event);
    if (!chord) return;
    const letter = !chord.includes('Mod+') && !/^(Shift\+)?(F\d+|Escape)$/.test(chord);
    if (letter && (!this.lettersOn || inField(event.target) || inDialog())) return;
    const wanted = this.#pending ? `${this.#pending} ${chord}` : chord;
    this.#clear();
    const hit = this.#find(wanted) ?? this.#find(chord);
    if (hit) {
      event.preventDefault();
      hit.run(event);
    } else if (this.all.some((one) => one.keys.startsWith(`${chord} `))) {
      this.#pending = chord;
      this.#timer = setTimeout(() => this.#clear(), 1200);
    }
  }

  #find(keys: string): Shortcut | undefined {
    return this.all.findLast((one) => one.keys === keys);
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#pending = '';
  }
}

/** The chord of an event in our notation, or null for a bare modifier. */
export function chordOf(event: KeyboardEvent): string | null {
  if (['Control', 'Meta', 'Shift', 'Alt', 'AltGraph', 'CapsLock'].includes(event.key)) return null;
  const mod = isMac() ? event.metaKey : event.ctrlKey;
  const other = isMac() ? event.ctrlKey : event.metaKey;
  if (other || event.altKey) return null;
  const single = event.key.length === 1;
  const key = single ? event.key.toUpperCase() : event.key;
  // A symbol already says that Shift was held; a letter with Ctrl or a named key does not.
  const shift = event.shiftKey && (!single || (mod && /[A-Z]/.test(key)));
  return `${mod ? 'Mod+' : ''}${shift ? 'Shift+' : ''}${key}`;
}

function inField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, [role="slider"]') ||
      (target.matches('input') && !target.matches('[type="checkbox"], [type="radio"]')))
  );
}

function inDialog(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

export const keys = new Keys();

/** The chord as caps to draw: `Mod+K` is `Ctrl` and `K`. */
export function keyCaps(chord: string): string[] {
  const names: Record<string, string> = {
    Mod: isMac() ? '⌘' : 'Ctrl',
    Shift: isMac() ? '⇧' : 'Shift',
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
    Escape: 'Esc',
    ' ': 'Space',
  };
  return chord
    .split(' ')
    .flatMap((step) => step.split(/\+(?=.)/))
    .map((part) => names[part] ?? part);
}

/** Adds shortcuts for as long as the component is on the screen. */
export function shortcuts(list: () => readonly Shortcut[]): void {
  $effect(() => {
    const wanted = list();
    return untrack(() => keys.add(wanted));
  });
}
