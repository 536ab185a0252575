/** Likeness by words: BM25F over question, paraphrases and answer, with roots, synonyms and words one slip away. */
import type { Token } from '../triage/normalize.ts';
import { createFuzzyWords } from './fuzzy-words.ts';
import type { Language } from './language.ts';
import { createPostingsBuilder, type Postings } from './postings.ts';

/** What a word of a query stands for among the words of the articles. */
export type Group = {
  /** Number of a word of the articles → how nearly it is meant (0–1). */
  readonly terms: ReadonlyMap<number, number>;
  /** How telling the word is, in nats. */
  readonly weight: number;
};

/** A value a document; 0 before a query. */
export type WordScores = { scores: Float32Array; covered: Float32Array };

export interface WordIndex {
  groupsOf(query: readonly Token[]): Group[];
  /**
   * Adds BM25F to `scores`, divided by what a perfect article would get (so about 0–1), and the weighted share of the
   * words that a document has anywhere to `covered` (0–1).
   */
  score(groups: readonly Group[], into: WordScores, touched: number[]): void;
}

export type Field = { readonly tokens: readonly Token[]; readonly weight: number };

/** Saturation and the share of length in it, as usual for short texts. */
const saturation = 1.1;
const lengthShare = 0.55;
const synonymShare = 0.62;
/** A word that nobody has written before is more likely noise than the heart of the matter. */
const unknownShare = 0.75;
const courtesyWeight = 0.15;

/** @param documents the fields of each, question first. */
export function createWordIndex(documents: readonly (readonly Field[])[], language: Language): WordIndex {
  const numbers = new Map<string, number>();
  const postings = indexFields(documents, numbers);
  const fuzzy = createFuzzyWords([...numbers.keys()]);
  const groupSums = new Float32Array(documents.length);
  const groupShares = new Float32Array(documents.length);
  const lineCount = language.lineCount + documents.length;

  const weightOf = (form: string): number => {
    const number = numbers.get(form);
    const inArticles = number === undefined ? 0 : postings.start[number + 1]! - postings.start[number]!;
    const count = (language.linesWith.get(form) ?? 0) + inArticles;
    return Math.log(1 + (lineCount - count + 0.5) / (count + 0.5));
  };

  const groupOf = ({ forms, raw, canon }: Token): Group => {
    const terms = new Map<number, number>();
    const add = (form: string, share: number) => {
      const number = numbers.get(form);
      if (number !== undefined) terms.set(number, Math.max(terms.get(number) ?? 0, share));
    };
    forms.forEach((form, at) => {
      add(form, at <= 1 ? 1 : 0.9);
      for (const other of language.synonyms.get(form) ?? []) add(other, synonymShare);
    });
    const isKnown = forms.some((form) => language.linesWith.has(form) || numbers.has(form));
    if (terms.size === 0 && !/\d/.test(raw)) for (const [number, share] of fuzzy.near(canon)) terms.set(number, share);
    const isCourtesy = forms.some((form) => language.courtesy.has(form));
    const weight = Math.min(...forms.map(weightOf)) * (isKnown || terms.size > 0 ? 1 : unknownShare);
    return { terms, weight: isCourtesy ? Math.min(weight, courtesyWeight) : weight };
  };

  const groupsOf = (query: readonly Token[]): Group[] => {
    const once = new Map<string, Group>();
    for (const token of query) if (!once.has(token.canon)) once.set(token.canon, groupOf(token));
    // An abbreviation that no article writes out is asked by its words; what they weigh together is what it weighs.
    for (const { canon } of query) {
      const full = language.short.get(canon);
      const group = once.get(canon);
      if (!full || !group || group.terms.size > 0) continue;
      once.delete(canon);
      for (const word of full) {
        const part = groupOf({ raw: word, canon: word, forms: [word], capital: false });
        once.set(`${canon} ${word}`, { terms: part.terms, weight: group.weight / full.length });
      }
    }
    return [...once.values()];
  };

  const score = (groups: readonly Group[], { scores, covered }: WordScores, touched: number[]) => {
    const whole = groups.reduce((sum, { weight }) => sum + weight, 0) || 1;
    for (const { terms, weight } of groups) {
      const met: number[] = [];
      for (const [number, share] of terms) {
        for (let at = postings.start[number]!; at < postings.start[number + 1]!; at++) {
          const document = postings.documents[at]!;
          if (groupShares[document] === 0) met.push(document);
          const found = postings.weights[at]!;
          const value = share * ((found * (saturation + 1)) / (found + saturation));
          if (value > groupSums[document]!) groupSums[document] = value;
          if (share > groupShares[document]!) groupShares[document] = share;
        }
      }
      for (const document of met) {
        if (scores[document] === 0) touched.push(document);
        scores[document]! += (groupSums[document]! * weight) / (whole * (saturation + 1));
        covered[document]! += (groupShares[document]! * weight) / whole;
        groupSums[document] = 0;
        groupShares[document] = 0;
      }
    }
  };

  return { groupsOf, score };
}

/** Weights of postings are BM25F's frequency: each field's counts, made comparable by the field's usual length. */
function indexFields(documents: readonly (readonly Field[])[], numbers: Map<string, number>): Postings {
  const fieldCount = Math.max(0, ...documents.map((fields) => fields.length));
  const usual = Array.from({ length: fieldCount }, (_, field) => {
    const lengths = documents.map((fields) => fields[field]?.tokens.length ?? 0).filter((length) => length > 0);
    return lengths.length === 0 ? 1 : lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  });
  const builder = createPostingsBuilder();
  documents.forEach((fields, document) => {
    const found = new Map<number, number>();
    fields.forEach(({ tokens, weight }, field) => {
      const share = weight / (1 - lengthShare + (lengthShare * tokens.length) / usual[field]!);
      for (const token of tokens) {
        for (const form of new Set(token.forms)) {
          let number = numbers.get(form);
          if (number === undefined) numbers.set(form, (number = numbers.size));
          found.set(number, (found.get(number) ?? 0) + share);
        }
      }
    });
    for (const [number, weight] of found) builder.add(number, document, weight);
  });
  return builder.finish(numbers.size);
}
