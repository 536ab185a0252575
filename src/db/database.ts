/**
 * The tables as types, and the two handles of the database. Reads take `Db`, writes take `Trx`: the type says whether a
 * transaction is needed. Times are epoch milliseconds (bigint), yes/no is 0/1 or a time that is null or not, JSON is text.
 */
import type { Generated, Kysely, Transaction } from 'kysely';
import type {
  AskerRole,
  AttachmentKind,
  ChannelName,
  ContactId,
  ConversationId,
  DepartmentKey,
  FileId,
  Intent,
  MessageId,
  Millis,
  NoteId,
  Owner,
  StaffId,
  StaffRole,
  TicketId,
  TicketStatus,
  TopicKey,
} from '../model.ts';

export type Db = Kysely<Tables>;
export type Trx = Transaction<Tables>;
type Flag = 0 | 1;

export interface Tables {
  contact: ContactTable;
  conversation: ConversationTable;
  session: SessionTable;
  message: MessageTable;
  message_version: MessageVersionTable;
  message_original: MessageOriginalTable;
  message_ticket: MessageTicketTable;
  sent_part: SentPartTable;
  delivery: DeliveryTable;
  file: FileTable;
  ticket: TicketTable;
  ticket_event: TicketEventTable;
  event_seal: EventSealTable;
  note: NoteTable;
  staff: StaffTable;
  login_session: LoginSessionTable;
  setting: SettingTable;
  channel_cursor: ChannelCursorTable;
  dead_letter: DeadLetterTable;
  tally: TallyTable;
}

/** A person (or a Pokmas) who writes. One contact may have a conversation on each channel. */
export interface ContactTable {
  id: ContactId;
  /** As the platform gave it; never used to decide anything. */
  name: string | null;
  role: AskerRole;
  /** The privacy notice that was shown last, and when. */
  notice_version: string | null;
  notice_at: Millis | null;
  /** Limited for flooding or abuse until then: stored, not answered. */
  limited_until: Millis | null;
  /** Wrote STOP: no message that they did not ask for. */
  stopped_at: Millis | null;
  sample: Flag;
  created_at: Millis;
}

/** The lasting thread with one contact on one channel. Unique by (channel, address). */
export interface ConversationTable {
  id: ConversationId;
  contact_id: ContactId;
  channel: ChannelName;
  /** The platform's chat id: where replies go. */
  address: string;
  owner: Owner;
  owner_ticket_id: TicketId | null;
  /** While a department owns: when the silence notice is due. */
  owner_until: Millis | null;
  /** The platform says that this person blocked us. */
  blocked_at: Millis | null;
  /** When the unhandled messages are to be looked at; null: nothing waits. */
  turn_due_at: Millis | null;
  /** Arrival of the first unhandled message: the quiet time may not be stretched for ever. */
  turn_since: Millis | null;
  turn_lease_until: Millis | null;
  turn_attempts: Generated<number>;
  last_in_at: Millis | null;
  created_at: Millis;
}

/** The bot's place in a flow. `state` is a `Session` as JSON; `version` guards it. */
export interface SessionTable {
  conversation_id: ConversationId;
  version: number;
  state: string;
  updated_at: Millis;
}

export interface MessageTable {
  /** Order of arrival or of writing, over all conversations. */
  seq: Generated<number>;
  id: MessageId;
  conversation_id: ConversationId;
  channel: ChannelName;
  direction: 'in' | 'out';
  author: 'citizen' | 'bot' | 'staff';
  staff_id: StaffId | null;
  department: DepartmentKey | null;
  /** The platform's id; inbound rows are unique by (channel, external_id). Null on outbound rows, see `sent_part`. */
  external_id: string | null;
  kind: 'text' | AttachmentKind | 'location' | 'contact' | 'choice' | 'unsupported';
  /** Masked (law 11). Caption where there is a file. */
  text: string;
  /** Outbound: `Choice[]` as JSON. Inbound: null. */
  choices: string | null;
  /** Inbound: the id of the choice that was pressed. */
  choice: string | null;
  latitude: number | null;
  longitude: number | null;
  quote_message_id: MessageId | null;
  /** Inbound: answered with the 112 words on arrival; the kind of danger from data/emergencies.yml. */
  emergency: string | null;
  /** By the platform's clock, where it tells. */
  sent_at: Millis;
  created_at: Millis;
  /** Inbound: when a turn took it in. Outbound: null. */
  handled_at: Millis | null;
  edited_at: Millis | null;
  deleted_at: Millis | null;
}

/** What a message said before it was edited. */
export interface MessageVersionTable {
  message_id: MessageId;
  version: number;
  text: string;
  replaced_at: Millis;
}

/** The unmasked text, sealed with DATA_KEY. Only where masking changed something. */
export interface MessageOriginalTable {
  message_id: MessageId;
  version: number;
  sealed: string;
}

export interface MessageTicketTable {
  message_id: MessageId;
  ticket_id: TicketId;
}

/** Each part of an outbound message that a platform accepted. */
export interface SentPartTable {
  message_id: MessageId;
  part: number;
  channel: ChannelName;
  external_id: string;
  sent_at: Millis;
}

/** The outbox: one row an outbound message. The head of a conversation (lowest seq that is pending) is sent first. */
export interface DeliveryTable {
  message_id: MessageId;
  /** The message's seq. */
  seq: number;
  conversation_id: ConversationId;
  state: 'pending' | 'sent' | 'delivered' | 'read' | 'failed';
  /** 1: an emergency answer, goes before everything that waits. */
  urgent: Flag;
  attempts: Generated<number>;
  due_at: Millis;
  lease_until: Millis | null;
  /** A `SendFailure` name. */
  failure: string | null;
  sent_at: Millis | null;
  delivered_at: Millis | null;
  read_at: Millis | null;
  created_at: Millis;
}

export interface FileTable {
  id: FileId;
  message_id: MessageId;
  kind: AttachmentKind;
  state: 'waiting' | 'stored' | 'refused' | 'failed';
  /** What the channel needs to fetch it. */
  external_ref: string;
  /** As given by the sender; shown, never trusted. */
  name: string | null;
  /** By content. */
  mime: string | null;
  size_bytes: number | null;
  sha256: string | null;
  /** Random, below DATA_DIR/files. */
  path: string | null;
  reason: string | null;
  attempts: Generated<number>;
  due_at: Millis;
  created_at: Millis;
}

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

/** How far a channel that is polled has been read: written in the same transaction as what was read. */
export interface ChannelCursorTable {
  channel: ChannelName;
  cursor: string;
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
