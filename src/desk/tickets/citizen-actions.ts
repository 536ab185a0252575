/**
 * What the citizen does with a ticket of their own, through the bot. A foreign ticket is refused like an unknown one.
 */
import type { Trx } from '../../db/database.ts';
import { DomainError } from '../../lib/errors.ts';
import { dayMs } from '../../lib/wib.ts';
import type { AskerRole, ContactId, MessageId, Millis, TicketId } from '../../model.ts';
import { addWorkingHours } from '../calendar/deadline.ts';
import { linkMessages } from '../conversations/outbound.ts';
import { awaitOwner, handBack } from '../conversations/owner.ts';
import { needOwn, needStatus } from './acting.ts';
import { appendEvent } from './event-log.ts';
import type { Actor, DeskTools, Ticket, TicketPlace } from './ticket.ts';
import { changeTicket } from './ticket-store.ts';

/** Whose ticket it must be. */
export type Own = { ticketId: TicketId; contactId: ContactId };

const citizen: Actor = { kind: 'citizen' };

/**
 * "Belum": a resolved ticket goes back to its department and the person who had it.
 * @throws {DomainError} `ticket-unknown`, `ticket-not-resolved`.
 */
export async function disputeTicket(trx: Trx, own: Own & { messageId?: MessageId }, tools: DeskTools): Promise<Ticket> {
  const ticket = await needResolved(trx, own);
  const changed = await changeTicket(trx, ticket, {
    status: 'open',
    resolved_at: null,
    disputes: ticket.disputes + 1,
    last_in_at: tools.clock.now(),
  });
  if (own.messageId !== undefined) await linkMessages(trx, [own.messageId], [ticket.id]);
  const facts = { message: own.messageId ?? null, disputes: changed.disputes };
  await appendEvent(trx, { ticketId: ticket.id, kind: 'disputed', actor: citizen, facts }, tools);
  return changed;
}

/** "Sudah": a resolved ticket is closed. @throws {DomainError} `ticket-unknown`, `ticket-not-resolved`. */
export async function confirmTicket(trx: Trx, own: Own, tools: DeskTools): Promise<Ticket> {
  const ticket = await needResolved(trx, own);
  const changed = await changeTicket(trx, ticket, { status: 'closed', closed_at: tools.clock.now() });
  await appendEvent(trx, { ticketId: ticket.id, kind: 'confirmed', actor: citizen }, tools);
  return changed;
}

/** Takes the matter back. @throws {DomainError} `ticket-unknown`, `ticket-not-open` when it is closed or withdrawn. */
export async function withdrawTicket(trx: Trx, own: Own, tools: DeskTools): Promise<Ticket> {
  const ticket = await needOwn(trx, own);
  needStatus(ticket, ['triage', 'open', 'waiting_citizen', 'resolved']);
  const changed = await changeTicket(trx, ticket, { status: 'withdrawn', closed_at: tools.clock.now() });
  await handBack(trx, ticket.conversationId, ticket.id);
  await appendEvent(trx, { ticketId: ticket.id, kind: 'withdrawn', actor: citizen }, tools);
  return changed;
}

/** Where it is. What is not told stays as it was. @throws {DomainError} `ticket-unknown`, `kelurahan-unknown`. */
export async function setPlace(
  trx: Trx,
  own: Own & { place: Partial<TicketPlace> },
  tools: DeskTools,
): Promise<Ticket> {
  const ticket = await needOwn(trx, own);
  const place = { ...ticket.place, ...own.place };
  if (place.kelurahan !== null && !tools.reference.places.kelurahan.has(place.kelurahan))
    throw new DomainError('kelurahan-unknown');
  const fields = (Object.keys(place) as (keyof TicketPlace)[]).filter((name) => place[name] !== ticket.place[name]);
  if (fields.length === 0) return ticket;
  const { words, ...columns } = place;
  const changed = await changeTicket(trx, ticket, { ...columns, place: words });
  const facts = { fields, hash: tools.audit.contentHash(JSON.stringify(place), ticket.id) };
  await appendEvent(trx, { ticketId: ticket.id, kind: 'place-set', actor: citizen, facts }, tools);
  return changed;
}

