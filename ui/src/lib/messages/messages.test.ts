import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile } from '$messages/compile';
import { catalogue } from './catalogue';
import { rich, t } from './messages';

const MESSAGES = join(process.cwd(), 'messages/en');
const files = readdirSync(MESSAGES);

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : sources(path);
    return /\.(ts|svelte)$/.test(entry.name) && !/\.test\.ts$/.test(entry.name)
      ? [readFileSync(path, 'utf8')]
      : [];
  });
}

describe('the catalogue', () => {
  it('holds each key once, and every file', () => {
    // Read as text: of two equal keys in one file the parser keeps the last without a word.
    const all = files.flatMap((file) =>
      [...readFileSync(join(MESSAGES, file), 'utf8').matchAll(/^ {2}"([^"]+)":/gm)].map(
        (match) => match[1] ?? '',
      ),
    );
    expect(new Set(all).size).toBe(all.length);
    expect(Object.keys(catalogue).sort()).toEqual(all.sort());
  });

  const texts = files.flatMap((file) =>
    Object.entries(
      JSON.parse(readFileSync(join(MESSAGES, file), 'utf8')) as Record<string, string>,
    ),
  );

  it.each(texts)('%s is a message that can be read', (_key, text) => {
    expect(() => compile(text)).not.toThrow();
    expect(text).not.toMatch(/!|\.\.\.|please|sorry/i);
  });

  it('has every key that is written out in the source', () => {
    const used = sources(join(process.cwd(), 'src'))
      .flatMap((source) => [...source.matchAll(/\b(?:t|rich)\(\s*'([^']+)'/g)])
      .map((match) => match[1] ?? '');
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter((key) => !(key in catalogue))).toEqual([]);
  });

  it('has no key that nothing asks for', () => {
    const text = sources(join(process.cwd(), 'src')).join('\n');
    // A template such as `connection.state.${state}` asks for every key that fits it.
    const patterns = [...text.matchAll(/`([\w.-]*\$\{[^`]*)`/g)].map(
      (match) =>
        new RegExp(
          `^${(match[1] ?? '')
            .replace(/\$\{[^}]*\}/g, '@@')
            .replace(/[.*+?^$()[\]\\|]/g, '\\$&')
            .replace(/@@/g, '[\\w.:-]+')}$`,
        ),
    );
    const useful = patterns.filter((pattern) => !pattern.source.startsWith('^[\\w'));
    const dead = Object.keys(catalogue).filter(
      (key) => !text.includes(`'${key}'`) && !useful.some((pattern) => pattern.test(key)),
    );
    expect(dead).toEqual([]);
  });
});

describe('t and rich', () => {
  it('counts in whole sentences', () => {
    expect(t('grid.selected', { count: 0 })).toBe('Nothing selected');
    expect(t('grid.selected', { count: 1 })).toBe('1 row selected');
    expect(t('grid.selected', { count: 1842 })).toBe('1,842 rows selected');
  });

  it('keeps strong parts apart and drops their marks in plain text', () => {
    expect(rich('onboarding.nobody')[0]).toEqual({ text: 'Nobody can reset it.', tag: 'b' });
    expect(t('onboarding.nobody')).not.toContain('<');
  });

  it('takes text from outside as text', () => {
    expect(t('palette.none', { text: '<b>{x}</b>' })).toBe('Nothing matches “<b>{x}</b>”');
  });
});
