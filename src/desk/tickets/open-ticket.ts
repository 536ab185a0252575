/** Files a matter: the ticket with its class, deadline and evidence. */
import type { Trx } from '../../db/database.ts';
import type { Actor, DeskTools, NewTicket, Ticket } from './ticket.ts';

/**
 * Inserts the ticket, links its messages, computes the deadline, notes 'opened'. Says nothing: the flow has the words.
 * @param actor who filed it: the citizen through the bot, or staff.
 * @throws {DomainError} `department-unknown`, `topic-unknown`; a bug for a confidential ticket outside inspektorat.
 */
export async function openTicket(
  _trx: Trx,
  _ticket: NewTicket,
  _tools: DeskTools,
  _actor: Actor = { kind: 'bot' },
): Promise<Ticket> {
  throw new Error('bug: not written yet');
}