/** In what capacity they ask. @throws {DomainError} `ticket-unknown`. */
export async function setRole(trx: Trx, own: Own & { role: AskerRole }, tools: DeskTools): Promise<Ticket> {
  const ticket = await needOwn(trx, own);
  if (ticket.role === own.role) return ticket;
  const changed = await changeTicket(trx, ticket, { role: own.role });
  const facts = { role: own.role };
  await appendEvent(trx, { ticketId: ticket.id, kind: 'role-set', actor: citizen, facts }, tools);
  return changed;
}

/**
 * A further message belongs to the ticket: drafts that began before it are stale, and one that waited for the citizen
 * is open again. A resolved, closed or withdrawn ticket keeps its status. An edited message is joined again.
 * @throws {DomainError} `ticket-unknown`.
 */
export async function joinMessage(trx: Trx, own: Own & { messageId: MessageId }, tools: DeskTools): Promise<Ticket> {
  const ticket = await needOwn(trx, own);
  await linkMessages(trx, [own.messageId], [ticket.id]);
  const changed = await changeTicket(trx, ticket, {
    last_in_at: tools.clock.now(),
    ...(ticket.status === 'waiting_citizen' ? { status: 'open' } : {}),
  });
  if (ticket.status === 'waiting_citizen') {
    const { sla, calendar } = tools.reference;
    const until = addWorkingHours(tools.clock.now(), sla.ownerHours, calendar);
    await awaitOwner(trx, { conversationId: ticket.conversationId, ticketId: ticket.id, until });
  }
  const message = await trx
    .selectFrom('message')
    .select(['text', 'edited_at'])
    .where('id', '=', own.messageId)
    .executeTakeFirstOrThrow();
  const facts = {
    message: own.messageId,
    edited: message.edited_at !== null,
    hash: tools.audit.contentHash(message.text, own.messageId),
  };
  await appendEvent(trx, { ticketId: ticket.id, kind: 'message-joined', actor: citizen, facts }, tools);
  return changed;
}

/**
 * Job `close-resolved`: nobody answered "Sudah selesai?" for `reference.sla.closeAfterDays` days. Says nothing.
 * @returns how many were closed, at most `limit` a call.
 */
export async function closeResolved(trx: Trx, tools: DeskTools, limit = 200): Promise<number> {
  const due = await trx
    .selectFrom('ticket')
    .select(['id', 'version'])
    .where('status', '=', 'resolved')
    .where('resolved_at', '<=', closingLine(tools))
    .orderBy('resolved_at')
    .limit(limit)
    .execute();
  let count = 0;
  for (const { id, version } of due) {
    const result = await trx
      .updateTable('ticket')
      .set({ status: 'closed', closed_at: tools.clock.now(), version: version + 1 })
      .where('id', '=', id)
      .where('version', '=', version)
      .where('status', '=', 'resolved')
      .executeTakeFirst();
    // The citizen answered at this moment: theirs is the word that counts.
    if (result.numUpdatedRows === 0n) continue;
    await appendEvent(trx, { ticketId: id, kind: 'closed', actor: { kind: 'system' } }, tools);
    count++;
  }
  return count;
}

/** @returns since when a ticket must be resolved to be closed now. */
export function closingLine({ clock, reference }: Pick<DeskTools, 'clock' | 'reference'>): Millis {
  return clock.now() - reference.sla.closeAfterDays * dayMs;
}

async function needResolved(trx: Trx, own: Own): Promise<Ticket> {
  const ticket = await needOwn(trx, own);
  if (ticket.status !== 'resolved') throw new DomainError('ticket-not-resolved', { status: ticket.status });
  return ticket;
}
