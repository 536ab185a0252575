/** Retrieval over articles: tolerant, honest, the same each time. */
import { describe, expect, it } from 'vitest';
import { createFaq, type SearchableArticle } from '../../src/faq/faq.ts';
import { benchArticles, benchLanguage, benchQuestions, figuresOf, seedArticles } from '../bench/faq-figures.ts';

const language = benchLanguage();
const faq = createFaq(benchArticles(), language);

describe('an answer', () => {
  it.each([
    ['typos', 'kapn dana pokmas caair', 'bppkad-kapan-cair'],
    ['slang', 'rek pokmas diblok bank, gmn dong min', 'bppkad-rekening-diblokir'],
    ['Javanese', 'turahan duit e dikapakno', 'bppkad-sisa-dana'],
    ['an abbreviation', 'syarat kwt', 't-kwt'],
    ['one word', 'mobmas', 'pemerintahan-mobmas'],
    ['a formal sentence', 'Mohon penjelasan pihak yang menetapkan tim pelaksana di Pokmas', 'pbj-tim-pokmas'],
  ])('is found through %s', (_, text, id) => {
    const { articles, outcome } = faq.ask(text);
    expect(articles[0]?.id).toBe(id);
    expect(outcome).not.toBe('none');
  });

  it('is none for another subject, with candidates all the same', () => {
    const { articles, outcome } = faq.ask('resep rendang padang yang empuk');
    expect(outcome).toBe('none');
    expect(articles.length).toBeLessThanOrEqual(5);
  });

  it.each(['', '   ', '???', '🙏🙏'])('is none for %j', (text) => {
    expect(faq.ask(text)).toEqual({ outcome: 'none', articles: [] });
  });

  it('has scores between 0 and 1, best first', () => {
    for (const { text } of benchQuestions()) {
      const scores = faq.ask(text).articles.map(({ score }) => score);
      expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
      expect(scores).toEqual([...scores].sort((one, other) => other - one));
    }
  });

  it('hangs on its question alone', () => {
    const texts = benchQuestions()
      .slice(0, 60)
      .map(({ text }) => text);
    const forwards = texts.map((text) => JSON.stringify(faq.ask(text)));
    const backwards = [...texts].reverse().map((text) => JSON.stringify(faq.ask(text)));
    expect(backwards.reverse()).toEqual(forwards);
    const other = createFaq(benchArticles(), language);
    expect(texts.map((text) => JSON.stringify(other.ask(text)))).toEqual(forwards);
  });

  it('is found through a paraphrase that shares no word with the question', () => {
    const article: SearchableArticle = { id: 'a', question: 'Kapan dana cair?', answer: 'Bulan depan.' };
    const filled = { ...article, paraphrases: ['kucuran fulus iku suk opo'] };
    const ask = (one: SearchableArticle) => createFaq([one], language).ask('fulus kucuran').articles[0]?.score ?? 0;
    expect(ask(filled)).toBeGreaterThan(ask(article) + 0.3);
  });

  it('is none where there is no article', () => {
    expect(createFaq([], language).ask('kapan cair')).toEqual({ outcome: 'none', articles: [] });
  });
});

describe('the figures', () => {
  it('keep the targets on questions apart from the articles', () => {
    const questions = benchQuestions();
    expect(questions.filter(({ article }) => article).length).toBeGreaterThanOrEqual(300);
    const figures = figuresOf(questions, faq.ask);
    expect(figures.first).toBeGreaterThanOrEqual(0.8);
    expect(figures.amongThree).toBeGreaterThanOrEqual(0.92);
    expect(figures.answerableNone).toBeLessThanOrEqual(0.07);
    expect(figures.answeredRight).toBeGreaterThanOrEqual(0.93);
  });

  it('do not fall when paraphrases are there', () => {
    const full = createFaq(seedArticles(), language);
    for (const { id, paraphrases = [] } of seedArticles())
      for (const text of paraphrases)
        expect([
          id,
          full
            .ask(text)
            .articles.slice(0, 3)
            .map((one) => one.id),
        ]).toEqual([id, expect.arrayContaining([id])]);
  });
});
