/** `npm run docs`: writes what the documents take from the code; with `-- --check` it only says what is out of date. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SetupError } from '../lib/errors.ts';
import { documentsOf } from './docs/documents.ts';

const root = join(import.meta.dirname, '..', '..');

try {
  const isCheck = readArguments();
  for (const { path, text } of documentsOf(root)) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    if (isCheck) {
      console.error(`${path}:1: out of date → npm run docs`);
      process.exitCode = 1;
    } else {
      writeFileSync(file, text);
      console.log(`Written: ${path}`);
    }
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  for (const fault of error.faults) console.error(fault);
  process.exitCode = 1;
}

/** @returns whether only to check. @throws {SetupError} for an argument that is unknown. */
function readArguments(): boolean {
  try {
    return parseArgs({ options: { check: { type: 'boolean', default: false } } }).values.check;
  } catch (error) {
    throw new SetupError([`${(error as Error).message} → npm run docs, or npm run docs -- --check`]);
  }
}
