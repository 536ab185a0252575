/**
 * What retrieval knows of the language before it sees an article: how common words are, what means the same, what goes
 * with what.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { loadYaml } from '../lib/yaml.ts';
import { createNormalizer } from '../triage/normalize.ts';
import { splitWords } from '../triage/tokens.ts';
import type { WordLists } from '../triage/word-lists.ts';
import { letterWeights } from './letters.ts';

export type Language = {
  readonly lists: WordLists;
  /** Words that count as rightly written, and as roots. */
  readonly vocabulary: ReadonlySet<string>;
  /** Word → words of nearly the same meaning, itself not among them. */
  readonly synonyms: ReadonlyMap<string, readonly string[]>;
  /** Abbreviation → the words it stands for. */
  readonly short: ReadonlyMap<string, readonly string[]>;
  /** Words of address and courtesy: they tell nothing of the matter. */
  readonly courtesy: ReadonlySet<string>;
  /** How many lines were read, and in how many of them a form of a word stands. */
  readonly lineCount: number;
  readonly linesWith: ReadonlyMap<string, number>;
  /**
   * Word → how strongly it points to each topic (length `topicCount`, sum 1); rare words only have it where they were
   * seen.
   */
  readonly topicsOf: ReadonlyMap<string, Float32Array>;
  readonly topicCount: number;
  /** See `letterWeights`. */
  readonly letters: Float32Array;
};

const likenessFile = z.object({
  same: z.array(z.array(z.string()).min(2)),
  short: z.record(z.string(), z.string()),
  courtesy: z.array(z.string()),
});

export type Likeness = z.infer<typeof likenessFile>;

/** @throws {SetupError} naming file, line and cure. */
export function loadLikeness(dataFolder: string): Likeness {
  return loadYaml(join(dataFolder, 'words', 'likeness.yml'), likenessFile);
}

/** @param lines messages as people write them, with their topic where one is known: the training lines of triage. */
export function createLanguage(
  lists: WordLists,
  likeness: Likeness,
  lines: readonly { text: string; topic: string | null }[],
): Language {
  const vocabulary = new Set<string>([
    ...likeness.same.flat(),
    ...Object.entries(likeness.short).flatMap(([word, full]) => [word, ...full.split(' ')]),
  ]);
  for (const meaning of lists.rewrite.values()) for (const word of meaning.split(' ')) vocabulary.add(word);
  const seen = new Map<string, number>();
  for (const { text } of lines)
    for (const { text: word } of splitWords(text)) seen.set(word, (seen.get(word) ?? 0) + 1);
  // A word seen once may be a slip of somebody's finger.
  for (const [word, times] of seen) if (times > 1) vocabulary.add(word);
  const normalizer = createNormalizer(lists, vocabulary);
  const linesWith = new Map<string, number>();
  const topics = [...new Set(lines.map((line) => line.topic))].filter((topic) => topic !== null);
  const counts = new Map<string, Float32Array>();
  const readings = lines.map(({ text }) => normalizer.read(text).tokens);
  for (const [at, { topic }] of lines.entries()) {
    const forms = new Set(readings[at]!.flatMap((token) => token.forms));
    for (const form of forms) {
      linesWith.set(form, (linesWith.get(form) ?? 0) + 1);
      if (topic === null) continue;
      let row = counts.get(form);
      if (!row) counts.set(form, (row = new Float32Array(topics.length)));
      row[topics.indexOf(topic)]!++;
    }
  }
  return {
    lists,
    vocabulary,
    synonyms: synonymsOf(likeness.same),
    short: new Map(Object.entries(likeness.short).map(([word, full]) => [word, full.split(' ')])),
    courtesy: new Set(likeness.courtesy),
    lineCount: lines.length,
    linesWith,
    topicsOf: shares(counts),
    topicCount: topics.length,
    letters: letterWeights(readings),
  };
}

function synonymsOf(groups: readonly (readonly string[])[]): Map<string, string[]> {
  const synonyms = new Map<string, string[]>();
  for (const group of groups)
    for (const word of group)
      synonyms.set(word, [...new Set([...(synonyms.get(word) ?? []), ...group.filter((other) => other !== word)])]);
  return synonyms;
}

/** Counts as shares of 1, drawn towards nothing for words seen seldom. */
function shares(counts: ReadonlyMap<string, Float32Array>): Map<string, Float32Array> {
  const result = new Map<string, Float32Array>();
  for (const [word, row] of counts) {
    const sum = row.reduce((total, value) => total + value, 0);
    result.set(
      word,
      row.map((value) => value / (sum + 1)),
    );
  }
  return result;
}
