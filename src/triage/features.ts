/** Turns a reading into hashed features: words and word pairs, letters within words, and cues, each group apart. */
import type { Token } from './normalize.ts';

/** 2^18 buckets: room enough that few features share one. */
export const bucketBits = 18;
export const bucketCount = 1 << bucketBits;

/** The groups of features; each is brought to its own length before they are joined. */
export const groupCount = 3;
export const wordGroup = 0;
export const letterGroup = 1;

/** Buckets of one text, by group; a bucket stands as often as its feature does. */
export type Features = {
  readonly groups: readonly [readonly number[], readonly number[], readonly number[]];
  /** Token t has the words from `wordsFrom[t]` up to, not including, `wordsFrom[t + 1]`; likewise the letters. */
  readonly wordsFrom: readonly number[];
  readonly lettersFrom: readonly number[];
};

/**
 * @param skip tokens that tell nothing about the matter (names of places).
 * @param cues names of what rules and facts found; they are features beside the words.
 */
export function extractFeatures(
  tokens: readonly Token[],
  skip: ReadonlySet<number>,
  cues: readonly string[],
): Features {
  const words: number[] = [];
  const letters: number[] = [];
  const wordsFrom = [0];
  const lettersFrom = [0];
  let before = 'ʌ';
  for (let at = 0; at < tokens.length; at++) {
    if (at > 0) {
      wordsFrom.push(words.length);
      lettersFrom.push(letters.length);
    }
    const token = tokens[at]!;
    if (skip.has(at)) {
      before = 'kel';
      continue;
    }
    const { raw, canon } = token;
    const isNumber = raw.charCodeAt(0) <= 57 && raw.charCodeAt(0) >= 48;
    const word = isNumber ? numberName(raw) : canon;
    words.push(hashText(word, 1));
    if (!isNumber && raw !== canon) words.push(hashText(raw, 1));
    words.push(hashPair(before, word));
    before = word;
    if (!isNumber) {
      pushLetters(raw, letters);
      if (raw !== canon && canon.length > 3) pushLetters(canon, letters);
    }
  }
  wordsFrom.push(words.length);
  lettersFrom.push(letters.length);
  words.push(hashPair(before, 'ʌ'));
  return { groups: [words, letters, cues.map((cue) => hashText(cue, 3))], wordsFrom, lettersFrom };
}

/** Numbers that mean something stay (112, PPh 21), others are told apart by their length alone. */
function numberName(raw: string): string {
  return /^(?:112|21|22|23|46|50|100|0|pph)$/.test(raw) ? raw : `#${Math.min(raw.length, 6)}`;
}

/** All runs of 3 to 5 letters of `_word_`. */
function pushLetters(word: string, into: number[]): void {
  const end = word.length + 1;
  for (let from = -1; from <= end - 2; from++) {
    let hash = 0x811c9dc5 ^ 2;
    for (let length = 1; length <= 5 && from + length - 1 <= end - 1; length++) {
      const at = from + length - 1;
      const code = at < 0 || at >= word.length ? 95 : word.charCodeAt(at);
      hash = Math.imul(hash ^ code, 0x01000193);
      if (length >= 3) into.push(fold(hash ^ (length << 24)));
    }
  }
}

function hashText(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return fold(hash);
}

function hashPair(one: string, other: string): number {
  let hash = 0x811c9dc5 ^ 5;
  for (let at = 0; at < one.length; at++) hash = Math.imul(hash ^ one.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ 32, 0x01000193);
  for (let at = 0; at < other.length; at++) hash = Math.imul(hash ^ other.charCodeAt(at), 0x01000193);
  return fold(hash);
}

function fold(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((mixed ^ (mixed >>> 13)) >>> 0) & (bucketCount - 1);
}
