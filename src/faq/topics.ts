/**
 * Likeness by topic: the words of a text point to topics, and two texts that point to the same ones are akin without a
 * shared word.
 */
import type { Language } from './language.ts';
import type { Field } from './words.ts';

export interface TopicIndex {
  /** @returns a function from a document's number to the cosine (0–1) of its topics and the query's. */
  compare(query: readonly Field[]): (document: number) => number;
}

export function createTopicIndex(documents: readonly (readonly Field[])[], language: Language): TopicIndex {
  const width = language.topicCount;
  const rows = new Float32Array(documents.length * width);
  documents.forEach((fields, document) => {
    rows.set(pointer(fields, language), document * width);
  });
  return {
    compare: (query) => {
      const own = pointer(query, language);
      return (document) => {
        let sum = 0;
        for (let at = 0; at < width; at++) sum += own[at]! * rows[document * width + at]!;
        return sum;
      };
    },
  };
}

/** Telling words count more: a word spread over all topics adds nearly nothing to any. Length 1. */
function pointer(fields: readonly Field[], language: Language): Float32Array {
  const sum = new Float32Array(language.topicCount);
  for (const { tokens, weight } of fields) {
    for (const word of new Set(tokens.map((token) => formWithTopics(token.forms, language)))) {
      const shares = word === null ? undefined : language.topicsOf.get(word);
      if (!shares) continue;
      for (let at = 0; at < sum.length; at++) {
        const share = shares[at]!;
        if (share > 0) sum[at]! += weight * share * share;
      }
    }
  }
  let squares = 0;
  for (const value of sum) squares += value * value;
  const length = Math.sqrt(squares) || 1;
  return sum.map((value) => value / length);
}

function formWithTopics(forms: readonly string[], language: Language): string | null {
  return forms.find((form, at) => at > 0 && language.topicsOf.has(form)) ?? forms[0] ?? null;
}
