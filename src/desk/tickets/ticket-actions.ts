/** What staff do with a ticket of their department. Each act is one compare-and-set and one event. */
import type { Trx } from '../../db/database.ts';
import type { MessageId, StaffId, TicketId } from '../../model.ts';
import type { Staff } from '../staff/staff.ts';
import type { DeskTools, Ticket } from './ticket.ts';

/**
 * Takes a ticket. Compare-and-set on the assignee: of many who try at once one wins.
 * @param act `from`: whom it is taken from; null (the default) takes an unassigned one.
 * @throws {Conflict} `claim`: somebody else has it. {DomainError} see `needActable`.
 */
export async function claimTicket(
  _trx: Trx,
  _act: { ticketId: TicketId; staff: Staff; from?: StaffId | null },
  _tools: DeskTools,
): Promise<Ticket> {
  throw new Error('bug: not written yet');
}

/** Gives a ticket back to the queue. @throws {Conflict} `claim`: it is not this person's any more. */
export async function releaseTicket(
  _trx: Trx,
  _act: { ticketId: TicketId; staff: Staff },
  _tools: DeskTools,
): Promise<Ticket> {
  throw new Error('bug: not written yet');
}

/** A remark that citizens never see. @throws {DomainError} `text-empty`, `text-long`, `ticket-unknown`. */
export async function addNote(
  _trx: Trx,
  _act: { ticketId: TicketId; staff: Staff; text: string },
  _tools: DeskTools,
): Promise<void> {
  throw new Error('bug: not written yet');
}

export type ReplyAct = {
  ticketId: TicketId;
  staff: Staff;
  /** What the citizen reads, 1 to `replyCharsMax`. */
  text: string;
  /** `Ticket.version` when the draft began. */
  draftVersion: number;
  /** The person saw that the ticket moved and sends all the same. */
  confirmed?: boolean;
  /** The citizen is asked something. Where not told: the text holds a question mark. */
  waitsForCitizen?: boolean;
};

/**
 * Sends an answer: message and outbox row, ownership of the conversation (law 5), first-reply time. An unassigned ticket is
 * claimed by it. The caller wakes 'send-messages' after the commit.
 * @throws {Conflict} `draft-stale` if the ticket moved or the citizen wrote since (law 9), unless confirmed.
 * @throws {DomainError} `assigned-to-other`, `ticket-not-open`, `text-empty`, `text-long`, `ticket-unknown`, `not-allowed`.
 */
export async function replyToTicket(
  _trx: Trx,
  _act: ReplyAct,
  _tools: DeskTools,
): Promise<{ ticket: Ticket; messageId: MessageId }> {
  throw new Error('bug: not written yet');
}

/**
 * Closes the work: sends the summary, asks "Sudah selesai?" (choices `resolved:yes:<code>`, `resolved:no:<code>`), gives the
 * conversation back to the bot and says so.
 * @throws like `replyToTicket`.
 */
export async function resolveTicket(
  _trx: Trx,
  _act: { ticketId: TicketId; staff: Staff; summary: string; draftVersion: number; confirmed?: boolean },
  _tools: DeskTools,
): Promise<Ticket> {
  throw new Error('bug: not written yet');
}

/** Opens a resolved ticket again: the consultant has more to say. @throws {DomainError} `ticket-not-resolved`. */
export async function reopenTicket(
  _trx: Trx,
  _act: { ticketId: TicketId; staff: Staff },
  _tools: DeskTools,
): Promise<Ticket> {
  throw new Error('bug: not written yet');
}
