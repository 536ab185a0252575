/** Every act on a ticket, with actor and time (law 12). Writes `ticket_event`; rows are never changed or removed. */
import type { Db, Trx } from '../../db/database.ts';
import type { Millis, StaffId, TicketId } from '../../model.ts';
import type { Actor, DeskTools } from './ticket.ts';

export type EventKind =
  | 'opened'
  | 'claimed'
  | 'released'
  | 'replied'
  | 'transferred'
  | 'assigned'
  | 'resolved'
  | 'reopened'
  | 'disputed'
  | 'confirmed'
  | 'closed'
  | 'withdrawn'
  | 'place-set'
  | 'role-set'
  | 'message-joined'
  | 'person-asked'
  | 'noted'
  | 'excerpt-set'
  | 'original-revealed'
  | 'file-opened';

/** Ids, codes, counts and keyed hashes; never contents. */
export type EventFacts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export type TicketEvent = {
  seq: number;
  id: string;
  at: Millis;
  kind: EventKind;
  actor: 'citizen' | 'bot' | 'staff' | 'system';
  staffId: StaffId | null;
  staffName: string | null;
  facts: EventFacts;
};

/** Notes one act, in the transaction of the act itself. */
export async function appendEvent(
  trx: Trx,
  event: { ticketId: TicketId; kind: EventKind; actor: Actor; facts?: EventFacts },
  tools: Pick<DeskTools, 'clock' | 'ids'>,
): Promise<void> {
  await trx
    .insertInto('ticket_event')
    .values({
      id: tools.ids.next<string>(),
      ticket_id: event.ticketId,
      at: tools.clock.now(),
      kind: event.kind,
      actor: event.actor.kind,
      staff_id: event.actor.kind === 'staff' ? event.actor.staff.id : null,
      facts: JSON.stringify(event.facts ?? {}),
    })
    .execute();
}

/** @returns the acts on a ticket, oldest first. */
export async function readEvents(db: Db, ticketId: TicketId): Promise<TicketEvent[]> {
  const rows = await db
    .selectFrom('ticket_event')
    .leftJoin('staff', 'staff.id', 'ticket_event.staff_id')
    .selectAll('ticket_event')
    .select('staff.name as staff_name')
    .where('ticket_id', '=', ticketId)
    .orderBy('seq')
    .execute();
  return rows.map((row) => ({
    seq: row.seq,
    id: row.id,
    at: row.at,
    kind: row.kind as EventKind,
    actor: row.actor,
    staffId: row.staff_id,
    staffName: row.staff_name,
    facts: JSON.parse(row.facts) as EventFacts,
  }));
}
