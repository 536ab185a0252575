/**
 * The little language of the rules in data/: what stands in a sentence. One pass over a message finds all patterns.
 *
 *     lampu mati          the words follow each other, each in any form (written, normalised, root)
 *     lampu ... mati      up to four words in between
 *     lampu ...-tapi|rt mati   the same, but none of these words in between
 *     lampu|pju mati      either word
 *     cair* *bakar*       begins with, contains
 *     cair (sudah) belum  may be left out (not the first)
 *     lampu & gang        both in the same sentence, in any order
 *     0                   any number
 *     ^halo$              the whole message begins (^), ends ($) here
 */
import type { Reading, Sentence, Token } from './normalize.ts';

type Matcher = {
  readonly exact: ReadonlySet<string>;
  readonly starts: readonly string[];
  readonly holds: readonly string[];
  readonly number: boolean;
};
type Element = {
  readonly match: Matcher;
  readonly optional: boolean;
  readonly gap: number;
  /** What the gap before it does not reach over. */
  readonly without: Matcher | null;
};
type Sequence = { readonly elements: readonly Element[]; readonly first: boolean; readonly last: boolean };
type Pattern = { readonly id: number; readonly parts: readonly Sequence[] };

/** Where a pattern was found: the sentence and the words that made it so. */
export type Hit = { readonly sentence: number; readonly tokens: readonly number[] };

export interface Hits {
  /** All that were found. */
  readonly ids: readonly number[];
  has(id: number): boolean;
  /** The first hit of each sentence, in order. */
  of(id: number): readonly Hit[];
}

export interface PatternIndex {
  /** @returns an id; the same source gives the same id. @throws {Error} saying what is wrong with the pattern. */
  add(source: string): number;
  find(reading: Reading): Hits;
  /** All plain words of all patterns: they belong to the vocabulary. */
  readonly words: ReadonlySet<string>;
}

const gapWords = 4;
const none: readonly Hit[] = [];

export function createPatternIndex(): PatternIndex {
  const ids = new Map<string, number>();
  const patterns: Pattern[] = [];
  const exact = new Map<string, Pattern[]>();
  const starts = new Map<string, Pattern[]>();
  const anywhere: Pattern[] = [];
  const words = new Set<string>();

  const add = (source: string): number => {
    const known = ids.get(source);
    if (known !== undefined) return known;
    const pattern = { id: patterns.length, parts: source.split(' & ').map((part) => compileSequence(part.trim())) };
    patterns.push(pattern);
    ids.set(source, pattern.id);
    for (const part of pattern.parts)
      for (const element of part.elements) for (const word of element.match.exact) words.add(word);
    const { match } = pattern.parts[0]!.elements[0]!;
    for (const word of match.exact) put(exact, word, pattern);
    for (const start of match.starts) put(starts, start.slice(0, 3), pattern);
    if (match.holds.length > 0 || match.number) anywhere.push(pattern);
    return pattern.id;
  };

  const find = (reading: Reading): Hits => {
    const hits = new Map<number, Hit[]>();
    reading.sentences.forEach((sentence, number) => {
      for (let at = sentence.from; at < sentence.to; at++) {
        for (const form of reading.tokens[at]!.forms) {
          tryAll(exact.get(form), at);
          if (form.length >= 3) tryAll(starts.get(form.slice(0, 3)), at);
        }
        tryAll(anywhere, at);
      }
      function tryAll(candidates: readonly Pattern[] | undefined, at: number) {
        if (!candidates) return;
        for (const pattern of candidates) {
          const known = hits.get(pattern.id);
          if (known?.at(-1)?.sentence === number) continue;
          const tokens = matchAt(pattern, reading, sentence, at);
          if (!tokens) continue;
          if (known) known.push({ sentence: number, tokens });
          else hits.set(pattern.id, [{ sentence: number, tokens }]);
        }
      }
    });
    return { ids: [...hits.keys()], has: (id) => hits.has(id), of: (id) => hits.get(id) ?? none };
  };

  return { add, find, words };
}

