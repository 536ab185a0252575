/** Files a matter: the ticket with its class, deadline and evidence. */
import type { Trx } from '../../db/database.ts';
import { assert, DomainError } from '../../lib/errors.ts';
import type { MessageId, TicketId } from '../../model.ts';
import { linkMessages } from '../conversations/outbound.ts';
import type { Reference } from '../reference/reference.ts';
import { targetFor } from '../reference/sla.ts';
import { appendEvent } from './event-log.ts';
import {
  type Actor,
  confidentialDepartment,
  type DeskTools,
  type NewTicket,
  subjectCharsMax,
  type Ticket,
} from './ticket.ts';
import { insertTicket } from './ticket-store.ts';

/**
 * Inserts the ticket, links its messages, computes the deadline, notes 'opened'. Says nothing: the flow has the words.
 * @param actor who filed it: the citizen through the bot, or staff.
 * @throws {DomainError} `department-unknown`, `topic-unknown`; a bug for a confidential ticket outside inspektorat.
 */
export async function openTicket(
  trx: Trx,
  given: NewTicket,
  tools: DeskTools,
  actor: Actor = { kind: 'bot' },
): Promise<Ticket> {
  const ticket = ticketOf(given, tools);
  await insertTicket(trx, ticket);
  await linkMessages(trx, given.messageIds, [ticket.id]);
  await appendEvent(
    trx,
    {
      ticketId: ticket.id,
      kind: 'opened',
      actor,
      facts: {
        department: ticket.department,
        status: ticket.status,
        intent: ticket.intent,
        topic: ticket.topic,
        class: ticket.slaClass,
        dueAt: ticket.dueAt,
        confidential: ticket.confidential,
        urgent: ticket.urgent,
        messages: given.messageIds,
        router: ticket.evidence.version,
        hash: tools.audit.contentHash(await textsOf(trx, given.messageIds), ticket.id),
      },
    },
    tools,
  );
  return ticket;
}

/** @returns one line, cut between words. */
export function subjectFrom(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= subjectCharsMax) return line;
  const cut = line.slice(0, subjectCharsMax - 1);
  const blank = cut.lastIndexOf(' ');
  return `${(blank > subjectCharsMax / 2 ? cut.slice(0, blank) : cut).trimEnd()}…`;
}

function ticketOf(given: NewTicket, { clock, ids, reference }: DeskTools): Ticket {
  const now = clock.now();
  checkKeys(given, reference);
  const topicIsSecret = given.topic !== null && reference.topics.get(given.topic)?.confidential === true;
  const confidential =
    given.confidential === true ||
    given.unsure === true ||
    (topicIsSecret && given.department === confidentialDepartment);
  assert(!confidential || given.department === confidentialDepartment, 'a confidential ticket outside inspektorat');
  const { slaClass, dueAt, steps } = targetFor(given, now, reference);
  return {
    id: given.id ?? ids.next<TicketId>(),
    code: given.code,
    contactId: given.contactId,
    conversationId: given.conversationId,
    department: given.department,
    status: given.department === null || given.unsure === true ? 'triage' : 'open',
    intent: given.intent,
    topic: given.topic,
    role: given.role,
    subject: subjectFrom(given.subject),
    place: { kelurahan: null, rt: null, rw: null, latitude: null, longitude: null, words: null, ...given.place },
    urgent: given.urgent === true,
    confidential,
    assigneeId: null,
    version: 0,
    slaClass,
    dueAt,
    dueSteps: steps,
    openedAt: now,
    firstReplyAt: null,
    resolvedAt: null,
    closedAt: null,
    disputes: 0,
    lastInAt: now,
    lastOutAt: null,
    evidence: given.evidence,
    sample: given.sample === true,
  };
}

function checkKeys(given: Pick<NewTicket, 'department' | 'topic'>, reference: Reference): void {
  if (given.department !== null && !reference.departments.has(given.department))
    throw new DomainError('department-unknown', { department: given.department });
  if (given.topic !== null && !reference.topics.has(given.topic))
    throw new DomainError('topic-unknown', { topic: given.topic });
}

/** @returns the messages' texts, joined in order of the ids. */
async function textsOf(trx: Trx, messageIds: readonly MessageId[]): Promise<string> {
  if (messageIds.length === 0) return '';
  const rows = await trx.selectFrom('message').select(['id', 'text']).where('id', 'in', messageIds).execute();
  const byId = new Map(rows.map((row) => [row.id, row.text]));
  return messageIds.map((id) => byId.get(id) ?? '').join('\n');
}
