/** Reads a YAML file through a zod schema; every fault names file, line and cure. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { isNode, LineCounter, parseDocument, stringify } from 'yaml';
import type { z } from 'zod';
import { SetupError } from './errors.ts';

/**
 * @returns the checked content.
 * @throws {SetupError} with one line a fault: `data/topics.yml:12: topics.3.department: … → cure`.
 */
export function loadYaml<T>(path: string, schema: z.ZodType<T>): T {
  return loadLocatedYaml(path, schema).content;
}

/** Content, and where in the file a part of it stands, for checks that come later. */
export type Located<T> = { content: T; lineOf(keys: readonly PropertyKey[]): number };

/** Like `loadYaml`, with lines. @throws {SetupError} the same. */
export function loadLocatedYaml<T>(path: string, schema: z.ZodType<T>): Located<T> {
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch {
    throw new SetupError([`${shown(path)}: cannot be read → restore the file or check its permissions`]);
  }
  return parseYaml(source, schema, shown(path));
}

/** Like `loadLocatedYaml`, of a text. @param name of the file, for faults. @throws {SetupError} the same. */
export function parseYaml<T>(source: string, schema: z.ZodType<T>, name: string): Located<T> {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true });
  if (document.errors.length > 0) {
    // What follows the first one mostly comes from it.
    throw new SetupError(
      document.errors.slice(0, 1).map((error) => {
        const line = lines.linePos(error.pos[0]).line;
        return `${name}:${line}: ${error.message.split('\n')[0]} → mend the YAML on this line`;
      }),
    );
  }
  const result = schema.safeParse(document.toJS());
  if (result.success) return { content: result.data, lineOf };
  throw new SetupError(
    result.error.issues.map((issue) => {
      const line = lineOf(issue.path);
      return `${name}:${line}: ${issue.path.join('.') || '(top)'}: ${withCure(issue)}`;
    }),
  );

  /** The line of the deepest node on the way to the fault that exists. */
  function lineOf(keys: readonly PropertyKey[]): number {
    for (let depth = keys.length; depth >= 0; depth--) {
      const node = depth === 0 ? document.contents : document.getIn(keys.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  }
}

/** What a schema says for itself (a missing key, an unknown one) comes without a cure. */
function withCure({ code, message }: z.core.$ZodIssue): string {
  if (message.includes('→')) return message;
  if (code === 'unrecognized_keys') return `${message} → mend its name, or remove it`;
  if (message.endsWith('received undefined')) return `${message} → add it, as in the shipped file`;
  return `${message} → mend it, as in the shipped file`;
}

/** @returns the content as a file that `loadYaml` reads back. */
export function toYaml(content: unknown): string {
  return stringify(content);
}

function shown(path: string): string {
  return relative(process.cwd(), path) || path;
}
