/** Everything that one page about a ticket shows, cut to what the reader may see (law 8). */
import type { Db } from '../../db/database.ts';
import type {
  ChannelName,
  ContactId,
  ConversationId,
  DepartmentKey,
  Millis,
  Owner,
  StaffId,
  TicketId,
  TicketStatus,
} from '../../model.ts';
import { explainSteps, remainingWords } from '../calendar/deadline.ts';
import { readOwnership } from '../conversations/owner.ts';
import { readThread, type ThreadMessage } from '../conversations/thread.ts';
import { can } from '../staff/roles.ts';
import type { Staff } from '../staff/staff.ts';
import { workStatuses, worksFor } from './acting.ts';
import { readEvents, type TicketEvent } from './event-log.ts';
import { readNotes, type TicketNote } from './note-store.ts';
import { isLate } from './queue.ts';
import type { DeskTools, Ticket } from './ticket.ts';
import { findTicketByCode } from './ticket-store.ts';
import { hiddenMessages, maySee, seesConfidential, visibleTo } from './visibility.ts';

/** What the reader may do now; the actions check again. */
export type TicketCan = {
  claim: boolean;
  /** It is a colleague's. */
  takeOver: boolean;
  release: boolean;
  reply: boolean;
  resolve: boolean;
  reopen: boolean;
  transfer: boolean;
  assign: boolean;
  note: boolean;
  reveal: boolean;
};

export type TicketPage = {
  ticket: Ticket;
  assignee: { id: StaffId; name: string } | null;
  /** The name is null where the platform told none, and for confidential tickets, whose reporter stays hidden. */
  contact: { id: ContactId; name: string | null };
  conversation: {
    id: ConversationId;
    channel: ChannelName;
    owner: Owner;
    ownerTicketId: TicketId | null;
    isBlocked: boolean;
  };
  /**
   * Messages of this ticket, oldest first, without those that a confidential ticket holds too and the reader may not
   * see.
   */
  messages: ThreadMessage[];
  events: TicketEvent[];
  /** Oldest first. */
  notes: TicketNote[];
  deadline: {
    dueAt: Millis | null;
    /** `sisa 2 hari kerja`; null where nothing is due any more. */
    remaining: string | null;
    isLate: boolean;
    classLabel: string;
    /** Sentences of `explainSteps`. */
    steps: string[];
  };
  /** Other tickets of this person that the reader may see, newest first, as confidential as this one. */
  others: OtherTicket[];
  can: TicketCan;
};

export type OtherTicket = {
  id: TicketId;
  code: string;
  subject: string;
  department: DepartmentKey | null;
  status: TicketStatus;
  openedAt: Millis;
};

export type { TicketNote };

const othersMax = 20;

/** @returns null for a ticket that is not there or not for this reader: both alike. */
export async function readTicketPage(
  db: Db,
  reader: Staff,
  code: string,
  { clock, reference }: Pick<DeskTools, 'clock' | 'reference'>,
): Promise<TicketPage | null> {
  const ticket = await findTicketByCode(db, code);
  if (!ticket || !maySee(reader, ticket)) return null;
  const now = clock.now();
  const ownership = await readOwnership(db, ticket.conversationId);
  const hidden = await hiddenMessages(db, reader, ticket.id);
  const thread = await readThread(db, ticket.id);
  const events = await readEvents(db, ticket.id);
  const notes = await readNotes(db, ticket.id);
  const isDue = ticket.status === 'triage' || workStatuses.includes(ticket.status);
  return {
    ticket,
    assignee: await nameOf(db, ticket.assigneeId),
    contact: { id: ticket.contactId, name: ticket.confidential ? null : await contactName(db, ticket.contactId) },
    conversation: {
      id: ticket.conversationId,
      channel: ownership.channel,
      owner: ownership.owner,
      ownerTicketId: ownership.ticketId,
      isBlocked: ownership.isBlocked,
    },
    messages: thread.filter((message) => !hidden.has(message.id)),
    events,
    notes: notes.filter((note) => note.at >= confidentialUntil(reader, events)),
    deadline: {
      dueAt: ticket.dueAt,
      remaining: isDue && ticket.dueAt !== null ? remainingWords(now, ticket.dueAt, reference.calendar) : null,
      isLate: isLate(ticket.status, ticket.dueAt, now),
      classLabel: reference.slaClasses.get(ticket.slaClass)?.label ?? ticket.slaClass,
      steps: explainSteps(ticket.dueSteps),
    },
    others: await otherTickets(db, reader, ticket),
    can: allowed(reader, ticket),
  };
}

function allowed(reader: Staff, ticket: Ticket): TicketCan {
  const works = worksFor(reader, ticket);
  const steers = can(reader, 'triage.assign');
  const inWork = workStatuses.includes(ticket.status);
  const isMine = ticket.assigneeId === reader.id;
  const isFree = ticket.assigneeId === null;
  const canTake = works && (inWork || ticket.status === 'triage');
  return {
    claim: canTake && isFree,
    takeOver: canTake && !isFree && !isMine,
    release: canTake && isMine,
    reply: works && inWork && (isFree || isMine),
    resolve: works && inWork && (isFree || isMine),
    reopen: works && ticket.status === 'resolved',
    transfer: (works || steers) && inWork,
    assign: ticket.status === 'triage' && (ticket.department === null ? steers : works),
    note: true,
    reveal: can(reader, 'originals.reveal'),
  };
}

/** What Inspektorat wrote while a ticket was confidential stays theirs after it was opened up. */
function confidentialUntil(reader: Staff, events: readonly TicketEvent[]): Millis {
  if (seesConfidential(reader)) return 0;
  return events.findLast((event) => event.facts.openedUp === true)?.at ?? 0;
}

async function otherTickets(db: Db, reader: Staff, ticket: Ticket): Promise<OtherTicket[]> {
  return await db
    .selectFrom('ticket')
    .select(['id', 'code', 'subject', 'department', 'status', 'opened_at as openedAt'])
    .where('contact_id', '=', ticket.contactId)
    .where('id', '<>', ticket.id)
    // Beside a ticket that shows the name, a confidential one would tell who reported.
    .where('confidential', '=', ticket.confidential ? 1 : 0)
    .where(visibleTo(reader))
    .orderBy('opened_at', 'desc')
    .limit(othersMax)
    .execute();
}

async function nameOf(db: Db, staffId: StaffId | null): Promise<{ id: StaffId; name: string } | null> {
  if (staffId === null) return null;
  const row = await db.selectFrom('staff').select(['id', 'name']).where('id', '=', staffId).executeTakeFirst();
  return row ?? null;
}

async function contactName(db: Db, contactId: ContactId): Promise<string | null> {
  const row = await db.selectFrom('contact').select('name').where('id', '=', contactId).executeTakeFirst();
  return row?.name ?? null;
}
