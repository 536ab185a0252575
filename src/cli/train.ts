/**
 * `npm run train`: trains triage with the lessons that were accepted in the console, compares it with the one in force
 * on the gate set, and puts it in force if it is no worse. `-- --list` shows the releases, `-- --back 3` goes back to
 * one (0: as shipped). Running desks follow within a minute.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createTriageMaker } from '../app-triage.ts';
import { readEnvironment } from '../config.ts';
import type { Db } from '../db/database.ts';
import { transact } from '../db/transact.ts';
import { readLessons } from '../desk/lessons/lesson-store.ts';
import { addRelease, currentRelease, listReleases, rollBack } from '../desk/lessons/release-store.ts';
import { systemClock } from '../lib/clock.ts';
import { DomainError, SetupError } from '../lib/errors.ts';
import { clockTime, dayOf } from '../lib/wib.ts';
import { readGate } from '../triage/cases.ts';
import { loadKnowledge } from '../triage/load-knowledge.ts';
import { runCommand, withDatabase } from './command.ts';
import { compare, comparisonLines } from './train/compare.ts';

const usage = 'npm run train, npm run train -- --list, npm run train -- --back 3 (0: as shipped)';
const dataFolder = join(import.meta.dirname, '../../data');

await runCommand(main);

async function main(): Promise<void> {
  const { list, back } = readArguments(process.argv.slice(2));
  const config = readEnvironment();
  await withDatabase(config, async (db) => {
    if (list) return await tellReleases(db);
    if (back !== null) return await goBack(db, back);
    await train(db, join(config.DATA_DIR, 'cache'));
  });
}

async function train(db: Db, cacheFolder: string): Promise<void> {
  const lessons = await readLessons(db);
  const current = await currentRelease(db);
  const maker = createTriageMaker(loadKnowledge(dataFolder), { cacheFolder });
  const before = maker.make(current.lessons);
  const after = maker.make(lessons);
  if (after.version === before.version) {
    console.log(`Nothing new: release ${current.number} was trained with these ${lessons.length} lessons.`);
    return;
  }
  const comparison = compare(before, after, readGate(dataFolder));
  for (const line of comparisonLines(comparison)) console.log(line);
  if (comparison.reasons.length > 0) {
    for (const reason of comparison.reasons) console.error(`Not put in force: ${reason}`);
    console.error('→ look at the latest lessons under Pelajaran, set the odd ones aside, and train again');
    process.exitCode = 1;
    return;
  }
  const made = { lessons, figures: comparison.figures, now: systemClock.now() };
  const number = await transact(db, (trx) => addRelease(trx, made));
  console.log(`Release ${number} is in force, with ${lessons.length} lessons (version ${after.version}).`);
}

async function goBack(db: Db, number: number): Promise<void> {
  try {
    const now = await transact(db, (trx) => rollBack(trx, number, systemClock.now()));
    console.log(`Release ${now} is in force.`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new SetupError([`--back ${number}: no such release → npm run train -- --list`]);
  }
}

async function tellReleases(db: Db): Promise<void> {
  const releases = await listReleases(db);
  if (releases.length === 0) console.log('0: as shipped, in force');
  for (const [at, { number, lessons, figures, madeAt }] of releases.entries()) {
    const told = figures ? `, department ${(figures.department * 100).toFixed(1)} % on the gate set` : '';
    const when = `${dayOf(madeAt)} ${clockTime(madeAt)}`;
    console.log(`${number}: ${when}, ${lessons.length} lessons${told}${at === 0 ? ', in force' : ''}`);
  }
}

/** @throws {SetupError} with the usage. */
function readArguments(args: string[]): { list: boolean; back: number | null } {
  let values: { list?: boolean; back?: string };
  try {
    ({ values } = parseArgs({ args, options: { list: { type: 'boolean' }, back: { type: 'string' } } }));
  } catch (error) {
    throw new SetupError([(error as Error).message, usage]);
  }
  if (values.back !== undefined && !/^\d{1,6}$/.test(values.back))
    throw new SetupError([`--back ${values.back}: no number of a release`, usage]);
  return { list: values.list === true, back: values.back === undefined ? null : Number(values.back) };
}
