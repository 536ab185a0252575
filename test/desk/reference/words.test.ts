/** The bot's words: holes are filled, and what is missing or unknown shows at start. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { botWords, loadWords } from '../../../src/desk/reference/words.ts';
import { SetupError } from '../../../src/lib/errors.ts';

describe('the shipped words', () => {
  const words = loadWords('flows');

  it('have every text that is said', () => {
    for (const [key, holes] of Object.entries(botWords)) {
      const text = words(key, Object.fromEntries(holes.map((hole) => [hole, `<${hole}>`])));
      expect(text).not.toMatch(/[{}]/);
    }
  });

  it('take a fact as it is, also one that looks like a hole', () => {
    const text = words('reply', { department: 'DPKP', code: 'KP-7FX3-MQ9', text: 'isi {code} $& $1' });
    expect(text).toBe('DPKP · KP-7FX3-MQ9\nisi {code} $& $1');
  });

  it('a key that is not there and a hole that nobody fills are bugs', () => {
    expect(() => words('no-such-words')).toThrow('bug: no words under no-such-words');
    expect(() => words('reply', { department: 'DPKP' })).toThrow('bug: words reply');
  });
});

describe('a fault in the words', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'klinik-words-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  function faultsOf(change: (source: string) => string): string[] {
    writeFileSync(join(folder, 'words.yml'), change(readFileSync('flows/words.yml', 'utf8')));
    try {
      loadWords(folder);
    } catch (error) {
      if (error instanceof SetupError) return error.faults;
      throw error;
    }
    return [];
  }

  it.each<[string, (source: string) => string, RegExp]>([
    ['a missing text', (source) => source.replace(/^takeover:.*$/m, ''), /words\.yml: takeover: missing → add a text/],
    [
      'a hole that nobody fills',
      (source) => source.replace(/^(handback: ")/m, '$1{nama} '),
      /:\d+: handback: nothing fills \{nama\} → use \{department\}/,
    ],
    [
      'a hole that nobody fills, in words of the conversation',
      (source) => source.replace('silence: "{who}', 'silence: "{wo}'),
      /:\d+: silence: nothing fills \{wo\} → use \{who\}, \{code\}/,
    ],
    ['a text that nobody says', (source) => `${source}\nsilense: x\n`, /:\d+: silense: nobody says it → mend the key/],
    ['an empty text', (source) => source.replace(/^resolved-no:.*$/m, 'resolved-no: ""'), /:\d+: resolved-no: empty/],
    ['a text twice', (source) => `${source}\nresolved-no: Belum\n`, /:\d+: .*unique/],
    ['a text that is none', (source) => `${source}\nlain: [a]\n`, /:\d+: lain: no text/],
  ])('%s', (_, change, message) => {
    expect(faultsOf(change).join('\n')).toMatch(message);
  });
});
