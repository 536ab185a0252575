/**
 * Which article answers a question: retrieval tolerant of typos, slang and Javanese, with an honest "none". The whole
 * interface.
 */
import { createNormalizer, type Token } from '../triage/normalize.ts';
import { splitWords } from '../triage/tokens.ts';
import { evidenceOf, type Judged, judge, type Likeness, outcomeOf } from './judge.ts';
import type { Language } from './language.ts';
import { createLetterIndex } from './letters.ts';
import { createTopicIndex } from './topics.ts';
import { createWordIndex, type Field, type WordScores } from './words.ts';

/** What of an article is searched. */
export type SearchableArticle = {
  readonly id: string;
  readonly question: string;
  /** The words that are given, and whatever else of the article should be found by its words. */
  readonly answer: string;
  /** Other wordings of the question. */
  readonly paraphrases?: readonly string[] | undefined;
};

export type Candidate = {
  readonly id: string;
  /** Estimated probability (0–1) that the article answers the question. */
  readonly score: number;
};

export type FaqAnswer = {
  /** answer: the first one is given · choose: the first two or three are offered · none: a ticket is filed. */
  readonly outcome: 'answer' | 'choose' | 'none';
  /** At most five, best first, whatever the outcome. */
  readonly articles: readonly Candidate[];
};

export interface Faq {
  /** Depends on the articles and this text alone. Never throws; an empty text has no candidates. */
  ask(text: string): FaqAnswer;
  /** The same candidates with what spoke for each: to explain, and to fit the judgement. */
  weigh(text: string): readonly (Candidate & Judged & { readonly likeness: Likeness })[];
}

const candidatesMax = 5;
/** How many articles are looked at closely. */
const shortlistMax = 40;
const questionWeight = 2.2;
const paraphraseWeight = 2;
const massOfOne = 15;

/**
 * @param articles those that may be given: published and valid. An id stands once.
 * @param language from `createLanguage`; one for any number of indexes.
 */
export function createFaq(articles: readonly SearchableArticle[], language: Language): Faq {
  const { read } = createNormalizer(language.lists, vocabularyOf(articles, language));
  const readings = articles.map((article) => ({
    question: read(article.question).tokens,
    paraphrases: (article.paraphrases ?? []).map((text) => read(text).tokens),
    answer: read(article.answer).tokens,
  }));
  const documents = readings.map(({ question, paraphrases, answer }): Field[] => [
    { tokens: question, weight: questionWeight },
    { tokens: answer, weight: 1 },
    { tokens: paraphrases.flat(), weight: paraphraseWeight },
  ]);
  const words = createWordIndex(documents, language);
  const topics = createTopicIndex(documents, language);
  const letters = createLetterIndex(
    readings.flatMap(({ question, paraphrases }, document) =>
      [question, ...paraphrases].map((tokens) => ({ document, tokens })),
    ),
    language.letters,
  );
  const questions = createWordIndex(
    readings.map(({ question, paraphrases }) => [{ tokens: [...question, ...paraphrases.flat()], weight: 1 }]),
    language,
  );
  const byLetters = new Float32Array(articles.length);
  const whole = emptyScores(articles.length);
  const asked = emptyScores(articles.length);

  const compare = (tokens: readonly Token[]): [number, Likeness][] => {
    const touched: number[] = [];
    const groups = words.groupsOf(tokens);
    words.score(groups, whole, touched);
    questions.score(questions.groupsOf(tokens), asked, touched);
    letters.score(tokens, byLetters, touched);
    const met = [...new Set(touched)];
    const rough = (at: number) => whole.scores[at]! + byLetters[at]! + asked.scores[at]!;
    const topic = topics.compare([{ tokens, weight: 1 }]);
    const nats = groups.reduce((sum, { weight }) => sum + weight, 0);
    const found = best(met, rough, shortlistMax).map((document): [number, Likeness] => [
      document,
      {
        words: whole.scores[document]!,
        covered: whole.covered[document]!,
        question: asked.scores[document]!,
        coveredByQuestion: asked.covered[document]!,
        letters: byLetters[document]!,
        topic: topic(document),
        mass: Math.min(1, (whole.covered[document]! * nats) / massOfOne),
      },
    ]);
    for (const scores of [byLetters, ...Object.values(whole), ...Object.values(asked)])
      for (const document of met) scores[document] = 0;
    return found;
  };

  const weigh = (text: string) => {
    const found = compare(read(text).tokens)
      .map(([document, likeness]) => ({ document, likeness, evidence: evidenceOf(likeness) }))
      .sort((one, other) => other.evidence - one.evidence || one.document - other.document)
      .slice(0, candidatesMax);
    const judged = judge(found.map(({ evidence }) => evidence));
    return found.map(({ document, likeness }, at) => ({ id: articles[document]!.id, ...judged[at]!, likeness }));
  };

  const ask = (text: string): FaqAnswer => {
    const found = weigh(text);
    return { outcome: outcomeOf(found), articles: found.map(({ id, score }) => ({ id, score })) };
  };

  return { ask, weigh };
}

function emptyScores(size: number): WordScores {
  return { scores: new Float32Array(size), covered: new Float32Array(size) };
}

/** The words of the articles count as rightly written. */
function vocabularyOf(articles: readonly SearchableArticle[], language: Language): ReadonlySet<string> {
  const vocabulary = new Set(language.vocabulary);
  for (const { question, answer, paraphrases = [] } of articles)
    for (const text of [question, answer, ...paraphrases])
      for (const { text: word } of splitWords(text)) vocabulary.add(word);
  return vocabulary;
}

/** The `count` documents of the greatest value; of equals, the earlier one. */
function best(documents: readonly number[], worth: (document: number) => number, count: number): number[] {
  const values = documents.map((document) => [document, worth(document)] as const);
  if (values.length > count * 4) {
    const floor = values.map(([, value]) => value).sort((one, other) => other - one)[count - 1]!;
    return best(
      values
        .filter(([, value]) => value >= floor)
        .map(([document]) => document)
        .slice(0, count * 4),
      worth,
      count,
    );
  }
  return [...values]
    .sort(([one, a], [other, b]) => b - a || one - other)
    .slice(0, count)
    .map(([document]) => document);
}
