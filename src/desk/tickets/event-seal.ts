/** Seals the event log into a chain keyed by AUDIT_KEY, and checks it (law 12). Writes `event_seal`. */
import type { Selectable } from 'kysely';
import type { Db, EventSealTable, TicketEventTable, Trx } from '../../db/database.ts';
import { minuteMs } from '../../lib/wib.ts';
import type { Millis } from '../../model.ts';
import type { Audit } from './audit.ts';

/** Events younger than this are left for the next time: another transaction may still commit a lower number. */
export const settleMs = minuteMs;
/** Events a call; the job comes each minute. */
const sealEventsMax = 5_000;
const readEventsMax = 2_000;
const firstHead = 'klinik';
/** Lower than any number that a row can have, also one that somebody made up. */
const beforeAll = Number.MIN_SAFE_INTEGER;

export type ChainHead = { sealSeq: number; toSeq: number; head: string; sealedAt: Millis };

export type ChainVerdict =
  | { ok: true; seals: number; events: number; head: string | null }
  /**
   * `event-changed`: an event between the two numbers was changed, added or removed. `seal-missing`: the seals do not
   * join. `earlier-head-missing`: the chain is sound but is not the one that was exported before: its end was cut off
   * or remade.
   */
  | {
      ok: false;
      reason: 'event-changed' | 'seal-missing' | 'earlier-head-missing';
      sealSeq: number | null;
      fromSeq: number;
      toSeq: number;
    };

/** Job `seal-events`. @returns how many events were sealed. */
export async function sealNewEvents(trx: Trx, audit: Audit, now: Millis): Promise<number> {
  const last = await latestHead(trx);
  const rows = await eventsAfter(trx, last?.toSeq ?? beforeAll, sealEventsMax);
  const young = rows.findIndex((row) => row.at > now - settleMs);
  const settled = young === -1 ? rows : rows.slice(0, young);
  const [first] = settled;
  const end = settled.at(-1);
  if (!first || !end) return 0;
  const head = settled.reduce((before, row) => audit.link(before, lineOf(row)), last?.head ?? firstHead);
  const inserted = await trx
    .insertInto('event_seal')
    .values({ from_seq: first.seq, to_seq: end.seq, head, sealed_at: now })
    // Another process sealed the same at this moment.
    .onConflict((conflict) => conflict.doNothing())
    .returning('seq')
    .executeTakeFirst();
  return inserted ? settled.length : 0;
}

/**
 * Recomputes the whole chain.
 * @param earlier a head that was printed or exported before: without it, cutting off the end is not noticed.
 */
export async function verifyChain(
  db: Db,
  audit: Audit,
  earlier?: { toSeq: number; head: string },
): Promise<ChainVerdict> {
  const seals = await db.selectFrom('event_seal').selectAll().orderBy('seq').execute();
  let head = firstHead;
  let before = beforeAll;
  let events = 0;
  for (const seal of seals) {
    const range = await linkRange(db, audit, { head, before, seal });
    const isJoined = range.firstSeq === seal.from_seq;
    if (!isJoined || range.head !== seal.head) {
      const reason = range.head === seal.head ? 'seal-missing' : 'event-changed';
      return {
        ok: false,
        reason,
        sealSeq: seal.seq,
        fromSeq: before === beforeAll ? 1 : before + 1,
        toSeq: seal.to_seq,
      };
    }
    head = range.head;
    before = seal.to_seq;
    events += range.count;
  }
  if (earlier && !seals.some((seal) => seal.to_seq === earlier.toSeq && seal.head === earlier.head))
    return { ok: false, reason: 'earlier-head-missing', sealSeq: null, fromSeq: 1, toSeq: earlier.toSeq };
  return { ok: true, seals: seals.length, events, head: seals.at(-1)?.head ?? null };
}

/** @returns the newest head, for printing and exporting; null before the first seal. */
export async function latestHead(db: Db): Promise<ChainHead | null> {
  const row = await db.selectFrom('event_seal').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return row ? { sealSeq: row.seq, toSeq: row.to_seq, head: row.head, sealedAt: row.sealed_at } : null;
}

/**
 * Links all events after the last seal up to this one's end, whatever its `from_seq` says: nothing hides between seals.
 */
async function linkRange(
  db: Db,
  audit: Audit,
  at: { head: string; before: number; seal: Selectable<EventSealTable> },
): Promise<{ head: string; firstSeq: number | null; count: number }> {
  let { head, before } = at;
  let firstSeq: number | null = null;
  let count = 0;
  for (;;) {
    const rows = (await eventsAfter(db, before, readEventsMax)).filter((row) => row.seq <= at.seal.to_seq);
    for (const row of rows) head = audit.link(head, lineOf(row));
    firstSeq ??= rows[0]?.seq ?? null;
    count += rows.length;
    before = rows.at(-1)?.seq ?? before;
    if (rows.length < readEventsMax) return { head, firstSeq, count };
  }
}

async function eventsAfter(db: Db, seq: number, limit: number): Promise<Selectable<TicketEventTable>[]> {
  return await db.selectFrom('ticket_event').selectAll().where('seq', '>', seq).orderBy('seq').limit(limit).execute();
}

/** Everything of a row, in a fixed order. */
function lineOf(row: Selectable<TicketEventTable>): string {
  return JSON.stringify([row.seq, row.id, row.ticket_id, row.at, row.kind, row.actor, row.staff_id, row.facts]);
}
