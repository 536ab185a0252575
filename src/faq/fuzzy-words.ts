/** Finds words that are spelt nearly like a given one, by the pairs of letters that both have. */
import { createPostingsBuilder } from './postings.ts';

export interface FuzzyWords {
  /** Number of a known word → how nearly it is meant (0–1); the nearest few. Words of fewer than 5 letters: none. */
  near(word: string): [number: number, share: number][];
}

const pairCount = 1 << 12;
const likenessMin = 0.6;
const nearMax = 4;
const lengthMin = 5;

/** @param words at the place that is their number. */
export function createFuzzyWords(words: readonly string[]): FuzzyWords {
  const builder = createPostingsBuilder();
  const sizes = new Uint8Array(words.length);
  words.forEach((word, number) => {
    if (word.length < lengthMin - 1 || /\d/.test(word)) return;
    const pairs = pairsOf(word);
    sizes[number] = pairs.size;
    for (const pair of pairs) builder.add(pair, number, 1);
  });
  const { start, documents } = builder.finish(pairCount);
  const common = new Uint8Array(words.length);

  const near = (word: string): [number, number][] => {
    if (word.length < lengthMin) return [];
    const pairs = pairsOf(word);
    const met: number[] = [];
    for (const pair of pairs) {
      for (let at = start[pair]!; at < start[pair + 1]!; at++) {
        const number = documents[at]!;
        if (common[number]!++ === 0) met.push(number);
      }
    }
    const found: [number, number][] = [];
    for (const number of met) {
      const likeness = (2 * common[number]!) / (pairs.size + sizes[number]!);
      common[number] = 0;
      if (likeness >= likenessMin) found.push([number, 0.9 * likeness]);
    }
    return found.sort(([one, a], [other, b]) => b - a || one - other).slice(0, nearMax);
  };

  return { near };
}

function pairsOf(word: string): Set<number> {
  const pairs = new Set<number>();
  let before = 95;
  for (let at = 0; at <= word.length; at++) {
    const code = at === word.length ? 95 : word.charCodeAt(at);
    pairs.add((Math.imul((before << 8) ^ code, 0x2c1b3c6d) >>> 0) >>> 20);
    before = code;
  }
  return pairs;
}
