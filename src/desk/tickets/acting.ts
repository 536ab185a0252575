/** What every act on a ticket asks first: is it there, is it yours, is it in a state for this. */
import type { Trx } from '../../db/database.ts';
import { DomainError } from '../../lib/errors.ts';
import type { ContactId, TicketId, TicketStatus } from '../../model.ts';
import { can } from '../staff/roles.ts';
import type { Staff } from '../staff/staff.ts';
import type { Ticket } from './ticket.ts';
import { findTicket } from './ticket-store.ts';
import { maySee } from './visibility.ts';

/** Longest text of staff, in characters: a few parts on every channel. */
export const replyCharsMax = 4_000;
/** In work. */
export const workStatuses: readonly TicketStatus[] = ['open', 'waiting_citizen'];

/** @throws {DomainError} `ticket-unknown` for one that is not there or not to be seen: both alike. */
export async function needVisible(trx: Trx, ticketId: TicketId, staff: Staff): Promise<Ticket> {
  const ticket = await findTicket(trx, ticketId);
  if (!ticket || !maySee(staff, ticket)) throw new DomainError('ticket-unknown');
  return ticket;
}

/**
 * @throws {DomainError} `ticket-unknown`; `not-allowed` for who does not work for its department; `ticket-not-open`.
 */
export async function needActable(
  trx: Trx,
  act: { ticketId: TicketId; staff: Staff },
  statuses: readonly TicketStatus[],
): Promise<Ticket> {
  const ticket = await needVisible(trx, act.ticketId, act.staff);
  if (!worksFor(act.staff, ticket)) throw new DomainError('not-allowed');
  needStatus(ticket, statuses);
  return ticket;
}

export function worksFor(staff: Staff, ticket: Ticket): boolean {
  return can(staff, 'tickets.work') && staff.department !== null && staff.department === ticket.department;
}

export function needStatus(ticket: Ticket, statuses: readonly TicketStatus[]): void {
  if (!statuses.includes(ticket.status)) throw new DomainError('ticket-not-open', { status: ticket.status });
}

/** @returns the citizen's own ticket. @throws {DomainError} `ticket-unknown`, for a foreign one too. */
export async function needOwn(trx: Trx, own: { ticketId: TicketId; contactId: ContactId }): Promise<Ticket> {
  const ticket = await findTicket(trx, own.ticketId);
  if (!ticket || ticket.contactId !== own.contactId) throw new DomainError('ticket-unknown');
  return ticket;
}

/**
 * @returns the text without blanks around it.
 * @throws {DomainError} `text-long`, or `empty` as code when nothing is left.
 */
export function needText(text: string, empty = 'text-empty'): string {
  // NUL is refused by PostgreSQL, and nobody means to write it.
  const clean = text.replaceAll('\u0000', '').trim();
  if (clean === '') throw new DomainError(empty);
  if (clean.length > replyCharsMax) throw new DomainError('text-long', { max: replyCharsMax });
  return clean;
}
