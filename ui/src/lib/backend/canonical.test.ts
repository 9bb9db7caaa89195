import { describe, expect, it } from 'vitest';
import { canonical } from './canonical';

describe('canonical', () => {
  it('gives equal requests one key, whatever their order', () => {
    expect(canonical({ b: 1, a: { d: [1, 2], c: null } })).toBe(
      canonical({ a: { c: null, d: [1, 2] }, b: 1 }),
    );
    expect(canonical({ a: [1, 2] })).not.toBe(canonical({ a: [2, 1] }));
  });
});
