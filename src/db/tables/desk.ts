/** The tables of what people work with: tickets and their log, staff, settings, what failed, counts. */
import type { Generated } from 'kysely';
import type {
  AskerRole,
  ContactId,
  ConversationId,
  DepartmentKey,
  Intent,
  Millis,
  NoteId,
  StaffId,
  StaffRole,
  TicketId,
  TicketStatus,
  TopicKey,
} from '../../model.ts';
import type { Flag } from './flag.ts';

export interface TicketTable {
  id: TicketId;
  code: string;
  contact_id: ContactId;
  conversation_id: ConversationId;
  /** Null: the coordinator's triage. */
  department: DepartmentKey | null;
  status: TicketStatus;
  intent: Intent;
  topic: TopicKey | null;
  role: AskerRole;
  /** The first words of the matter, masked. */
  subject: string;
  kelurahan: string | null;
  rt: string | null;
  rw: string | null;
  latitude: number | null;
  longitude: number | null;
  /** What was said of the place in other words. */
  place: string | null;
  urgent: Flag;
  confidential: Flag;
  assignee_id: StaffId | null;
  /** Grows with each change: the stale-reply guard and every compare-and-set look at it. */
  version: Generated<number>;
  sla_class: string;
  due_at: Millis | null;
  /** `DeadlineStep[]` as JSON: how the deadline was found. */
  due_steps: string;
  opened_at: Millis;
  first_reply_at: Millis | null;
  resolved_at: Millis | null;
  closed_at: Millis | null;
  /** How often the citizen said "belum". */
  disputes: Generated<number>;
  last_in_at: Millis | null;
  last_out_at: Millis | null;
  /** `TicketEvidence` as JSON: score, runners-up, deciding words, model version. */
  evidence: string;
  sample: Flag;
}

/** Every act on a ticket (law 12). `facts` hold ids, codes and hashes; never contents. */
export interface TicketEventTable {
  seq: Generated<number>;
  id: string;
  ticket_id: TicketId;
  at: Millis;
  kind: string;
  actor: 'citizen' | 'bot' | 'staff' | 'system';
  staff_id: StaffId | null;
  facts: string;
}

/** The chain over `ticket_event`, keyed by AUDIT_KEY. */
export interface EventSealTable {
  seq: Generated<number>;
  from_seq: number;
  to_seq: number;
  head: string;
  sealed_at: Millis;
}

/** Words that staff write on a ticket: why it was handed over, how it was resolved, an internal remark. */
export interface NoteTable {
  id: NoteId;
  ticket_id: TicketId;
  kind: 'transfer' | 'resolution' | 'internal';
  text: string;
  staff_id: StaffId;
  created_at: Millis;
}

export interface StaffTable {
  id: StaffId;
  username: string;
  name: string;
  role: StaffRole;
  department: DepartmentKey | null;
  password_hash: string;
  must_change_password: Flag;
  disabled_at: Millis | null;
  sample: Flag;
  created_at: Millis;
}

export interface LoginSessionTable {
  /** SHA-256 of the cookie. */
  token_hash: string;
  staff_id: StaffId;
  csrf: string;
  created_at: Millis;
  seen_at: Millis;
  expires_at: Millis;
}

export interface SettingTable {
  key: string;
  value: string;
  staff_id: StaffId | null;
  updated_at: Millis;
}

/** What could not be handled after all attempts; an administrator sees it and can try again. */
export interface DeadLetterTable {
  id: string;
  kind: 'turn' | 'delivery' | 'file' | 'update';
  ref: string;
  error: string;
  attempts: number;
  created_at: Millis;
  resolved_at: Millis | null;
  staff_id: StaffId | null;
}

/** Counts of what leaves no ticket (outside, abuse, spam, emergency), a row a day. */
export interface TallyTable {
  day: string;
  kind: string;
  key: string;
  count: number;
}

/** A ticket whose routing somebody looked at again: a training line, or not worth one. */
export interface LessonTable {
  ticket_id: TicketId;
  verdict: 'used' | 'skipped';
  /** The words, free of personal data; '' where it was skipped. */
  text: string;
  intent: Intent;
  topic: TopicKey | null;
  staff_id: StaffId;
  decided_at: Millis;
}

/** A state that triage was trained in. The one that was made active last is in force. */
export interface TriageReleaseTable {
  /** From 1; 0 is what was shipped, and has no row. */
  number: number;
  /** Its lessons, as JSON: they stay what they were. */
  lessons: string;
  /** How it compared with the one before it, as JSON. */
  figures: string;
  made_at: Millis;
  active_at: Millis;
}
