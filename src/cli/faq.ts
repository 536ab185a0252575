/**
 * Which article answers: `npm run --silent faq -- --jsonl --articles FILE` for programs (a line `{"id","text"}` in, a
 * line out), `npm run faq -- "teks"` explains one question for a person, `-- --export md|json` and `-- --import FILE`
 * move articles.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createFaq, type Faq } from '../faq/faq.ts';
import { createLanguage, type Language, loadLikeness } from '../faq/language.ts';
import { importArticles, loadArticles, searchable } from '../faq/load-articles.ts';
import { writeMarkdown } from '../faq/markdown.ts';
import { SetupError } from '../lib/errors.ts';
import { toYaml } from '../lib/yaml.ts';
import { loadKnowledge } from '../triage/load-knowledge.ts';
import { type GivenArticles, readArticleLines } from './faq/article-lines.ts';
import { explainAnswer } from './faq/explain-answer.ts';
import { linesOf } from './triage/lines.ts';

const dataFolder = join(import.meta.dirname, '../../data');

try {
  await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.faults.join('\n')}\n`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      jsonl: { type: 'boolean', default: false },
      articles: { type: 'string' },
      export: { type: 'string' },
      import: { type: 'string' },
    },
    allowPositionals: true,
  });
  if (values.jsonl) {
    if (values.articles === undefined) throw new SetupError(['no articles → --jsonl --articles FILE < queries']);
    const given = readArticleLines(values.articles);
    await answerLines(createFaq(given.articles, readLanguage()), given);
  } else if (values.export !== undefined) write(exported(values.export));
  else if (values.import !== undefined) write(toYaml({ articles: importArticles(values.import) }));
  else if (positionals.length > 0) {
    const articles = loadArticles(dataFolder);
    write(`${explainAnswer(positionals.join(' '), createFaq(articles.map(searchable), readLanguage()), articles)}\n`);
  } else
    throw new SetupError([
      'no question → npm run faq -- "teks", npm run --silent faq -- --jsonl --articles FILE < queries,',
      '  npm run --silent faq -- --export md (or json), npm run --silent faq -- --import FILE.md (or .json) > articles.yml',
    ]);
}

function readLanguage(): Language {
  const { words, training } = loadKnowledge(dataFolder);
  return createLanguage(words, loadLikeness(dataFolder), training);
}

function exported(kind: string): string {
  const articles = loadArticles(dataFolder);
  if (kind === 'md') return writeMarkdown(articles);
  if (kind === 'json') return `${JSON.stringify({ articles }, null, 2)}\n`;
  throw new SetupError([`--export ${kind}: unknown kind → md or json`]);
}

function write(text: string): void {
  process.stdout.write(text);
}

/** One line out for each line in, in order, written before the next is read; a faulty line does not end the run. */
async function answerLines(faq: Faq, given: GivenArticles): Promise<void> {
  for await (const line of linesOf(process.stdin)) {
    if (line.trim() === '') continue;
    const answer = JSON.stringify(answerTo(line, faq, given));
    await new Promise<void>((resolve) => process.stdout.write(`${answer}\n`, () => resolve()));
  }
}

function answerTo(line: string, faq: Faq, { idOf }: GivenArticles): object {
  let id: unknown = null;
  try {
    const query: unknown = JSON.parse(line);
    if (typeof query !== 'object' || query === null || Array.isArray(query)) throw new Error('not an object');
    const { id: named, text } = query as { id?: unknown; text?: unknown };
    id = named ?? null;
    if (typeof text !== 'string') throw new Error('"text" is missing or no string');
    const { outcome, articles } = faq.ask(text);
    return { id, outcome, articles: articles.map((one) => ({ id: idOf.get(one.id), score: rounded(one.score) })) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

function rounded(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
