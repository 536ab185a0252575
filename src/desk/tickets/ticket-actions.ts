/** What staff do with a ticket of their department. Each act is one compare-and-set and one event. */
import type { Trx } from '../../db/database.ts';
import { Conflict, DomainError } from '../../lib/errors.ts';
import type { MessageId, StaffId, TicketId } from '../../model.ts';
import { addWorkingHours } from '../calendar/deadline.ts';
import { handBack, readOwnership, takeOwnership } from '../conversations/owner.ts';
import type { Staff } from '../staff/staff.ts';
import { needActable, needText, needVisible, workStatuses } from './acting.ts';
import { appendEvent } from './event-log.ts';
import { insertNote } from './note-store.ts';
import { deskOf, tellCitizen } from './telling.ts';
import type { DeskTools, Ticket } from './ticket.ts';
import { changeTicket, ticketFrom } from './ticket-store.ts';

/**
 * Takes a ticket. Compare-and-set on the assignee: of many who try at once one wins. Taking one's own again does
 * nothing.
 * @param act `from`: whom it is taken from; null (the default) takes an unassigned one.
 * @throws {Conflict} `claim`: somebody else has it.
 * @throws {DomainError} `ticket-unknown`, `not-allowed`, `ticket-not-open`.
 */
export async function claimTicket(
  trx: Trx,
  act: { ticketId: TicketId; staff: Staff; from?: StaffId | null },
  tools: DeskTools,
): Promise<Ticket> {
  const ticket = await needActable(trx, act, ['triage', ...workStatuses]);
  if (ticket.assigneeId === act.staff.id) return ticket;
  return await assign(trx, { ticket, staff: act.staff, from: act.from ?? null, to: act.staff.id }, tools);
}

/**
 * Gives a ticket back to the queue.
 * @throws {Conflict} `claim`: it is not this person's any more. @throws {DomainError} as `claimTicket`.
 */
export async function releaseTicket(
  trx: Trx,
  act: { ticketId: TicketId; staff: Staff },
  tools: DeskTools,
): Promise<Ticket> {
  const ticket = await needActable(trx, act, ['triage', ...workStatuses]);
  return await assign(trx, { ticket, staff: act.staff, from: act.staff.id, to: null }, tools);
}

