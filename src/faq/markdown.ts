/**
 * Articles as one Markdown text that people can read, mend and send back: a head in YAML, then question, answer, steps.
 */
import { z } from 'zod';
import { SetupError } from '../lib/errors.ts';
import { parseYaml, toYaml } from '../lib/yaml.ts';
import { type Article, articleSchema } from './article.ts';

const headSchema = z.record(z.string(), z.unknown());
const longHeading = '## Penjelasan';
const stepsHeading = '## Langkah';

/** @returns a text that `readMarkdown` reads back to the same articles. */
export function writeMarkdown(articles: readonly Article[]): string {
  return articles.map(writeOne).join('\n');
}

function writeOne({ question, short, long, steps, ...head }: Article): string {
  const parts = [`---\n${toYaml(head).trimEnd()}\n---`, `# ${question}`, short];
  if (long !== undefined) parts.push(longHeading, long);
  if (steps.length > 0) parts.push(stepsHeading, steps.map((step, at) => `${at + 1}. ${indented(step)}`).join('\n'));
  return `${parts.join('\n\n')}\n`;
}

function indented(step: string): string {
  return step.replaceAll('\n', '\n   ');
}

/** @param name of the file, for faults. @throws {SetupError} `artikel.md:12: … → cure`. */
export function readMarkdown(source: string, name: string): Article[] {
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  const borders = lines.flatMap((line, at) => (line.trim() === '---' ? [at] : []));
  if (borders.length === 0 || borders.length % 2 !== 0)
    throw new SetupError([`${name}:1: no heads between two lines of --- → begin each article with its head`]);
  const articles: Article[] = [];
  for (let at = 0; at < borders.length; at += 2) {
    const [open, close, next] = [borders[at]!, borders[at + 1]!, borders[at + 2] ?? lines.length];
    // Blank lines before the head keep the numbers of lines right in faults.
    const head = '\n'.repeat(open + 1) + lines.slice(open + 1, close).join('\n');
    const body = bodyOf(lines.slice(close + 1, next));
    const given = parseYaml(head, headSchema, name).content;
    const result = articleSchema.safeParse({ ...given, ...body });
    if (!result.success)
      throw new SetupError(
        result.error.issues.map(
          (issue) => `${name}:${open + 1}: ${issue.path.join('.') || 'article'}: ${issue.message}`,
        ),
      );
    articles.push(result.data);
  }
  return articles;
}

function bodyOf(lines: readonly string[]): Record<string, unknown> {
  const parts: Record<'short' | 'long' | 'steps', string[]> = { short: [], long: [], steps: [] };
  let question: string | undefined;
  let part: keyof typeof parts = 'short';
  for (const line of lines) {
    if (line.startsWith('# ')) question = line.slice(2).trim();
    else if (line.trim() === longHeading) part = 'long';
    else if (line.trim() === stepsHeading) part = 'steps';
    else parts[part].push(line);
  }
  const long = parts.long.join('\n').trim();
  const steps = parts.steps
    .join('\n')
    .split(/^\d+\. /m)
    .map((step) => step.trim().replaceAll('\n   ', '\n'))
    .filter((step) => step !== '');
  return { question, short: parts.short.join('\n').trim(), ...(long === '' ? {} : { long }), steps };
}
