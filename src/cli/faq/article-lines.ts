/** Articles of a file of JSON lines, as programs hand them in. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { SearchableArticle } from '../../faq/faq.ts';
import { SetupError } from '../../lib/errors.ts';

const articleLine = z.object({
  id: z.union([z.string(), z.number()]),
  question: z.string(),
  answer: z.string(),
  paraphrases: z.array(z.string()).nullish(),
});

/** An article with its id as it was given: numbers stay numbers in what comes out. */
export type GivenArticles = { articles: SearchableArticle[]; idOf: ReadonlyMap<string, string | number> };

/** @throws {SetupError} one line a fault: `artikel.jsonl:12: … → cure`. */
export function readArticleLines(path: string): GivenArticles {
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch {
    throw new SetupError([`${path}: cannot be read → name a file of JSON lines after --articles`]);
  }
  const faults: string[] = [];
  const articles: SearchableArticle[] = [];
  const idOf = new Map<string, string | number>();
  for (const [at, line] of source
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (line.trim() === '') continue;
    const read = articleLine.safeParse(parsed(line));
    if (!read.success) {
      faults.push(`${path}:${at + 1}: no article → {"id": …, "question": …, "answer": …, "paraphrases": […]}`);
      continue;
    }
    const { id, question, answer, paraphrases } = read.data;
    const name = JSON.stringify(id);
    if (idOf.has(name)) faults.push(`${path}:${at + 1}: id ${name} stands twice → give it another one`);
    idOf.set(name, id);
    articles.push({ id: name, question, answer, paraphrases: paraphrases ?? [] });
  }
  if (faults.length > 0) throw new SetupError(faults);
  return { articles, idOf };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
