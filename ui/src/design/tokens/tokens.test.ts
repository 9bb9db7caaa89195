import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(process.cwd(), 'src/design/tokens/tokens.css'), 'utf8');

/** The tokens of a rule that starts with the selector. */
function tokens(selector: string): Record<string, string> {
  const start = css.indexOf(selector);
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('\n}', start));
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*(#[0-9A-Fa-f]{6})\b/g)].map((match) => [match[1], match[2]]),
  );
}

const themes = {
  light: tokens(':root, [data-theme="light"] {'),
  dark: tokens('[data-theme="dark"] {'),
  system: tokens('  :root:not([data-theme]) {'),
};

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2 contrast ratio. */
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const SURFACES = 'bg-window bg-sheet bg-subtle bg-hover bg-selected bg-raised bg-input'.split(' ');
const TEXT_PAIRS: [ink: string, surface: string][] = [
  ...['text', 'text-2', 'text-3'].flatMap((ink) =>
    [...SURFACES, 'bg-hover-window', 'bg-selected-window'].map((on): [string, string] => [ink, on]),
  ),
  ...['pos', 'neg', 'warn', 'info', 'neu'].flatMap((tone) =>
    ['bg-sheet', 'bg-subtle', 'bg-raised', 'bg-hover', 'bg-window', `${tone}-soft`].map(
      (on): [string, string] => [`${tone}-text`, on],
    ),
  ),
  ...['pos', 'neg', 'warn', 'info', 'neu'].flatMap((tone): [string, string][] => [
    ['text', `${tone}-soft`],
    ['text-2', `${tone}-soft`],
  ]),
  ...['accent', 'accent-hover', 'accent-press'].map((on): [string, string] => [
    'text-on-accent',
    on,
  ]),
  ...['bg-sheet', 'bg-subtle', 'bg-window', 'bg-raised', 'bg-selected'].map(
    (on): [string, string] => ['accent-text', on],
  ),
  ['toast-text', 'toast-bg'],
  ['text', 'seg-on'],
  ['chart-label', 'bg-sheet'],
];
const GRAPHIC_PAIRS: [ink: string, surface: string][] = [
  ...['line-control', 'focus', 'accent'].flatMap((ink) =>
    ['bg-sheet', 'bg-window', 'bg-raised', 'bg-input', 'bg-subtle'].map((on): [string, string] => [
      ink,
      on,
    ]),
  ),
  ...Array.from({ length: 8 }, (_, n): [string, string] => [`chart-${n + 1}`, 'bg-sheet']),
  ...['chart-in', 'chart-out', 'chart-limit', 'chart-cross', 'pos', 'neg', 'warn'].map(
    (ink): [string, string] => [ink, 'bg-sheet'],
  ),
];

describe.each(['light', 'dark'] as const)('tokens, %s', (name) => {
  const theme = themes[name];
  it.each(TEXT_PAIRS)('%s on %s can be read (4.5:1)', (ink, on) => {
    expect(contrast(theme[ink] ?? '', theme[on] ?? '')).toBeGreaterThanOrEqual(4.5);
  });
  it.each(GRAPHIC_PAIRS)('%s on %s can be seen (3:1)', (ink, on) => {
    expect(contrast(theme[ink] ?? '', theme[on] ?? '')).toBeGreaterThanOrEqual(3);
  });
});

describe('tokens', () => {
  it('are the same by choice and by system', () => {
    expect(themes.system).toEqual(themes.dark);
  });

  it('have the same names in both themes', () => {
    expect(Object.keys(themes.light).sort()).toEqual(Object.keys(themes.dark).sort());
  });

  it('are all defined where they are used', () => {
    const components = readFileSync(join(process.cwd(), 'src/design/components.css'), 'utf8');
    const used = [...components.matchAll(/var\(--([\w-]+)/g)].map((match) => match[1] ?? '');
    const defined = new Set([...css.matchAll(/--([\w-]+):/g)].map((match) => match[1]));
    expect(used.filter((name) => !defined.has(name) && !name.startsWith('bits-'))).toEqual([]);
  });
});
