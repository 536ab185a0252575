/**
 * What the FAQ's figures are measured on, and how they are counted: articles without paraphrases, questions kept apart
 * from them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaqAnswer, SearchableArticle } from '../../src/faq/faq.ts';
import { createLanguage, type Language, loadLikeness } from '../../src/faq/language.ts';
import { loadArticles, searchable } from '../../src/faq/load-articles.ts';
import { loadKnowledge } from '../../src/triage/load-knowledge.ts';

const dataFolder = join(import.meta.dirname, '../../data');

/**
 * A question with the article that answers it; `foreign`: another subject; `near`: the subject, but a fact that nobody
 * wrote down.
 */
export type Question = { text: string; article?: string; kind?: 'foreign' | 'near' };

export function benchLanguage(): Language {
  const { words, training } = loadKnowledge(dataFolder);
  return createLanguage(words, loadLikeness(dataFolder), training);
}

/** The seed articles as they are. */
export function seedArticles(): SearchableArticle[] {
  return loadArticles(dataFolder).map(searchable);
}

/** The seed articles and those written for the measurement, all without paraphrases. */
export function benchArticles(): SearchableArticle[] {
  const bare = seedArticles().map(({ id, question, answer }) => ({ id, question, answer }));
  return [...bare, ...linesOf<SearchableArticle>('faq-articles.jsonl')];
}

export function benchQuestions(): Question[] {
  return linesOf<Question>('faq-questions.jsonl');
}

function linesOf<T>(name: string): T[] {
  const lines = readFileSync(join(import.meta.dirname, name), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

export type Figures = {
  /** Of answerable questions: the right article first; among the first three; filed although there is an answer. */
  first: number;
  amongThree: number;
  answerableNone: number;
  /** Of answerable questions: answered at once; and of those, rightly. */
  answered: number;
  answeredRight: number;
  /** Of questions on other subjects, and of near misses: filed. */
  foreignNone: number;
  nearNone: number;
  foreignAnswered: number;
};

/** Shares (0–1) over the questions. */
export function figuresOf(questions: readonly Question[], ask: (text: string) => FaqAnswer): Figures {
  const asked = questions.map((question) => ({ question, answer: ask(question.text) }));
  const answerable = asked.filter(({ question }) => question.article !== undefined);
  const kind = (name: string) => asked.filter(({ question }) => question.kind === name);
  const place = ({ question, answer }: (typeof asked)[number]) =>
    answer.articles.findIndex(({ id }) => id === question.article);
  const given = answerable.filter(({ answer }) => answer.outcome === 'answer');
  const isNone = ({ answer }: (typeof asked)[number]) => answer.outcome === 'none';
  return {
    first: share(answerable, (one) => place(one) === 0),
    amongThree: share(answerable, (one) => place(one) >= 0 && place(one) < 3),
    answerableNone: share(answerable, isNone),
    answered: given.length / answerable.length,
    answeredRight: share(given, (one) => place(one) === 0),
    foreignNone: share(kind('foreign'), isNone),
    nearNone: share(kind('near'), isNone),
    foreignAnswered: share(kind('foreign'), ({ answer }) => answer.outcome === 'answer'),
  };
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}
