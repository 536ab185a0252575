/** Counts what leaves no ticket: outside, abuse, spam, emergencies. Writes `tally`. */
import type { Db, Trx } from '../../db/database.ts';
import { dayOf } from '../../lib/wib.ts';
import type { Millis } from '../../model.ts';
import type { Period } from './figures.ts';

export type TallyKind = 'outside' | 'abuse' | 'spam' | 'emergency' | 'limited' | 'unsure';

/** One more of a kind today (WIB). @param what `key`: service, kind of danger, channel …; no personal data. */
export async function countTally(trx: Trx, what: { kind: TallyKind; key: string; now: Millis }): Promise<void> {
  await trx
    .insertInto('tally')
    .values({ day: dayOf(what.now), kind: what.kind, key: what.key, count: 1 })
    .onConflict((conflict) =>
      conflict.columns(['day', 'kind', 'key']).doUpdateSet((set) => ({ count: set('tally.count', '+', 1) })),
    )
    .execute();
}

/** @returns the sums of a period, most first. */
export async function readTally(db: Db, period: Period): Promise<{ kind: TallyKind; key: string; count: number }[]> {
  const rows = await db
    .selectFrom('tally')
    .select((select) => ['kind', 'key', select.fn.sum('count').as('count')])
    .where('day', '>=', period.from)
    .where('day', '<=', period.to)
    .groupBy(['kind', 'key'])
    .execute();
  return rows
    .map((row) => ({ kind: row.kind as TallyKind, key: row.key, count: Number(row.count) }))
    .sort((one, other) => other.count - one.count || one.key.localeCompare(other.key));
}