/** A remark that citizens never see. @throws {DomainError} `text-empty`, `text-long`, `ticket-unknown`. */
export async function addNote(
  trx: Trx,
  act: { ticketId: TicketId; staff: Staff; text: string },
  tools: DeskTools,
): Promise<void> {
  const ticket = await needVisible(trx, act.ticketId, act.staff);
  const text = needText(act.text);
  const noteId = await insertNote(trx, { ticketId: ticket.id, kind: 'internal', text, staff: act.staff }, tools);
  const facts = { note: noteId, hash: tools.audit.contentHash(text, noteId) };
  await appendEvent(
    trx,
    { ticketId: ticket.id, kind: 'noted', actor: { kind: 'staff', staff: act.staff }, facts },
    tools,
  );
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
 * Sends an answer: message and outbox row, ownership of the conversation (law 5), first-reply time. An unassigned
 * ticket is claimed by it. The caller wakes 'send-messages' after the commit.
 * @throws {Conflict} `draft-stale` if the ticket moved or the citizen wrote since (law 9), unless confirmed.
 * @throws {DomainError} `assigned-to-other`, `ticket-not-open`, `text-empty`, `text-long`, `ticket-unknown`,
 * `not-allowed`.
 */
export async function replyToTicket(
  trx: Trx,
  act: ReplyAct,
  tools: DeskTools,
): Promise<{ ticket: Ticket; messageId: MessageId }> {
  const text = needText(act.text);
  const ticket = await needFresh(trx, act);
  const { clock, reference, words } = tools;
  const now = clock.now();
  const waits = act.waitsForCitizen ?? text.includes('?');
  const changed = await changeTicket(
    trx,
    ticket,
    { ...writtenBy(act.staff, ticket, now), status: waits ? 'waiting_citizen' : 'open' },
    'draft-stale',
  );
  const { key: department, short } = deskOf(ticket.department, tools);
  const before = await readOwnership(trx, ticket.conversationId);
  await takeOwnership(trx, {
    conversationId: ticket.conversationId,
    department,
    ticketId: ticket.id,
    until: waits ? null : addWorkingHours(now, reference.sla.ownerHours, reference.calendar),
  });
  if (before.owner !== department)
    await tellCitizen(trx, ticket, { text: words('takeover', { department: short, code: ticket.code }) }, tools);
  const shown = words('reply', { department: short, code: ticket.code, text });
  const messageId = await tellCitizen(trx, ticket, { text: shown, staff: act.staff }, tools);
  await appendEvent(
    trx,
    {
      ticketId: ticket.id,
      kind: 'replied',
      actor: { kind: 'staff', staff: act.staff },
      facts: {
        message: messageId,
        hash: tools.audit.contentHash(shown, messageId),
        waits,
        first: ticket.firstReplyAt === null,
        confirmed: ticket.version !== act.draftVersion,
      },
    },
    tools,
  );
  return { ticket: changed, messageId };
}

/**
 * Closes the work: sends the summary, asks "Sudah selesai?" (choices `resolved:yes:<code>`, `resolved:no:<code>`),
 * gives the conversation back to the bot and says so.
 * @throws like `replyToTicket`.
 */
export async function resolveTicket(
  trx: Trx,
  act: { ticketId: TicketId; staff: Staff; summary: string; draftVersion: number; confirmed?: boolean },
  tools: DeskTools,
): Promise<Ticket> {
  const text = needText(act.summary);
  const ticket = await needFresh(trx, act);
  const { words, clock } = tools;
  const now = clock.now();
  const changed = await changeTicket(
    trx,
    ticket,
    { ...writtenBy(act.staff, ticket, now), status: 'resolved', resolved_at: now },
    'draft-stale',
  );
  const { short } = deskOf(ticket.department, tools);
  const names = { department: short, code: ticket.code };
  const noteId = await insertNote(trx, { ticketId: ticket.id, kind: 'resolution', text, staff: act.staff }, tools);
  const shown = words('resolution', { ...names, text });
  const messageId = await tellCitizen(trx, ticket, { text: shown, staff: act.staff }, tools);
  const isBack = await handBack(trx, ticket.conversationId, ticket.id);
  const ask = words('resolved-ask', { code: ticket.code, days: tools.reference.sla.closeAfterDays });
  await tellCitizen(
    trx,
    ticket,
    {
      text: isBack ? `${words('handback', names)}\n${ask}` : ask,
      choices: [
        { id: `resolved:yes:${ticket.code}`, label: words('resolved-yes') },
        { id: `resolved:no:${ticket.code}`, label: words('resolved-no') },
      ],
    },
    tools,
  );
  await appendEvent(
    trx,
    {
      ticketId: ticket.id,
      kind: 'resolved',
      actor: { kind: 'staff', staff: act.staff },
      facts: { message: messageId, note: noteId, hash: tools.audit.contentHash(text, noteId) },
    },
    tools,
  );
  return changed;
}

/** Opens a resolved ticket again: the consultant has more to say. @throws {DomainError} as `claimTicket`. */
export async function reopenTicket(
  trx: Trx,
  act: { ticketId: TicketId; staff: Staff },
  tools: DeskTools,
): Promise<Ticket> {
  const ticket = await needActable(trx, act, ['resolved']);
  const changed = await changeTicket(trx, ticket, { status: 'open', resolved_at: null, assignee_id: act.staff.id });
  const actor = { kind: 'staff', staff: act.staff } as const;
  await appendEvent(trx, { ticketId: ticket.id, kind: 'reopened', actor }, tools);
  return changed;
}

/** @throws {Conflict} `draft-stale`. @throws {DomainError} `assigned-to-other` and those of `needActable`. */
async function needFresh(
  trx: Trx,
  act: { ticketId: TicketId; staff: Staff; draftVersion: number; confirmed?: boolean },
): Promise<Ticket> {
  const ticket = await needActable(trx, act, workStatuses);
  if (ticket.assigneeId !== null && ticket.assigneeId !== act.staff.id) throw new DomainError('assigned-to-other');
  if (ticket.version !== act.draftVersion && act.confirmed !== true) throw new Conflict('draft-stale');
  return ticket;
}

/** What writing to the citizen changes in any case. */
function writtenBy(staff: Staff, ticket: Ticket, now: number) {
  return { assignee_id: staff.id, first_reply_at: ticket.firstReplyAt ?? now, last_out_at: now };
}

async function assign(
  trx: Trx,
  change: { ticket: Ticket; staff: Staff; from: StaffId | null; to: StaffId | null },
  tools: DeskTools,
): Promise<Ticket> {
  const { ticket, staff, from, to } = change;
  // Not by version: a citizen who writes at that moment does not make the claim fail.
  const row = await trx
    .updateTable('ticket')
    .set((set) => ({ assignee_id: to, version: set('version', '+', 1) }))
    .where('id', '=', ticket.id)
    .where('department', '=', ticket.department)
    .where('status', 'in', ['triage', ...workStatuses])
    .where('assignee_id', from === null ? 'is' : '=', from)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new Conflict('claim');
  await appendEvent(
    trx,
    {
      ticketId: ticket.id,
      kind: to === null ? 'released' : 'claimed',
      actor: { kind: 'staff', staff },
      facts: to === null ? {} : { from },
    },
    tools,
  );
  return ticketFrom(row);
}
