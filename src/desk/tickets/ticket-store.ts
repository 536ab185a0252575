/** Reads and changes rows of `ticket`; every change is a compare-and-set on its version. Writes `ticket`. */
import type { Insertable, Selectable, Updateable } from 'kysely';
import { z } from 'zod';
import type { Db, TicketTable, Trx } from '../../db/database.ts';
import { Conflict } from '../../lib/errors.ts';
import type { ContactId, TicketId } from '../../model.ts';
import type { DeadlineStep } from '../calendar/deadline.ts';
import type { Ticket, TicketEvidence } from './ticket.ts';

/** @returns the ticket, whoever may see it: the caller asks `maySee`, or that it is the citizen's own. */
export async function findTicket(db: Db, ticketId: TicketId): Promise<Ticket | null> {
  const row = await db.selectFrom('ticket').selectAll().where('id', '=', ticketId).executeTakeFirst();
  return row ? ticketFrom(row) : null;
}

/** @param code as shown (lib/ticket-code.ts `parseCode`). */
export async function findTicketByCode(db: Db, code: string): Promise<Ticket | null> {
  const row = await db.selectFrom('ticket').selectAll().where('code', '=', code).executeTakeFirst();
  return row ? ticketFrom(row) : null;
}

/** @returns the tickets of one person, newest first. */
export async function ticketsOfContact(db: Db, contactId: ContactId): Promise<Ticket[]> {
  const rows = await db
    .selectFrom('ticket')
    .selectAll()
    .where('contact_id', '=', contactId)
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(ticketFrom);
}

/** For `open-ticket.ts`. */
export async function insertTicket(trx: Trx, ticket: Ticket): Promise<void> {
  await trx.insertInto('ticket').values(rowFrom(ticket)).execute();
}

/**
 * Writes `changes` if nobody changed the ticket since it was read; its version grows.
 * @param race what the `Conflict` is called.
 * @throws {Conflict} when somebody was faster.
 */
export async function changeTicket(
  trx: Trx,
  ticket: Ticket,
  changes: Omit<Updateable<TicketTable>, 'id' | 'version'>,
  race = 'ticket',
): Promise<Ticket> {
  const row = await trx
    .updateTable('ticket')
    .set({ ...changes, version: ticket.version + 1 })
    .where('id', '=', ticket.id)
    .where('version', '=', ticket.version)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new Conflict(race);
  return ticketFrom(row);
}

export function ticketFrom(row: Selectable<TicketTable>): Ticket {
  return {
    id: row.id,
    code: row.code,
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    department: row.department,
    status: row.status,
    intent: row.intent,
    topic: row.topic,
    role: row.role,
    subject: row.subject,
    place: {
      kelurahan: row.kelurahan,
      rt: row.rt,
      rw: row.rw,
      latitude: row.latitude,
      longitude: row.longitude,
      words: row.place,
    },
    urgent: row.urgent === 1,
    confidential: row.confidential === 1,
    assigneeId: row.assignee_id,
    version: row.version,
    slaClass: row.sla_class,
    dueAt: row.due_at,
    dueSteps: stepsSchema.parse(JSON.parse(row.due_steps)),
    openedAt: row.opened_at,
    firstReplyAt: row.first_reply_at,
    resolvedAt: row.resolved_at,
    closedAt: row.closed_at,
    disputes: row.disputes,
    lastInAt: row.last_in_at,
    lastOutAt: row.last_out_at,
    evidence: evidenceSchema.parse(JSON.parse(row.evidence)),
    sample: row.sample === 1,
  };
}

function rowFrom(ticket: Ticket): Insertable<TicketTable> {
  return {
    id: ticket.id,
    code: ticket.code,
    contact_id: ticket.contactId,
    conversation_id: ticket.conversationId,
    department: ticket.department,
    status: ticket.status,
    intent: ticket.intent,
    topic: ticket.topic,
    role: ticket.role,
    subject: ticket.subject,
    kelurahan: ticket.place.kelurahan,
    rt: ticket.place.rt,
    rw: ticket.place.rw,
    latitude: ticket.place.latitude,
    longitude: ticket.place.longitude,
    place: ticket.place.words,
    urgent: ticket.urgent ? 1 : 0,
    confidential: ticket.confidential ? 1 : 0,
    assignee_id: ticket.assigneeId,
    version: ticket.version,
    sla_class: ticket.slaClass,
    due_at: ticket.dueAt,
    due_steps: JSON.stringify(ticket.dueSteps),
    opened_at: ticket.openedAt,
    first_reply_at: ticket.firstReplyAt,
    resolved_at: ticket.resolvedAt,
    closed_at: ticket.closedAt,
    disputes: ticket.disputes,
    last_in_at: ticket.lastInAt,
    last_out_at: ticket.lastOutAt,
    evidence: JSON.stringify(ticket.evidence),
    sample: ticket.sample ? 1 : 0,
  };
}

const stepsSchema: z.ZodType<DeadlineStep[]> = z.array(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('filed'), at: z.number() }),
    z.object({ kind: z.literal('working'), from: z.string(), to: z.string(), first: z.number(), last: z.number() }),
    z.object({
      kind: z.literal('off'),
      from: z.string(),
      to: z.string(),
      why: z.enum(['weekend', 'libur', 'cuti_bersama']),
      name: z.string().optional(),
    }),
    z.object({ kind: z.literal('due'), at: z.number(), workingDays: z.number() }),
  ]),
);

const evidenceSchema: z.ZodType<TicketEvidence> = z.object({
  confidence: z.number().nullable(),
  best: z.object({ department: z.string(), topic: z.string().nullable() }).nullish(),
  runnersUp: z.array(z.object({ department: z.string(), topic: z.string().nullable(), confidence: z.number() })),
  words: z.array(z.string()),
  reasons: z.array(z.string()).optional(),
  decision: z.enum(['route', 'ask', 'person']),
  settledBy: z.enum(['router', 'citizen', 'nobody']),
  wrongdoing: z.enum(['no', 'likely', 'alleged']),
  accused: z.array(z.string()),
  said: z
    .object({
      amounts: z.array(z.number()),
      programmes: z.array(z.string()),
      times: z.array(
        z.object({ day: z.string(), until: z.string().nullable(), time: z.string().nullable(), sure: z.boolean() }),
      ),
    })
    .optional(),
  version: z.string(),
});
