/** Which queue a ticket lies in: handing it over, and giving it out from triage. */
import type { Trx } from '../../db/database.ts';
import { DomainError } from '../../lib/errors.ts';
import { dayOf, longDay } from '../../lib/wib.ts';
import type { DepartmentKey, TicketId, TopicKey } from '../../model.ts';
import { handBack } from '../conversations/owner.ts';
import type { Reference } from '../reference/reference.ts';
import { deadlineWord, readSettings } from '../reference/settings.ts';
import { type Target, targetFor } from '../reference/sla.ts';
import { can } from '../staff/roles.ts';
import type { Staff } from '../staff/staff.ts';
import { needStatus, needText, needVisible, workStatuses, worksFor } from './acting.ts';
import { appendEvent } from './event-log.ts';
import { insertNote } from './note-store.ts';
import { deskOf, tellCitizen } from './telling.ts';
import { confidentialDepartment, type DeskTools, type Ticket } from './ticket.ts';
import { changeTicket } from './ticket-store.ts';

export type TransferAct = {
  ticketId: TicketId;
  staff: Staff;
  to: DepartmentKey;
  /** Why, for the receiver; the citizen does not see it. */
  reason: string;
  /** To inspektorat: makes it confidential. From inspektorat: a confidential ticket moves only with `false`. */
  confidential?: boolean;
  /** A topic of the receiver. */
  topic?: TopicKey;
};

/**
 * Hands a ticket to another department, with a reason that stays as a note. The receiver's queue need not be readable.
 * The citizen is told who has it now; the deadline never gets later by it, but for a transfer to or from Inspektorat.
 * @throws {DomainError} `same-department`, `department-unknown`, `topic-unknown`, `reason-empty`, `text-long`,
 * `still-confidential`, `confidential-elsewhere`, `ticket-not-open`, `ticket-unknown`, `not-allowed`.
 * @throws {Conflict} `ticket` if it moved meanwhile.
 */
export async function transferTicket(trx: Trx, act: TransferAct, tools: DeskTools): Promise<Ticket> {
  const reason = needText(act.reason, 'reason-empty');
  const ticket = await needVisible(trx, act.ticketId, act.staff);
  // The coordinator steers: may move what is not confidential, without working it.
  if (!worksFor(act.staff, ticket) && !can(act.staff, 'triage.assign')) throw new DomainError('not-allowed');
  needStatus(ticket, workStatuses);
  if (act.to === ticket.department) throw new DomainError('same-department');
  const topic = checkRoute(act, tools.reference);
  const confidential = confidentialAfter(ticket.confidential, { ...act, topic }, tools.reference);
  const target = targetAfterTransfer(ticket, { ...act, topic }, tools);
  const noteId = await insertNote(
    trx,
    { ticketId: ticket.id, kind: 'transfer', text: reason, staff: act.staff },
    tools,
  );
  const changed = await changeTicket(trx, ticket, {
    department: act.to,
    topic,
    status: 'open',
    assignee_id: null,
    confidential: confidential ? 1 : 0,
    ...target,
  });
  await handBack(trx, ticket.conversationId, ticket.id);
  const text = tools.words('transferred', { code: ticket.code, department: deskOf(act.to, tools).short });
  await tellCitizen(trx, changed, { text }, tools);
  await appendEvent(
    trx,
    {
      ticketId: ticket.id,
      kind: 'transferred',
      actor: { kind: 'staff', staff: act.staff },
      facts: {
        from: ticket.department,
        to: act.to,
        topic,
        note: noteId,
        hash: tools.audit.contentHash(reason, noteId),
        confidential,
        openedUp: ticket.confidential && !confidential,
        dueAt: changed.dueAt,
      },
    },
    tools,
  );
  return changed;
}

export type AssignAct = {
  ticketId: TicketId;
  staff: Staff;
  to: DepartmentKey;
  topic?: TopicKey;
  /** Only with inspektorat as `to`; Inspektorat's own triage keeps it confidential unless `false`. */
  confidential?: boolean;
};

