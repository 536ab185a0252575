/** Reads a text into sentences and words with the forms each word may stand for. It adds; no stored text is changed. */
import { createStemmer, type Stemmer } from './stem.ts';
import { cleanText, splitSentences, splitWords } from './tokens.ts';
import type { ContextWord, WordLists } from './word-lists.ts';

/** One word of a message. `forms[0]` is the word as written (lower case, stretched letters shortened). */
export type Token = {
  readonly raw: string;
  /** The meaning of an abbreviation or Javanese word, the right spelling of a typo, else `raw`. */
  readonly canon: string;
  /** raw, canon and its single words, roots: whatever a pattern may name. */
  readonly forms: readonly string[];
  readonly capital: boolean;
};

export type Sentence = { readonly text: string; readonly from: number; readonly to: number };

/** A text as triage sees it. Sentence `s` holds the tokens from `sentences[s].from` up to, not including, `.to`. */
export type Reading = {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly sentences: readonly Sentence[];
};

export interface Normalizer {
  /** At most `wordsMax` words are read: the beginning and the end of a longer text. Never throws. */
  read(text: string): Reading;
}

const wordsMax = 600;
const shortNyMin = 6;
const charsMax = 12_000;
const knownFormsMax = 20_000;

/** @param vocabulary words of the training set and of all patterns: roots and right spellings are looked up in it. */
export function createNormalizer(lists: WordLists, vocabulary: ReadonlySet<string>): Normalizer {
  const stemmer = createStemmer(vocabulary, lists);
  const context = new Map<string, ContextWord[]>();
  for (const entry of lists.context) context.set(entry.word, [...(context.get(entry.word) ?? []), entry]);
  const cache = new Map<string, readonly string[]>();

  const formsOf = (raw: string): readonly string[] => {
    const known = cache.get(raw);
    if (known) return known;
    if (cache.size >= knownFormsMax) cache.clear();
    const forms = allForms(raw, lists, stemmer);
    cache.set(raw, forms);
    return forms;
  };

  const read = (text: string): Reading => {
    const tokens: Token[] = [];
    const sentences: Sentence[] = [];
    for (const part of splitSentences(shorten(text))) {
      const words = splitWords(cleanText(part));
      if (words.length === 0) continue;
      const from = tokens.length;
      for (let at = 0; at < words.length; at++) tokens.push(tokenAt(words, at));
      sentences.push({ text: part.trim(), from, to: tokens.length });
      if (tokens.length >= wordsMax) break;
    }
    return { text, tokens, sentences };
  };

  const tokenAt = (words: readonly { text: string; capital: boolean }[], at: number): Token => {
    const { text: raw, capital } = words[at]!;
    const before = words[at - 1]?.text;
    if ((before === 'di' || before === 'd') && lists.passives.has(raw)) {
      const joined = formsOf(`di${raw}`);
      return { raw, canon: joined[0]!, forms: [...new Set([raw, ...joined, ...formsOf(raw)])], capital };
    }
    const forms = formsOf(raw);
    const meaning = context.has(raw) ? meaningHere(context.get(raw)!, words, at) : null;
    if (meaning !== null) return { raw, canon: meaning, forms: [...new Set([raw, meaning, ...forms])], capital };
    return { raw, canon: forms[1] ?? raw, forms: forms[1] === raw ? forms.slice(1) : forms, capital };
  };

  return { read };
}

/** Long texts keep their beginning and their end: the question of a story comes late. */
function shorten(text: string): string {
  if (text.length <= charsMax) return text;
  return `${text.slice(0, charsMax / 2)}\n${text.slice(-charsMax / 2)}`;
}

/** [raw, canon, …further forms]; canon equals raw where the word stands for itself. */
function allForms(raw: string, lists: WordLists, stemmer: Stemmer): readonly string[] {
  const rewritten = lists.rewrite.get(raw) ?? lists.spellings.get(raw) ?? stemmer.correct(raw) ?? raw;
  const canon = rewritten.replaceAll(' ', '');
  const forms = [raw, canon];
  const add = (form: string) => {
    if (!forms.includes(form)) forms.push(form);
  };
  // "hargany", "mulutny": the last letter of -nya is often saved.
  if (raw.length >= shortNyMin && raw.endsWith('ny')) for (const root of stemmer.roots(`${raw}a`)) add(root);
  if (rewritten !== canon) for (const word of rewritten.split(' ')) if (word.length >= 4) add(word);
  for (const root of stemmer.roots(canon)) add(root);
  if (canon !== raw) for (const root of stemmer.roots(raw)) add(root);
  for (const form of [...forms]) {
    const meaning = lists.rewrite.get(form);
    if (meaning && !meaning.includes(' ')) add(meaning);
  }
  return forms;
}

/** The meaning a word has between these neighbours (two words to each side), or null. */
function meaningHere(entries: readonly ContextWord[], words: readonly { text: string }[], at: number): string | null {
  const beside = (list: readonly string[], step: 1 | -1) => {
    for (let distance = 1; distance <= 2; distance++) {
      const word = words[at + step * distance]?.text;
      if (word !== undefined && (list.includes(word) || (/^\d/.test(word) && list.includes('#')))) return true;
    }
    return false;
  };
  for (const entry of entries) {
    const wanted = entry.after || entry.before;
    if (wanted && !(entry.after && beside(entry.after, -1)) && !(entry.before && beside(entry.before, 1))) continue;
    if (entry.notBefore && beside(entry.notBefore, 1)) continue;
    if (entry.notAfter && beside(entry.notAfter, -1)) continue;
    return entry.means;
  }
  return null;
}
