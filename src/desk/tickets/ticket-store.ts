/** Reads and changes rows of `ticket`; every change is a compare-and-set on its version. Writes `ticket`. */
import type { Db } from '../../db/database.ts';
import type { ContactId, TicketId } from '../../model.ts';
import type { Ticket } from './ticket.ts';

/** @returns the ticket, whoever may see it: the caller asks `maySee`, or that it is the citizen's own. */
export async function findTicket(_db: Db, _ticketId: TicketId): Promise<Ticket | null> {
  throw new Error('bug: not written yet');
}

/** @param code as shown (lib/ticket-code.ts `parseCode`). */
export async function findTicketByCode(_db: Db, _code: string): Promise<Ticket | null> {
  throw new Error('bug: not written yet');
}

/** @returns the tickets of one person, newest first. */
export async function ticketsOfContact(_db: Db, _contactId: ContactId): Promise<Ticket[]> {
  throw new Error('bug: not written yet');
}
