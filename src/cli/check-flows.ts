/** `npm run check-flows`: reads flows/ and data/ as a start would; prints every fault with file, line and cure. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadReference } from '../desk/reference/reference.ts';
import { loadWords } from '../desk/reference/words.ts';
import { loadFlows } from '../flow/load-flows.ts';
import { SetupError } from '../lib/errors.ts';
import { loadEmergencies } from '../triage/danger.ts';
import { loadCommands } from '../turn/commands.ts';
import { entrances } from '../turn/entrances.ts';

const root = join(import.meta.dirname, '..', '..');
const { values: folders } = parseArgs({
  options: {
    flows: { type: 'string', default: join(root, 'flows') },
    data: { type: 'string', default: join(root, 'data') },
  },
});

const faults: string[] = [];
const flows = check(() => loadFlows(folders.flows, entrances));
check(() => loadWords(folders.flows));
check(() => loadCommands(folders.flows));
const reference = check(() => loadReference(folders.data));
check(() => loadEmergencies(folders.data));

for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log(`No fault in ${flows?.size} flows and ${reference?.topics.size} topics.`);

/** The faults of one reader do not hide those of the next. */
function check<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    faults.push(...error.faults);
  }
}
