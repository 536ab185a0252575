/** The word lists of data/words: abbreviations, Javanese, spellings of the trade's words. */
import { join } from 'node:path';
import { z } from 'zod';
import { loadYaml } from '../lib/yaml.ts';

/** A word whose meaning hangs on its neighbours (within two words); `#` stands for any number. */
export type ContextWord = {
  word: string;
  means: string;
  after?: readonly string[] | undefined;
  before?: readonly string[] | undefined;
  notAfter?: readonly string[] | undefined;
  notBefore?: readonly string[] | undefined;
};

export type WordLists = {
  /** Written → meaning (one or more words). Only words without a second reading. */
  rewrite: ReadonlyMap<string, string>;
  context: readonly ContextWord[];
  /** Misspelt → right. */
  spellings: ReadonlyMap<string, string>;
  /** Words worth mending when one slip away. */
  correctable: ReadonlySet<string>;
  /** Passive verbs that may be written apart from their "di". */
  passives: ReadonlySet<string>;
  /** Ordinary words that look like a slip of a correctable one and are none. */
  rightlyWritten: ReadonlySet<string>;
};

const words = z.array(z.string());
const listFile = z.object({
  rewrite: z.record(z.string(), z.string()),
  context: z.array(
    z.object({
      word: z.string(),
      means: z.string(),
      after: words.optional(),
      before: words.optional(),
      notAfter: words.optional(),
      notBefore: words.optional(),
    }),
  ),
});
const spellingFile = z.object({
  words: z.record(z.string(), words),
  correctable: words,
  passives: words,
  rightlyWritten: words,
});

/** @throws {SetupError} naming file, line and cure. */
export function loadWordLists(dataFolder: string): WordLists {
  const file = (name: string) => join(dataFolder, 'words', name);
  const abbreviations = loadYaml(file('abbreviations.yml'), listFile);
  const javanese = loadYaml(file('javanese.yml'), listFile);
  const spellings = loadYaml(file('spellings.yml'), spellingFile);
  const variants = Object.entries(spellings.words).flatMap(([right, wrong]) =>
    wrong.map((variant) => [variant, right] as const),
  );
  return {
    rewrite: new Map([...Object.entries(javanese.rewrite), ...Object.entries(abbreviations.rewrite)]),
    context: [...abbreviations.context, ...javanese.context],
    spellings: new Map(variants),
    correctable: new Set(
      [...Object.keys(spellings.words), ...spellings.correctable].filter((word) => word.length >= 6),
    ),
    passives: new Set(spellings.passives),
    rightlyWritten: new Set(spellings.rightlyWritten),
  };
}
