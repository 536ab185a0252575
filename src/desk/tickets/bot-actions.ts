/**
 * What the bot does with a ticket that is there: gives one that waits in triage its department, notes a wish for a
 * person.
 */
import type { Trx } from '../../db/database.ts';
import { DomainError } from '../../lib/errors.ts';
import type { ContactId, DepartmentKey, TicketId, TopicKey } from '../../model.ts';
import { targetFor } from '../reference/sla.ts';
import { appendEvent } from './event-log.ts';
import type { DeskTools, Ticket, TicketEvidence } from './ticket.ts';
import { changeTicket, findTicket } from './ticket-store.ts';

/**
 * The citizen said more, and now the router is sure. A ticket that somebody has given a department meanwhile stays
 * there.
 * @throws {DomainError} `ticket-unknown`.
 */
export async function routeTicket(
  trx: Trx,
  act: {
    ticketId: TicketId;
    contactId: ContactId;
    department: DepartmentKey;
    topic: TopicKey | null;
    evidence: TicketEvidence;
  },
  tools: DeskTools,
): Promise<Ticket> {
  const ticket = await own(trx, act);
  if (ticket.department !== null || ticket.status !== 'triage') return ticket;
  const { department, topic } = act;
  const target = targetFor({ department, topic, intent: ticket.intent }, ticket.openedAt, tools.reference);
  const changed = await changeTicket(trx, ticket, {
    department,
    topic,
    status: 'open',
    sla_class: target.slaClass,
    due_at: target.dueAt,
    due_steps: JSON.stringify(target.steps),
    evidence: JSON.stringify(act.evidence),
  });
  const facts = { to: department, topic, router: act.evidence.version };
  await appendEvent(trx, { ticketId: ticket.id, kind: 'assigned', actor: { kind: 'bot' }, facts }, tools);
  return changed;
}

/** "Mau bicara dengan orang": noted where the department sees it. @throws {DomainError} `ticket-unknown`. */
export async function askForPerson(
  trx: Trx,
  act: { ticketId: TicketId; contactId: ContactId },
  tools: DeskTools,
): Promise<Ticket> {
  const ticket = await own(trx, act);
  const changed = await changeTicket(trx, ticket, { last_in_at: tools.clock.now() });
  await appendEvent(trx, { ticketId: ticket.id, kind: 'person-asked', actor: { kind: 'citizen' } }, tools);
  return changed;
}

async function own(trx: Trx, act: { ticketId: TicketId; contactId: ContactId }): Promise<Ticket> {
  const ticket = await findTicket(trx, act.ticketId);
  if (ticket?.contactId !== act.contactId) throw new DomainError('ticket-unknown');
  return ticket;
}
