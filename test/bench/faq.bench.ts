/**
 * The figures of FAQ retrieval: `node --import tsx test/bench/faq.bench.ts`. Quality on 126 articles without
 * paraphrases, beside MiniSearch with its own defaults on the same data; then time and memory with 10,000 articles.
 */
import MiniSearch from 'minisearch';
import { createFaq, type FaqAnswer, type SearchableArticle } from '../../src/faq/faq.ts';
import { benchArticles, benchLanguage, benchQuestions, type Figures, figuresOf } from './faq-figures.ts';

const language = benchLanguage();
const articles = benchArticles();
const questions = benchQuestions();
const count = (kind: string) => questions.filter((question) => question.kind === kind).length;
console.log(
  `${articles.length} articles without paraphrases; ${questions.filter((one) => one.article).length} answerable questions, ` +
    `${count('foreign')} foreign, ${count('near')} near misses`,
);
show('this desk', figuresOf(questions, createFaq(articles, language).ask));
show('MiniSearch, its defaults', figuresOf(questions, miniSearch(articles)), false);
console.log('MiniSearch has no "none": any hit is an answer there, so only the order is compared.');
speed(10_000);

function show(name: string, figures: Figures, isWhole = true): void {
  const shown = isWhole ? Object.entries(figures) : Object.entries(figures).slice(0, 2);
  console.log(`${name}: ${shown.map(([what, share]) => `${what} ${(share * 100).toFixed(1)} %`).join(', ')}`);
}

function miniSearch(given: readonly SearchableArticle[]): (text: string) => FaqAnswer {
  const index = new MiniSearch({ fields: ['question', 'answer'] });
  index.addAll(given.map(({ id, question, answer }) => ({ id, question, answer })));
  return (text) => ({
    outcome: 'choose',
    articles: index
      .search(text)
      .slice(0, 5)
      .map(({ id, score }) => ({ id: String(id), score })),
  });
}

/** Articles made of the words of the real ones, shuffled by a fixed rule: as many words, as many postings. */
function speed(size: number): void {
  const many = manyArticles(size);
  const before = memory();
  const start = performance.now();
  const faq = createFaq(many, language);
  const built = performance.now() - start;
  const held = memory() - before;
  for (const { text } of questions) faq.ask(text);
  const times = [1, 2, 3, 4, 5]
    .flatMap(() =>
      questions.map(({ text }) => {
        const from = performance.now();
        faq.ask(text);
        return performance.now() - from;
      }),
    )
    .sort((one, other) => one - other);
  const at = (share: number) => times[Math.floor(share * times.length)]!.toFixed(2);
  console.log(
    `${size} articles: built in ${(built / 1000).toFixed(1)} s, ${(held / 1e6).toFixed(0)} MB held, ` +
      `process ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB; a query p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`,
  );
}

function manyArticles(size: number): SearchableArticle[] {
  const words = articles.flatMap(({ question, answer }) => `${question} ${answer}`.split(/\s+/));
  let state = 1;
  const next = () => words[(state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) % words.length]!;
  const text = (length: number) => Array.from({ length }, next).join(' ');
  return Array.from({ length: size }, (_, at) => ({ id: `a${at}`, question: text(9), answer: text(32) }));
}

/** Typed arrays lie outside the heap; both count. Exact with `node --expose-gc`. */
function memory(): number {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + Math.max(external, arrayBuffers);
}
