/** What the citizen does with a ticket of their own, through the bot. A foreign ticket is refused like an unknown one. */
import type { Trx } from '../../db/database.ts';
import type { AskerRole, ContactId, MessageId, Millis, TicketId } from '../../model.ts';
import type { DeskTools, Ticket, TicketPlace } from './ticket.ts';

/** Whose ticket it must be. */
export type Own = { ticketId: TicketId; contactId: ContactId };

/**
 * "Belum": a resolved ticket goes back to its department and the person who had it.
 * @throws {DomainError} `ticket-unknown`, `ticket-not-resolved`.
 */
export async function disputeTicket(
  _trx: Trx,
  _own: Own & { messageId?: MessageId },
  _tools: DeskTools,
): Promise<Ticket> {
  throw new Error('bug: not written yet');
}

/** "Sudah": a resolved ticket is closed. @throws {DomainError} `ticket-unknown`, `ticket-not-resolved`. */
export async function confirmTicket(_trx: Trx, _own: Own, _tools: DeskTools): Promise<Ticket> {
  throw new Error('bug: not written yet');
}

/** Takes the matter back. @throws {DomainError} `ticket-unknown`, `ticket-not-open` when it is closed or withdrawn. */
export async function withdrawTicket(_trx: Trx, _own: Own, _tools: DeskTools): Promise<Ticket> {
  throw new Error('bug: not written yet');
}

/** Where it is. What is not told stays as it was. @throws {DomainError} `ticket-unknown`, `kelurahan-unknown`. */
export async function setPlace(
  _trx: Trx,
  _own: Own & { place: Partial<TicketPlace> },
  _tools: DeskTools,
): Promise<Ticket> {
  throw new Error('bug: not written yet');
}

/** In what capacity they ask. @throws {DomainError} `ticket-unknown`. */
export async function setRole(_trx: Trx, _own: Own & { role: AskerRole }, _tools: DeskTools): Promise<Ticket> {
  throw new Error('bug: not written yet');
}

/**
 * A further message belongs to the ticket: drafts that began before it are stale, and one that waited for the citizen is open
 * again. A resolved, closed or withdrawn ticket keeps its status. An edited message is joined again.
 * @throws {DomainError} `ticket-unknown`.
 */
export async function joinMessage(_trx: Trx, _own: Own & { messageId: MessageId }, _tools: DeskTools): Promise<Ticket> {
  throw new Error('bug: not written yet');
}

/**
 * Job `close-resolved`: nobody answered "Sudah selesai?" for `reference.sla.closeAfterDays` days. Says nothing.
 * @returns how many were closed, at most `limit` a call.
 */
export async function closeResolved(_trx: Trx, _tools: DeskTools, _limit = 200): Promise<number> {
  throw new Error('bug: not written yet');
}

/** @returns since when a ticket must be resolved to be closed now. */
export function closingLine(_tools: Pick<DeskTools, 'clock' | 'reference'>): Millis {
  throw new Error('bug: not written yet');
}
