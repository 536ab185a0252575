/**
 * The states that triage was trained in: each holds its lessons, so that going back to one is certain. Writes
 * `triage_release`. Number 0 is what was shipped.
 */
import type { Db, TriageReleaseTable, Trx } from '../../db/database.ts';
import { DomainError } from '../../lib/errors.ts';
import type { Millis } from '../../model.ts';
import type { Lesson } from './lesson-store.ts';

/** Shares of 0–1 on the messages of the gate set, before and after. */
export type ReleaseFigures = {
  messages: number;
  departmentBefore: number;
  department: number;
  intentBefore: number;
  intent: number;
};

export type Release = {
  number: number;
  lessons: readonly Lesson[];
  figures: ReleaseFigures | null;
  madeAt: Millis;
  activeAt: Millis;
};

const shipped: Release = { number: 0, lessons: [], figures: null, madeAt: 0, activeAt: 0 };

/** @returns the one in force. */
export async function currentRelease(db: Db): Promise<Release> {
  const row = await newestFirst(db).selectAll().limit(1).executeTakeFirst();
  return row ? releaseOf(row) : shipped;
}

/** @returns the number of the one in force, for who looks often. */
export async function currentNumber(db: Db): Promise<number> {
  return (await newestFirst(db).select('number').limit(1).executeTakeFirst())?.number ?? shipped.number;
}

/** @returns all of them, the one in force first, then those that were in force last. */
export async function listReleases(db: Db): Promise<Release[]> {
  return (await newestFirst(db).selectAll().execute()).map(releaseOf);
}

const newestFirst = (db: Db) => db.selectFrom('triage_release').orderBy('active_at', 'desc').orderBy('number', 'desc');

function releaseOf(row: TriageReleaseTable): Release {
  return {
    number: row.number,
    lessons: JSON.parse(row.lessons) as Lesson[],
    figures: JSON.parse(row.figures) as ReleaseFigures | null,
    madeAt: row.made_at,
    activeAt: row.active_at,
  };
}

/** Keeps a new state and puts it in force. @returns its number. */
export async function addRelease(
  trx: Trx,
  made: { lessons: readonly Lesson[]; figures: ReleaseFigures | null; now: Millis },
): Promise<number> {
  const last = await trx
    .selectFrom('triage_release')
    .select((select) => select.fn.max('number').as('number'))
    .executeTakeFirst();
  const number = Number(last?.number ?? 0) + 1;
  await trx
    .insertInto('triage_release')
    .values({
      number,
      lessons: JSON.stringify(made.lessons),
      figures: JSON.stringify(made.figures),
      made_at: made.now,
      active_at: made.now,
    })
    .execute();
  return number;
}

/**
 * Puts an earlier state in force again.
 * @param number 0: what was shipped, kept as a state of its own.
 * @returns the number that is in force now.
 * @throws {DomainError} `release-unknown`.
 */
export async function rollBack(trx: Trx, number: number, now: Millis): Promise<number> {
  if (number === 0) return await addRelease(trx, { lessons: [], figures: null, now });
  const moved = await trx
    .updateTable('triage_release')
    .set({ active_at: now })
    .where('number', '=', number)
    .executeTakeFirst();
  if (moved.numUpdatedRows === 0n) throw new DomainError('release-unknown', { number });
  return number;
}
