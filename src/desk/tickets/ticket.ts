/** The ticket as the rest of the desk knows it: one matter, in one queue, with one deadline and one assignee. */
import type { Clock } from '../../lib/clock.ts';
import type { Ids } from '../../lib/ids.ts';
import type {
  AskerRole,
  ContactId,
  ConversationId,
  Day,
  DepartmentKey,
  Intent,
  MessageId,
  Millis,
  Outside,
  StaffId,
  TicketId,
  TicketStatus,
  TopicKey,
} from '../../model.ts';
import type { DeadlineStep } from '../calendar/deadline.ts';
import type { Reference } from '../reference/reference.ts';
import type { Words } from '../reference/words.ts';
import type { Staff } from '../staff/staff.ts';
import type { Audit } from './audit.ts';

/** Who did it. */
export type Actor = { kind: 'staff'; staff: Staff } | { kind: 'citizen' } | { kind: 'bot' } | { kind: 'system' };

/** What the actions on tickets need beside the transaction; built once in app.ts. */
export type DeskTools = { clock: Clock; ids: Ids; reference: Reference; words: Words; audit: Audit };

export type TicketPlace = {
  kelurahan: string | null;
  /** Digits without leading zeros. */
  rt: string | null;
  rw: string | null;
  latitude: number | null;
  longitude: number | null;
  /** What was said of the place in other words, masked. */
  words: string | null;
};

/** Why the ticket lies where it lies: what the router said (law 7). */
export type TicketEvidence = {
  /** 0–1; null where nobody judged (a ticket that staff opened). */
  confidence: number | null;
  /** What `confidence` is about: also where the ticket was left to a person. */
  best?: { department: DepartmentKey | Outside; topic: TopicKey | null } | null;
  runnersUp: readonly { department: DepartmentKey | Outside; topic: TopicKey | null; confidence: number }[];
  /** Deciding words of the masked message, strongest first. */
  words: readonly string[];
  /** Rules that spoke for the department, in words. */
  reasons?: readonly string[];
  decision: 'route' | 'ask' | 'person';
  /** Who settled the department: the router, the citizen's answer to a question, or nobody yet. */
  settledBy: 'router' | 'citizen' | 'nobody';
  wrongdoing: 'no' | 'likely' | 'alleged';
  accused: readonly string[];
  /** What the message names beside place and topic. `sure`: false where a day can be two. */
  said?: {
    amounts: readonly number[];
    programmes: readonly string[];
    times: readonly { day: Day; until: Day | null; time: string | null; sure: boolean }[];
  };
  /** Hash of rules and training set. */
  version: string;
};

export type Ticket = {
  id: TicketId;
  code: string;
  contactId: ContactId;
  conversationId: ConversationId;
  /** Null: the coordinator's triage. */
  department: DepartmentKey | null;
  status: TicketStatus;
  intent: Intent;
  topic: TopicKey | null;
  role: AskerRole;
  /** The first words of the matter, masked. */
  subject: string;
  place: TicketPlace;
  urgent: boolean;
  confidential: boolean;
  assigneeId: StaffId | null;
  version: number;
  slaClass: string;
  dueAt: Millis | null;
  dueSteps: readonly DeadlineStep[];
  openedAt: Millis;
  firstReplyAt: Millis | null;
  resolvedAt: Millis | null;
  closedAt: Millis | null;
  disputes: number;
  lastInAt: Millis | null;
  lastOutAt: Millis | null;
  evidence: TicketEvidence;
  sample: boolean;
};

export type NewTicket = {
  /** Where the turn has spoken of it already; otherwise a new one. */
  id?: TicketId;
  /** From lib/ticket-code.ts. */
  code: string;
  contactId: ContactId;
  conversationId: ConversationId;
  /** Null: the router was unsure, the coordinator decides. */
  department: DepartmentKey | null;
  /**
   * Wrongdoing is alleged, or likely but unsure (`unsure`: Inspektorat's triage). Only with department inspektorat; a
   * topic that is confidential by data/topics.yml makes it so by itself.
   */
  confidential?: boolean;
  /** Inspektorat looks first whether it is theirs. */
  unsure?: boolean;
  intent: Intent;
  topic: TopicKey | null;
  role: AskerRole;
  /** Masked text; cut to `subjectCharsMax`. */
  subject: string;
  place?: Partial<TicketPlace>;
  urgent?: boolean;
  /** The messages that it was filed from, oldest first. */
  messageIds: readonly MessageId[];
  evidence: TicketEvidence;
  sample?: boolean;
};

export const subjectCharsMax = 160;
/** The department that alone sees confidential tickets (law 8). */
export const confidentialDepartment: DepartmentKey = 'inspektorat';