function put(index: Map<string, Pattern[]>, key: string, pattern: Pattern): void {
  const list = index.get(key);
  if (!list) index.set(key, [pattern]);
  else if (!list.includes(pattern)) list.push(pattern);
}

function compileSequence(source: string): Sequence {
  const first = source.startsWith('^');
  const last = source.endsWith('$');
  const elements: Element[] = [];
  let gap = 0;
  let without: Matcher | null = null;
  const words = source
    .slice(first ? 1 : 0, last ? -1 : undefined)
    .trim()
    .replace(/\s*\|\s*/g, '|');
  for (const word of words.split(/\s+/)) {
    if (word.startsWith('...')) {
      gap = gapWords;
      without = word === '...' ? null : compileWord(word.replace('...-', ''), source);
      continue;
    }
    const optional = word.startsWith('(') && word.endsWith(')');
    elements.push({ match: compileWord(optional ? word.slice(1, -1) : word, source), optional, gap, without });
    gap = 0;
    without = null;
  }
  if (elements.length === 0 || elements[0]!.optional || elements[0]!.gap > 0 || gap > 0)
    throw new Error(
      `pattern "${source}": a gap or a word in brackets at its end → begin and end with a word that must be there`,
    );
  return { elements, first, last };
}

function compileWord(word: string, source: string): Matcher {
  const exact = new Set<string>();
  const starts: string[] = [];
  const holds: string[] = [];
  let number = false;
  for (const option of word.toLowerCase().split('|')) {
    if (option === '0') number = true;
    else if (/^\*[^*]{3,}\*?$/.test(option)) holds.push(option.replaceAll('*', ''));
    else if (/^[^*]{3,}\*$/.test(option)) starts.push(option.slice(0, -1));
    else if (/^[\p{L}\p{N}]+$/u.test(option) || /^\p{Extended_Pictographic}$/u.test(option)) exact.add(option);
    else throw new Error(`pattern "${source}": "${option}" → words of letters and digits, at least three before a *`);
  }
  return { exact, starts, holds, number };
}

/** The tokens of a match that begins at `at`, or null. */
function matchAt(pattern: Pattern, reading: Reading, sentence: Sentence, at: number): number[] | null {
  const found = matchSequence(pattern.parts[0]!, reading, sentence, at);
  if (!found) return null;
  for (const part of pattern.parts.slice(1)) {
    const beside = findSequence(part, reading, sentence);
    if (!beside) return null;
    found.push(...beside);
  }
  return found;
}

function findSequence(part: Sequence, reading: Reading, sentence: Sentence): number[] | null {
  for (let at = sentence.from; at < sentence.to; at++) {
    const found = matchSequence(part, reading, sentence, at);
    if (found) return found;
  }
  return null;
}

function matchSequence(part: Sequence, reading: Reading, sentence: Sentence, at: number): number[] | null {
  if (part.first && at !== 0) return null;
  const found: number[] = [];
  if (!step(0, at)) return null;
  if (part.last && found.at(-1) !== reading.tokens.length - 1) return null;
  return found;

  function step(index: number, from: number): boolean {
    const element = part.elements[index];
    if (!element) return true;
    const end = Math.min(from + element.gap, sentence.to - 1);
    for (let here = from; here <= end; here++) {
      if (fits(element.match, reading.tokens[here]!)) {
        found.push(here);
        if (step(index + 1, here + 1)) return true;
        found.pop();
      }
      if (element.without && fits(element.without, reading.tokens[here]!)) break;
    }
    return element.optional && step(index + 1, from);
  }
}

function fits(match: Matcher, token: Token): boolean {
  for (const form of token.forms) {
    if (match.exact.has(form)) return true;
    for (const start of match.starts) if (form.startsWith(start)) return true;
    for (const part of match.holds) if (form.includes(part)) return true;
  }
  return match.number && token.raw.charCodeAt(0) >= 48 && token.raw.charCodeAt(0) <= 57;
}
