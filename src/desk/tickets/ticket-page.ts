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
import type { ThreadMessage } from '../conversations/thread.ts';
import type { Staff } from '../staff/staff.ts';
import type { TicketEvent } from './event-log.ts';
import type { DeskTools, Ticket } from './ticket.ts';

export type TicketNote = {
  id: string;
  kind: 'transfer' | 'resolution' | 'internal' | 'excerpt';
  text: string;
  staffId: StaffId;
  staffName: string;
  at: Millis;
};

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
  /** Inspektorat may write an excerpt for these other tickets, which share a confidential message. */
  excerptFor: readonly { ticketId: TicketId; code: string; department: DepartmentKey | null; done: boolean }[];
};

export type TicketPage = {
  ticket: Ticket;
  assignee: { id: StaffId; name: string } | null;
  contact: { id: ContactId; name: string | null };
  conversation: {
    id: ConversationId;
    channel: ChannelName;
    owner: Owner;
    ownerTicketId: TicketId | null;
    isBlocked: boolean;
  };
  /** Messages of this ticket, oldest first, without those that a confidential ticket holds too and the reader may not see. */
  messages: ThreadMessage[];
  events: TicketEvent[];
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
  /** Other tickets of this person that the reader may see, newest first. */
  others: {
    id: TicketId;
    code: string;
    subject: string;
    department: DepartmentKey | null;
    status: TicketStatus;
    openedAt: Millis;
  }[];
  can: TicketCan;
};

/** @returns null for a ticket that is not there or not for this reader: both alike. */
export async function readTicketPage(
  _db: Db,
  _reader: Staff,
  _code: string,
  _tools: DeskTools,
): Promise<TicketPage | null> {
  throw new Error('bug: not written yet');
}
