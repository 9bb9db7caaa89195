import { expect, it } from 'vitest';
import { changeOf, draftOfMany, saysSomething } from './many';

it('what is left alone is not asked for', () => {
  const change = changeOf(draftOfMany());
  expect(saysSomething(change)).toBe(false);
  expect(change).toEqual({
    category: null,
    payee: null,
    note: null,
    addTags: [],
    removeTags: [],
    excluded: null,
    reviewed: false,
  });
});

it('a category can be taken away and a note emptied', () => {
  const change = changeOf({ ...draftOfMany(), category: 'none', clearNote: true, note: 'left' });
  expect(change.category).toBe('');
  expect(change.note).toBe('');
  expect(saysSomething(change)).toBe(true);
});

it('tags are a list, and one that is added and removed at once asks for nothing', () => {
  const both = changeOf({ ...draftOfMany(), addTags: 'a, b,, a ', removeTags: 'b' });
  expect(both.addTags).toEqual(['a', 'b']);
  expect(saysSomething(both)).toBe(false);
  expect(saysSomething({ ...both, removeTags: ['c'] })).toBe(true);
  expect(changeOf({ ...draftOfMany(), counts: 'in' }).excluded).toBe(false);
});
