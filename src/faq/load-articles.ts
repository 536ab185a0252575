/** Reads the articles of data/articles/, and of files that are imported; every fault names file, line and cure. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { SetupError } from '../lib/errors.ts';
import { type Located, loadLocatedYaml, loadYaml } from '../lib/yaml.ts';
import { type Article, articlesSchema } from './article.ts';
import type { SearchableArticle } from './faq.ts';
import { readMarkdown } from './markdown.ts';

const topicsFile = z.object({ topics: z.array(z.object({ key: z.string() })) });
const departmentsFile = z.object({ departments: z.array(z.object({ key: z.string() })) });

/**
 * @param dataFolder the folder with articles/, topics.yml and departments.yml.
 * @returns the articles in the order of file names, then of lines.
 * @throws {SetupError} `data/articles/pbj.yml:12: articles.3.topics.0: … → cure`, one line a fault.
 */
export function loadArticles(dataFolder: string): Article[] {
  const folder = join(dataFolder, 'articles');
  const known = {
    topics: new Set(loadYaml(join(dataFolder, 'topics.yml'), topicsFile).topics.map(({ key }) => key)),
    departments: new Set(
      loadYaml(join(dataFolder, 'departments.yml'), departmentsFile).departments.map((one) => one.key),
    ),
  };
  const faults: string[] = [];
  const places = new Map<string, string>();
  const articles: Article[] = [];
  for (const name of readdirSync(folder)
    .filter((one) => one.endsWith('.yml'))
    .sort()) {
    const path = join(folder, name);
    const located = loadLocatedYaml(path, articlesSchema);
    faults.push(...strangers(path, located, known));
    located.content.articles.forEach((article, at) => {
      const place = `${relative(process.cwd(), path)}:${located.lineOf(['articles', at, 'id'])}`;
      const before = places.get(article.id);
      if (before) faults.push(`${place}: id "${article.id}" stands already at ${before} → give it another one`);
      places.set(article.id, place);
      articles.push(article);
    });
  }
  if (faults.length > 0) throw new SetupError(faults);
  return articles;
}

/** @param path ends in .yml, .json or .md. @throws {SetupError} naming file, line where there is one, and cure. */
export function importArticles(path: string): Article[] {
  // JSON is YAML: one reader, and its faults have lines.
  if (/\.(ya?ml|json)$/.test(path)) return loadYaml(path, articlesSchema).articles;
  if (!path.endsWith('.md')) throw new SetupError([`${path}: unknown kind of file → .md, .json or .yml`]);
  return readMarkdown(readFile(path), relative(process.cwd(), path));
}

/** What of an article is searched: the long answer and the steps too, so that their words lead to it. */
export function searchable(article: Article): SearchableArticle {
  const { id, question, paraphrases, short, long, steps } = article;
  return { id, question, paraphrases, answer: [short, long ?? '', ...steps].join('\n') };
}

function strangers(
  path: string,
  { content, lineOf }: Located<{ articles: Article[] }>,
  known: Record<'topics' | 'departments', ReadonlySet<string>>,
): string[] {
  return content.articles.flatMap((article, at) =>
    (['topics', 'departments'] as const).flatMap((list) =>
      article[list].flatMap((key, place) => {
        if (known[list].has(key)) return [];
        const line = lineOf(['articles', at, list, place]);
        return [
          `${relative(process.cwd(), path)}:${line}: unknown ${list.slice(0, -1)} "${key}" → a key of ${list}.yml`,
        ];
      }),
    ),
  );
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new SetupError([`${path}: cannot be read → name a file that is there`]);
  }
}
