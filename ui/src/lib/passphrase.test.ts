import { describe, expect, it } from 'vitest';
import { estimate } from './passphrase';

describe('estimate', () => {
  it.each([
    ['', 'short'],
    ['abc', 'short'],
    ['password1', 'short'],
    ['aaaaaaaaaaaaaaaa', 'weak'],
    ['abcdefghijkl', 'weak'],
    ['1234567890123', 'weak'],
    ['Password123!', 'weak'],
    ['kettle kettle kettle kettle', 'weak'],
    ['maple-kettle-orbit-fern', 'good'],
    ['harbour violet sugar anvil moss', 'strong'],
    ['tR7#qLz9!vB2xW', 'strong'],
  ])('calls %j %s', (passphrase, strength) => {
    expect(estimate(passphrase).strength).toBe(strength);
  });

  it('never falls when a different word is added', () => {
    const words = ['maple', 'kettle', 'orbit', 'fern', 'anvil', 'sugar'];
    const levels = words.map((_, index) => estimate(words.slice(0, index + 1).join(' ')).level);
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
  });
});