/**
 * Settles a ticket of triage: the coordinator's (no department), or Inspektorat's (is it wrongdoing?). The citizen is
 * told whose it is and by when.
 * @throws {DomainError} `not-in-triage`, `department-unknown`, `topic-unknown`, `still-confidential`,
 * `confidential-elsewhere`, `ticket-unknown`, `not-allowed`.
 * @throws {Conflict} `ticket` if somebody was faster.
 */
export async function assignFromTriage(trx: Trx, act: AssignAct, tools: DeskTools): Promise<Ticket> {
  const ticket = await needVisible(trx, act.ticketId, act.staff);
  if (ticket.status !== 'triage') throw new DomainError('not-in-triage');
  const isTheirs = ticket.department === null ? can(act.staff, 'triage.assign') : worksFor(act.staff, ticket);
  if (!isTheirs) throw new DomainError('not-allowed');
  const topic = checkRoute(act, tools.reference);
  const confidential = confidentialAfter(ticket.confidential, { ...act, topic }, tools.reference);
  const target = targetFor({ department: act.to, intent: ticket.intent, topic }, ticket.openedAt, tools.reference);
  const changed = await changeTicket(trx, ticket, {
    department: act.to,
    topic,
    status: 'open',
    confidential: confidential ? 1 : 0,
    ...targetColumns(target),
  });
  const word = deadlineWord(await readSettings(trx), tools.reference) === 'batas' ? 'deadline' : 'target';
  const due = tools.words(word, { day: longDay(dayOf(target.dueAt)) });
  const text = tools.words('assigned', { code: ticket.code, department: deskOf(act.to, tools).short, due });
  await tellCitizen(trx, changed, { text }, tools);
  await appendEvent(
    trx,
    {
      ticketId: ticket.id,
      kind: 'assigned',
      actor: { kind: 'staff', staff: act.staff },
      facts: {
        from: ticket.department,
        to: act.to,
        topic,
        confidential,
        openedUp: ticket.confidential && !confidential,
        dueAt: changed.dueAt,
      },
    },
    tools,
  );
  return changed;
}

/** @returns the topic after the move: the given one if it is the receiver's, otherwise none. */
function checkRoute(act: { to: DepartmentKey; topic?: TopicKey }, reference: Reference): TopicKey | null {
  if (!reference.departments.has(act.to)) throw new DomainError('department-unknown', { department: act.to });
  if (act.topic === undefined) return null;
  if (reference.topics.get(act.topic)?.department !== act.to)
    throw new DomainError('topic-unknown', { topic: act.topic });
  return act.topic;
}

/** Law 8: only Inspektorat has confidential tickets, and lifting it is said in so many words. */
function confidentialAfter(
  isNow: boolean,
  route: { to: DepartmentKey; topic: TopicKey | null; confidential?: boolean },
  reference: Reference,
): boolean {
  if (route.to === confidentialDepartment) {
    const topicIsSecret = route.topic !== null && reference.topics.get(route.topic)?.confidential === true;
    return topicIsSecret || (route.confidential ?? isNow);
  }
  if (route.confidential === true) throw new DomainError('confidential-elsewhere');
  if (isNow && route.confidential !== false) throw new DomainError('still-confidential');
  return false;
}

/**
 * What was promised stays: the earlier of the old deadline and the new class counted from filing. To Inspektorat its
 * own class from filing; from there, where more days were allowed, the new class counts from now.
 */
function targetAfterTransfer(
  ticket: Ticket,
  route: { to: DepartmentKey; topic: TopicKey | null },
  { clock, reference }: DeskTools,
) {
  const matter = { department: route.to, intent: ticket.intent, topic: route.topic };
  if (ticket.department === confidentialDepartment) return targetColumns(targetFor(matter, clock.now(), reference));
  const target = targetFor(matter, ticket.openedAt, reference);
  if (route.to === confidentialDepartment || ticket.dueAt === null || target.dueAt < ticket.dueAt)
    return targetColumns(target);
  return {};
}

function targetColumns(target: Target) {
  return { sla_class: target.slaClass, due_at: target.dueAt, due_steps: JSON.stringify(target.steps) };
}
