/** Reads what was masked on arrival: the one way to an original, and each use is an event (law 11). */
import type { Trx } from '../../db/database.ts';
import type { Seal } from '../../lib/seal.ts';
import type { MessageId, TicketId } from '../../model.ts';
import type { Staff } from '../staff/staff.ts';
import type { DeskTools } from '../tickets/ticket.ts';

/**
 * @param act `ticketId`: the ticket on whose page it is asked; the message must belong to it and be visible to the reader.
 * @returns the text as it was written, newest version.
 * @throws {DomainError} `ticket-unknown`, `not-allowed`, `message-unknown`, `no-original`, `reason-empty`.
 */
export async function revealOriginal(
  _trx: Trx,
  _act: { ticketId: TicketId; messageId: MessageId; staff: Staff; reason: string },
  _tools: DeskTools & { seal: Seal },
): Promise<string> {
  throw new Error('bug: not written yet');
}
