/** The seed articles, and articles as Markdown and JSON. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importArticles, loadArticles } from '../../src/faq/load-articles.ts';
import { readMarkdown, writeMarkdown } from '../../src/faq/markdown.ts';

const dataFolder = join(import.meta.dirname, '../../data');
const articles = loadArticles(dataFolder);
const folder = mkdtempSync(join(tmpdir(), 'klinik-articles-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the seed articles', () => {
  it('are at least 60, a third of them for Pokmas on procurement, tax, RAB and SPJ', () => {
    expect(articles.length).toBeGreaterThanOrEqual(60);
    const forPokmas = /^pbj\.|pajak|spj|verifikasi-rab|analisa-harga|rab-titik|rab-taman|asbuilt/;
    expect(
      articles.filter(({ topics }) => topics.some((topic) => forPokmas.test(topic))).length,
    ).toBeGreaterThanOrEqual(20);
  });

  it('are found under each of the eleven desks', () => {
    expect(new Set(articles.flatMap(({ departments }) => departments)).size).toBe(11);
  });

  it('say what is unconfirmed, or have a source', () => {
    for (const { id, status, unconfirmed, citations } of articles) {
      expect([id, status]).toEqual([id, unconfirmed.length > 0 ? 'draf, belum ditinjau' : 'draf']);
      expect([id, citations.length + unconfirmed.length]).not.toEqual([id, 0]);
    }
  });

  it('come back from Markdown and from JSON as they were', () => {
    expect(readMarkdown(writeMarkdown(articles), 'artikel.md')).toEqual(articles);
    const path = join(folder, 'artikel.json');
    writeFileSync(path, JSON.stringify({ articles }));
    expect(importArticles(path)).toEqual(articles);
  });

  it('come back from Markdown with every part filled', () => {
    const long = 'Satu.\n\n- dua\n- tiga';
    const full = [
      { ...articles[0]!, long, steps: ['Pertama\nbaris kedua', 'Kedua'], kelurahan: 'Pojok', fiscalYear: 2026 },
    ];
    expect(readMarkdown(writeMarkdown(full), 'artikel.md')).toEqual(full);
  });
});

describe('faults', () => {
  it('of data name file, line and cure', () => {
    const data = join(folder, 'data');
    mkdirSync(join(data, 'articles'), { recursive: true });
    writeFileSync(join(data, 'topics.yml'), 'topics: [{ key: a.b }]');
    writeFileSync(join(data, 'departments.yml'), 'departments: [{ key: a }]');
    const one =
      'id: x\n    question: q\n    short: s\n    departments: [a]\n    status: draf\n    citations: [{ rule: r }]';
    writeFileSync(
      join(data, 'articles', 'a.yml'),
      `articles:\n  - ${one}\n    topics: [a.c]\n  - ${one}\n    topics: [a.b]\n`,
    );
    expect(() => loadArticles(data)).toThrow(/a\.yml:8: unknown topic "a\.c" → a key of topics\.yml/);
    expect(() => loadArticles(data)).toThrow(/a\.yml:9: id "x" stands already at .*a\.yml:2/);
  });

  it('of an article without a source name the cure', () => {
    const bare = '---\nid: x\ndepartments: [a]\ntopics: [a.b]\nstatus: draf\n---\n\n# Tanya?\n\nJawab.\n';
    expect(() => readMarkdown(bare, 'x.md')).toThrow(/x\.md:1: citations: no source → cite one/);
    expect(() => readMarkdown('# Tanya?', 'x.md')).toThrow(/begin each article with its head/);
    expect(() => importArticles(join(folder, 'x.docx'))).toThrow(/unknown kind of file/);
  });
});
