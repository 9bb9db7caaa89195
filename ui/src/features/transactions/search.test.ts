import { describe, expect, it } from 'vitest';
import { completed, endsFilter, joined, markOf, partsOf, tokenOf, withMark } from './search';

const chip = (key: string, value: string, negated = false) => ({ key, value, negated });

describe('chips of a search', () => {
  it('writes a chip back as it is typed', () => {
    expect(tokenOf(chip('category', 'Groceries'))).toBe('category:Groceries');
    expect(tokenOf(chip('account', 'Joint current'))).toBe('account:"Joint current"');
    expect(tokenOf(chip('is', 'transfer', true))).toBe('-is:transfer');
    expect(tokenOf(chip('text', 'two words'))).toBe('"two words"');
  });

  it('keeps words that Rust did not turn into a filter', () => {
    const parts = partsOf('marché category:groceries port', [chip('category', 'groceries')]);
    expect(parts.chips).toEqual([chip('category', 'groceries')]);
    expect(parts.words).toBe('marché port');
  });

  it('leaves a filter nobody understood in the field', () => {
    expect(partsOf('colour:red', [])).toEqual({ chips: [], words: 'colour:red' });
  });

  it('knows quoted values and upper-case keys', () => {
    const parts = partsOf('Account:"Joint current" rent', [chip('account', 'Joint current')]);
    expect(parts).toEqual({ chips: [chip('account', 'Joint current')], words: 'rent' });
  });

  it('makes one chip of each filter, also of equal ones', () => {
    const same = chip('amount', '>50');
    expect(partsOf('amount:>50 amount:>50', [same, same]).chips).toHaveLength(2);
    expect(partsOf('amount:>50 amount:>50', [same]).words).toBe('amount:>50');
  });

  it('survives taking apart and joining', () => {
    const text = 'account:"Joint current" -is:pending rent "two words"';
    const understood = [chip('account', 'Joint current'), chip('is', 'pending', true)];
    const { chips, words } = partsOf(text, understood);
    expect(joined(chips, words)).toBe(text);
  });

  it('makes chips of words once the search is done, and keeps them while more is typed', () => {
    const done = partsOf('rent -"two words" -12.50', [], { done: true });
    expect(done.chips).toEqual([
      chip('text', 'rent'),
      chip('text', 'two words', true),
      chip('text', '-12.50'),
    ]);
    expect(done.words).toBe('');
    const text = joined(done.chips, 'is:pending more ');
    expect(text).toBe('rent -"two words" -12.50 is:pending more');
    const more = partsOf(text, [chip('is', 'pending')], { kept: done.chips });
    expect(more.chips).toEqual([...done.chips, chip('is', 'pending')]);
    expect(more.words).toBe('more');
  });

  it('sees when a filter is finished', () => {
    expect(endsFilter('category:groceries ')).toBe(true);
    expect(endsFilter('x account:"Joint current" ')).toBe(true);
    expect(endsFilter('category:groc')).toBe(false);
    expect(endsFilter('category: ')).toBe(false);
    expect(endsFilter('account:"Joint ')).toBe(false);
  });
});

describe('what a row is marked as', () => {
  it('is read from a search and put in place of another', () => {
    expect(markOf('rent "two words" is:split')).toBe('split');
    expect(markOf('rent -is:split "is:guess too"')).toBeNull();
    expect(markOf('is:split is:guess')).toBeNull();
    expect(withMark('rent "two words" is:split', 'duplicate?')).toBe(
      'rent "two words" is:duplicate?',
    );
    expect(withMark('rent is:split is:guess', null)).toBe('rent');
    expect(withMark('', 'review')).toBe('is:review');
    expect(withMark('rent is:split', 'attachment')).toBe('rent has:attachment');
    expect(markOf('rent has:attachment')).toBe('attachment');
  });
});

describe('completed', () => {
  it('puts what was chosen in place of the last word', () => {
    expect(completed('rent cat', 'category:')).toBe('rent category:');
    expect(completed('groc', 'category:Groceries')).toBe('category:Groceries ');
    expect(completed('rent category:"Eating o', 'category:"Eating out"')).toBe(
      'rent category:"Eating out" ',
    );
    expect(completed('-ta', '-tag:')).toBe('-tag:');
  });
});
