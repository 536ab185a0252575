/** Reads every flow below flows/ and checks them together; what a file says wrong is told with file, line and cure. */
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { SetupError } from '../lib/errors.ts';
import { loadLocatedYaml } from '../lib/yaml.ts';
import { checkFlows, type Entrances } from './check-flows.ts';
import { type Flow, type Flows, flowFileSchema, readFlow } from './flow.ts';

/** Files of flows/ that are no flows. */
const otherFiles = new Set(['words.yml', 'commands.yml']);

/**
 * @param folder flows/
 * @param entrances the flows that the program itself starts.
 * @throws {SetupError} all faults of all files at once.
 */
export function loadFlows(folder: string, entrances: Entrances): Flows {
  const flows = new Map<string, Flow>();
  const faults: string[] = [];
  for (const name of namesBelow(folder)) {
    try {
      const id = name.replace(/\.yml$/, '');
      const path = join(folder, name);
      flows.set(id, readFlow(id, relative(process.cwd(), path), loadLocatedYaml(path, flowFileSchema)));
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length === 0) faults.push(...checkFlows(flows, entrances));
  if (faults.length > 0) throw new SetupError(faults);
  return flows;
}

function namesBelow(folder: string): string[] {
  if (!existsSync(folder)) throw new SetupError([`${folder}: no such folder → restore flows/, or name another one`]);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.yml') && !otherFiles.has(name))
    .sort();
}
