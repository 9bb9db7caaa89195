import { describe, expect, it } from 'vitest';
import { errorCode, errorWords } from './errors';

describe('errorWords', () => {
  it('says what happened and what was kept, with the reference of the log', () => {
    const error = { code: 'wrong_passphrase', trace: '7be1' };
    expect(errorWords(error)).toMatchObject({
      title: 'That is not the passphrase.',
      trace: '7be1',
    });
    expect(errorWords(error).body).toContain('Nothing was changed');
  });

  it('fills in parameters, and lives without those that are missing', () => {
    const short = { code: 'passphrase_too_short', params: { least: 10 }, trace: 'a' };
    expect(errorWords(short).body).toContain('at least 10 characters');
    const unreadable = (line: number | null) => ({
      code: 'unreadable_file',
      params: { file: 'may.csv', reason: 'encoding', line },
      trace: 'b',
    });
    expect(errorWords(unreadable(12)).body).toContain('line 12');
    expect(errorWords(unreadable(null)).body).not.toContain('line');
    expect(errorWords({ code: 'upstream', trace: 'c' }).title).not.toBe('');
  });

  it('takes anything else for a fault of its own and shows nothing of it', () => {
    for (const thrown of [new Error('secret 12.34'), 'text', null, { code: 'nope', trace: 'x' }]) {
      const words = errorWords(thrown);
      expect(words.title).toBe('Something unexpected happened.');
      expect(JSON.stringify(words)).not.toContain('12.34');
      expect(errorCode(thrown)).toBeNull();
    }
  });
});
