/** Counts what leaves no ticket: outside, abuse, spam, emergencies. Writes `tally`. */
import type { Db, Trx } from '../../db/database.ts';
import type { Millis } from '../../model.ts';
import type { Period } from './figures.ts';

export type TallyKind = 'outside' | 'abuse' | 'spam' | 'emergency' | 'limited' | 'unsure';

/** One more of a kind today (WIB). @param what `key`: service, kind of danger, channel …; no personal data. */
export async function countTally(_trx: Trx, _what: { kind: TallyKind; key: string; now: Millis }): Promise<void> {
  throw new Error('bug: not written yet');
}

/** @returns the sums of a period, most first. */
export async function readTally(_db: Db, _period: Period): Promise<{ kind: TallyKind; key: string; count: number }[]> {
  throw new Error('bug: not written yet');
}
