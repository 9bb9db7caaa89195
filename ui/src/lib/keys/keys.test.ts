import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chordOf, keyCaps, keys } from './keys.svelte';

const press = (key: string, init: KeyboardEventInit = {}, target: Element = document.body) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  Object.defineProperty(event, 'target', { value: target });
  keys.handle(event);
  return event;
};

describe('chordOf', () => {
  it.each([
    [{ key: 'k', ctrlKey: true }, 'Mod+K'],
    [{ key: 'z', ctrlKey: true, shiftKey: true }, 'Mod+Shift+Z'],
    [{ key: '?', shiftKey: true }, '?'],
    [{ key: 'g' }, 'G'],
    [{ key: 'G', shiftKey: true }, 'G'],
    [{ key: 'F6' }, 'F6'],
    [{ key: 'Control', ctrlKey: true }, null],
    [{ key: 'x', altKey: true }, null],
  ])('reads %j as %s', (init, chord) => {
    expect(chordOf(new KeyboardEvent('keydown', init))).toBe(chord);
  });
});

describe('keys', () => {
  const palette = vi.fn();
  const budgets = vi.fn();
  const add = vi.fn();
  let remove = () => {};
  beforeEach(() => {
    vi.useFakeTimers();
    remove = keys.add([
      { keys: 'Mod+K', label: 'keys.palette', run: palette },
      { keys: 'G B', label: 'nav.budgets', run: budgets },
      { keys: 'N', label: 'nav.settings', run: add },
    ]);
  });
  afterEach(() => {
    remove();
    keys.lettersOn = true;
    vi.useRealTimers();
    vi.clearAllMocks();
    document.body.replaceChildren();
  });

  it('runs a chord and takes the key away from the window', () => {
    expect(press('k', { ctrlKey: true }).defaultPrevented).toBe(true);
    expect(palette).toHaveBeenCalledOnce();
  });

  it('runs a sequence, and forgets its start after a while', () => {
    press('g');
    press('b');
    expect(budgets).toHaveBeenCalledOnce();
    press('g');
    vi.advanceTimersByTime(1300);
    press('b');
    expect(budgets).toHaveBeenCalledOnce();
  });

  it('leaves letters to a field, but not chords', () => {
    const input = document.body.appendChild(document.createElement('input'));
    press('n', {}, input);
    press('k', { ctrlKey: true }, input);
    expect(add).not.toHaveBeenCalled();
    expect(palette).toHaveBeenCalledOnce();
  });

  it('leaves letters alone when they are switched off', () => {
    keys.lettersOn = false;
    press('n');
    expect(add).not.toHaveBeenCalled();
  });

  it('lets the newest shortcut win and gives the key back', () => {
    const inner = vi.fn();
    const stop = keys.add([{ keys: 'N', label: 'nav.settings', run: inner }]);
    press('n');
    stop();
    press('n');
    expect(inner).toHaveBeenCalledOnce();
    expect(add).toHaveBeenCalledOnce();
  });
});

describe('keyCaps', () => {
  it('draws chords and sequences as caps', () => {
    expect(keyCaps('Mod+Shift+Z')).toEqual(['Ctrl', 'Shift', 'Z']);
    expect(keyCaps('G B')).toEqual(['G', 'B']);
  });
});
