/** What could not be handled after all attempts: kept where an administrator sees it. Writes `dead_letter`. */
import type { Db, DeadLetterTable, Trx } from '../../db/database.ts';
import type { Clock } from '../../lib/clock.ts';
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

/** Keeps one; while one of the same kind and ref is open, only its error and attempts are renewed. */
export async function addDeadLetter(
  _trx: Trx,
  _letter: { kind: DeadLetterTable['kind']; ref: string; error: string; attempts: number },
  _tools: { clock: Clock; ids: Ids },
): Promise<void> {
  throw new Error('bug: not written yet');
}

/** @returns open ones, oldest first, then those settled last; at most 200 of each. */
export async function listDeadLetters(_db: Db): Promise<DeadLetter[]> {
  throw new Error('bug: not written yet');
}

/** @returns how many are open, for the console's menu and /metrics. */
export async function countDeadLetters(_db: Db): Promise<number> {
  throw new Error('bug: not written yet');
}

/**
 * Settles one: it was tried again (the caller wakes the job) or is given up.
 * @returns what it was about. @throws {DomainError} `dead-letter-unknown`. @throws {Conflict} `dead-letter`: settled already.
 */
export async function settleDeadLetter(
  _trx: Trx,
  _act: { id: string; staffId: StaffId; now: Millis },
): Promise<{ kind: DeadLetterTable['kind']; ref: string }> {
  throw new Error('bug: not written yet');
}
