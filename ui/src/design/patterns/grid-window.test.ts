import { describe, expect, it } from 'vitest';
import { gridWindow, headingsAbove, rowAtHeight, rowTop, scrollToRow } from './grid-window';

const headings = { at: [0, 2, 5], height: 30 };

describe('places of rows under headings', () => {
  it('counts the headings above a row', () => {
    expect([0, 1, 2, 4, 5, 9].map((row) => headingsAbove(row, headings))).toEqual([
      1, 1, 2, 2, 3, 3,
    ]);
  });

  it('finds a row again from its place', () => {
    for (let row = 0; row < 12; row += 1) {
      expect(rowAtHeight(rowTop(row, 32, headings), 32, 12, headings)).toBe(row);
    }
  });

  it('draws every row in view', () => {
    for (let scroll = 0; scroll < 400; scroll += 7) {
      const { from, to } = gridWindow(scroll, 100, 32, 100, headings);
      for (let row = 0; row < 100; row += 1) {
        const top = rowTop(row, 32, headings);
        if (top + 32 > scroll && top < scroll + 100) expect(row >= from && row < to).toBe(true);
      }
    }
  });

  it('brings a row out from under the heading that stays', () => {
    expect(scrollToRow(5, rowTop(5, 32, headings) - 10, 200, 32, headings)).toBe(
      rowTop(5, 32, headings) - 30,
    );
    expect(scrollToRow(3, 0, 400, 32, { at: [], height: 0 })).toBeNull();
  });

  it('draws a hundred thousand rows as a few', () => {
    const { from, to } = gridWindow(1_600_000, 800, 32, 100_000);
    expect(from).toBeGreaterThan(49_000);
    expect(to - from).toBeLessThan(60);
  });
});
