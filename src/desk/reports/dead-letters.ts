/** What could not be handled after all attempts: kept where an administrator sees it. Writes `dead_letter`. */
import type { Db, DeadLetterTable, Trx } from '../../db/database.ts';
import type { Clock } from '../../lib/clock.ts';
import { Conflict, DomainError } from '../../lib/errors.ts';
import type { Ids } from '../../lib/ids.ts';
import type { Millis, StaffId } from '../../model.ts';

export type DeadLetter = {
  id: string;
  kind: DeadLetterTable['kind'];
  /** The conversation's, message's or file's id; the platform's for an update. */
  ref: string;
  /** A code or an error's first line; no message text. */
  error: string;
  attempts: number;
  at: Millis;
  resolvedAt: Millis | null;
  staffName: string | null;
};

const errorCharsMax = 300;
const listedMax = 200;

/** Keeps one; while one of the same kind and ref is open, only its error and attempts are renewed. */
export async function addDeadLetter(
  trx: Trx,
  letter: { kind: DeadLetterTable['kind']; ref: string; error: string; attempts: number },
  { clock, ids }: { clock: Clock; ids: Ids },
): Promise<void> {
  const error = (letter.error.split('\n')[0] ?? '').replaceAll('\u0000', '').slice(0, errorCharsMax);
  const renewed = await trx
    .updateTable('dead_letter')
    .set({ error, attempts: letter.attempts })
    .where('kind', '=', letter.kind)
    .where('ref', '=', letter.ref)
    .where('resolved_at', 'is', null)
    .executeTakeFirst();
  if (renewed.numUpdatedRows > 0n) return;
  await trx
    .insertInto('dead_letter')
    .values({
      id: ids.next<string>(),
      kind: letter.kind,
      ref: letter.ref,
      error,
      attempts: letter.attempts,
      created_at: clock.now(),
    })
    .execute();
}

/** @returns open ones, oldest first, then those settled last; at most 200 of each. */
export async function listDeadLetters(db: Db): Promise<DeadLetter[]> {
  const letters = db
    .selectFrom('dead_letter')
    .leftJoin('staff', 'staff.id', 'dead_letter.staff_id')
    .select([
      'dead_letter.id',
      'dead_letter.kind',
      'dead_letter.ref',
      'dead_letter.error',
      'dead_letter.attempts',
      'dead_letter.created_at as at',
      'dead_letter.resolved_at as resolvedAt',
      'staff.name as staffName',
    ])
    .limit(listedMax);
  const open = await letters.where('resolved_at', 'is', null).orderBy('dead_letter.created_at').execute();
  const settled = await letters.where('resolved_at', 'is not', null).orderBy('resolved_at', 'desc').execute();
  return [...open, ...settled];
}

/** @returns how many are open, for the console's menu and /metrics. */
export async function countDeadLetters(db: Db): Promise<number> {
  const row = await db
    .selectFrom('dead_letter')
    .select((select) => select.fn.countAll().as('count'))
    .where('resolved_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/**
 * Settles one: it was tried again (the caller wakes the job) or is given up.
 * @returns what it was about.
 * @throws {DomainError} `dead-letter-unknown`.
 * @throws {Conflict} `dead-letter`: settled already.
 */
export async function settleDeadLetter(
  trx: Trx,
  act: { id: string; staffId: StaffId; now: Millis },
): Promise<{ kind: DeadLetterTable['kind']; ref: string }> {
  const settled = await trx
    .updateTable('dead_letter')
    .set({ resolved_at: act.now, staff_id: act.staffId })
    .where('id', '=', act.id)
    .where('resolved_at', 'is', null)
    .returning(['kind', 'ref'])
    .executeTakeFirst();
  if (settled) return settled;
  const known = await trx.selectFrom('dead_letter').select('id').where('id', '=', act.id).executeTakeFirst();
  if (!known) throw new DomainError('dead-letter-unknown');
  throw new Conflict('dead-letter');
}
