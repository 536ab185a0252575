/** The little language of the rules: what a gap reaches over, and what it does not. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../src/triage/load-knowledge.ts';
import { createNormalizer } from '../../src/triage/normalize.ts';
import { createPatternIndex } from '../../src/triage/pattern.ts';

const { read } = createNormalizer(loadKnowledge(join(import.meta.dirname, '../../data')).words, new Set());

function isFound(pattern: string, text: string): boolean {
  const index = createPatternIndex();
  const id = index.add(pattern);
  return index.find(read(text)).has(id);
}

describe('a gap', () => {
  it.each([
    ['a direct neighbour', 'kantor terima', true],
    ['four words', 'kantor satu dua tiga empat terima', true],
    ['five words', 'kantor satu dua tiga empat lima terima', false],
    ['an excluded word', 'kantor dan lurah terima', true],
  ])('of any words: %s', (_, text, found) => {
    expect(isFound('kantor ... terima', text)).toBe(found);
  });

  it.each([
    ['a direct neighbour', 'kantor terima', true],
    ['four others', 'kantor satu dua tiga empat terima', true],
    ['an excluded word', 'kantor dan lurah terima', false],
    ['an excluded word before it', 'lurah kantor terima', true],
    ['an excluded word behind it', 'kantor terima lurah', true],
  ])('without some words: %s', (_, text, found) => {
    expect(isFound('kantor ...-lurah|ketua terima', text)).toBe(found);
  });

  it('that names no word to leave out is a fault', () => {
    expect(() => createPatternIndex().add('kantor ...- terima')).toThrow(/pattern/);
  });
});
