/** `npm run check-flows`: reads flows/ and data/ as a start would; prints every fault with file, line and cure. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadReference } from '../desk/reference/reference.ts';
import { loadWords } from '../desk/reference/words.ts';
import { loadFlows } from '../flow/load-flows.ts';
import { SetupError } from '../lib/errors.ts';
import { loadKnowledge } from '../triage/load-knowledge.ts';
import { loadCommands } from '../turn/commands.ts';
import { entrances } from '../turn/entrances.ts';

const root = join(import.meta.dirname, '..', '..');
const faults = new Set<string>();

const folders = check(readArguments);
if (folders) {
  const flows = check(() => loadFlows(folders.flows, entrances));
  check(() => loadWords(folders.flows));
  check(() => loadCommands(folders.flows));
  const reference = check(() => loadReference(folders.data));
  const knowledge = check(() => loadKnowledge(folders.data));
  if (flows && reference && knowledge && faults.size === 0)
    console.log(
      `No fault in ${flows.size} flows, ${reference.topics.size} topics and ${knowledge.training.length} training lines.`,
    );
}

for (const fault of faults) console.error(fault);
if (faults.size > 0) process.exitCode = 1;

/** The faults of one reader do not hide those of the next; two that read the same file tell each fault once. */
function check<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    for (const fault of error.faults) faults.add(fault);
  }
}

/** @throws {SetupError} for an argument that is unknown. */
function readArguments(): { flows: string; data: string } {
  const text = (folder: string) => ({ type: 'string', default: join(root, folder) }) as const;
  try {
    return parseArgs({ options: { flows: text('flows'), data: text('data') } }).values;
  } catch (error) {
    throw new SetupError([`${(error as Error).message} → npm run check-flows -- --flows FOLDER --data FOLDER`]);
  }
}
