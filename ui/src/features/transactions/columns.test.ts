import { beforeEach, expect, it } from 'vitest';
import { columns, columnsOf } from './columns.svelte';

beforeEach(() => {
  columns.reset();
});

it('the usual columns are shown until others are chosen, and a choice is remembered', () => {
  expect(columns.has('category')).toBe(true);
  expect(columns.has('tags')).toBe(false);
  expect(localStorage.getItem('coffer.columns')).toBeNull();
  columns.show('tags', true);
  columns.show('account', false);
  expect(localStorage.getItem('coffer.columns')).toBe('category tags balance');
  expect(columns.isUsual).toBe(false);
  columns.reset();
  expect(columns.isUsual).toBe(true);
  expect(localStorage.getItem('coffer.columns')).toBeNull();
});

it('what was kept is read in order, and unknown names say nothing', () => {
  expect(columnsOf('tags weather category')).toEqual(['category', 'tags']);
  expect(columnsOf('')).toEqual([]);
  expect(columnsOf(null)).toEqual(['category', 'account', 'balance']);
});
