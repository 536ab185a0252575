/** The documents that are made from the code, each with the text that it should have. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../../lib/errors.ts';
import { configurationTable, envExample } from './configuration.ts';
import { flowReference } from './flow-reference.ts';

const begin = '<!-- configuration: made by npm run docs -->';
const end = '<!-- /configuration -->';

/**
 * @param root the folder of the repository.
 * @returns path and wanted text; README.md keeps all that stands outside its markers.
 * @throws {SetupError} where README.md has lost its markers.
 */
export function documentsOf(root: string): { path: string; text: string }[] {
  return [
    { path: 'README.md', text: readme(join(root, 'README.md')) },
    { path: '.env.example', text: envExample() },
    { path: 'flows/README.md', text: flowReference(root) },
  ];
}

function readme(path: string): string {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from)
    throw new SetupError([`README.md:1: no place for the table → put back ${begin} and ${end}`]);
  return `${text.slice(0, from + begin.length)}\n\n${configurationTable()}\n\n${text.slice(to)}`;
}
