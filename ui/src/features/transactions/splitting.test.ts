import { expect, test } from 'vitest';
import { asked, draftOf, partOf, unsigned } from './splitting';

test('what goes the way of the whole has no sign', () => {
  expect(unsigned('-12.50', '-40.00')).toBe('12.50');
  expect(unsigned('3.00', '-40.00')).toBe('-3.00');
  expect(unsigned('0.00', '-40.00')).toBe('0.00');
  expect(unsigned('-3.00', '40.00')).toBe('-3.00');
  // There and back is the same amount.
  for (const amount of ['-1.00', '2.00', '0'])
    expect(unsigned(unsigned(amount, '-9'), '-9')).toBe(amount);
});

test('a whole row begins as two parts, the first filed where the row is', () => {
  expect(draftOf('-40.00', 'food', []).map(({ category, value }) => [category, value])).toEqual([
    ['food', ''],
    ['', ''],
  ]);
});

test('an empty part asks for what the others leave', () => {
  const parts = [partOf('food', ' milk ', '12.50'), partOf()];
  expect(asked(parts, 'amount', '-40.00')).toEqual([
    { amount: '-12.50', percent: null, category: 'food', note: 'milk' },
    { amount: null, percent: null, category: null, note: '' },
  ]);
  expect(asked([partOf('', '', '25')], 'percent', '-40.00')[0]).toMatchObject({
    amount: null,
    percent: '25',
  });
});
