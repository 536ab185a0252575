/** Finds roots of Indonesian and Javanese word forms and mends single typos, by looking both up in a vocabulary. */
import type { WordLists } from './word-lists.ts';

export interface Stemmer {
  /** Roots of a word that are in the vocabulary, longest first, at most three; the word itself is not among them. */
  roots(word: string): string[];
  /**
   * The trade word that an unknown word is one typing slip away from, or null. Words under 6 letters are left alone.
   */
  correct(word: string): string | null;
}

const suffixes = [
  'annya',
  'kannya',
  'nipun',
  'ipun',
  'nya',
  'lah',
  'kah',
  'kan',
  'ake',
  'ane',
  'pun',
  'ne',
  'no',
  'ke',
  'mu',
  'ku',
  'an',
  'em',
  'en',
  'e',
  'i',
];
/** A prefix and the letters that may have melted into it. */
const prefixes: readonly (readonly [string, readonly string[]])[] = [
  ['menge', ['']],
  ['meng', ['', 'k']],
  ['meny', ['s']],
  ['mem', ['', 'p']],
  ['men', ['', 't']],
  ['me', ['']],
  ['penge', ['']],
  ['peng', ['', 'k']],
  ['peny', ['s']],
  ['pem', ['', 'p']],
  ['pen', ['', 't']],
  ['per', ['']],
  ['pe', ['']],
  ['ber', ['']],
  ['ter', ['']],
  ['diper', ['']],
  ['di', ['']],
  ['ke', ['']],
  ['se', ['']],
  ['nge', ['']],
  ['ng', ['', 'k']],
  ['ny', ['s', 'c']],
  ['tak', ['']],
  ['n', ['', 't']],
  ['m', ['', 'p']],
];

/** @param vocabulary words that count as roots and as rightly written. */
export function createStemmer(vocabulary: ReadonlySet<string>, lists: WordLists): Stemmer {
  const deletions = deletionIndex(lists.correctable);

  const isRoot = (word: string) =>
    word.length >= 3 && (vocabulary.has(word) || lists.rewrite.has(word) || lists.spellings.has(word));

  const roots = (word: string): string[] => {
    if (word.length < 5 || /\d/.test(word)) return [];
    const found = new Set<string>();
    const bases = [word, ...suffixes.filter((end) => word.endsWith(end)).map((end) => word.slice(0, -end.length))];
    for (const base of bases) {
      if (base !== word && base.length >= 3 && isRoot(base)) found.add(base);
      for (const [prefix, melted] of prefixes) {
        if (!base.startsWith(prefix)) continue;
        for (const letter of melted) {
          const root = letter + base.slice(prefix.length);
          if (root.length >= 4 && isRoot(root)) found.add(root);
        }
      }
    }
    return [...found].sort((one, other) => other.length - one.length || (one < other ? -1 : 1)).slice(0, 3);
  };

  const correct = (word: string): string | null => {
    if (word.length < 6 || word.length > 24 || vocabulary.has(word) || lists.rewrite.has(word)) return null;
    if (lists.rightlyWritten.has(word) || /\d/.test(word) || roots(word).length > 0) return null;
    const near = new Set<string>();
    for (const key of [word, ...deletionsOf(word)]) {
      for (const candidate of deletions.get(key) ?? []) if (isOneSlip(word, candidate)) near.add(candidate);
    }
    return near.size === 1 ? [...near][0]! : null;
  };

  return { roots, correct };
}

function deletionsOf(word: string): string[] {
  return Array.from({ length: word.length }, (_, at) => word.slice(0, at) + word.slice(at + 1));
}

function deletionIndex(words: Iterable<string>): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const word of words) {
    for (const key of new Set([word, ...deletionsOf(word)])) index.set(key, [...(index.get(key) ?? []), word]);
  }
  return index;
}

/** One letter added, left out, changed, or two neighbours swapped; the first letter stands. */
export function isOneSlip(one: string, other: string): boolean {
  if (one === other || one[0] !== other[0] || Math.abs(one.length - other.length) > 1) return false;
  let front = 0;
  while (front < one.length && one[front] === other[front]) front++;
  let back = 0;
  const most = Math.min(one.length, other.length) - front;
  while (back < most && one[one.length - 1 - back] === other[other.length - 1 - back]) back++;
  const left = one.length - front - back;
  const right = other.length - front - back;
  if (left <= 1 && right <= 1) return true;
  return left === 2 && right === 2 && one[front] === other[front + 1] && one[front + 1] === other[front];
}
