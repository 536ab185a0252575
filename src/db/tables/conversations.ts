/** The tables of what is written and said: contacts, conversations, messages, their files, the outbox. */
import type { Generated } from 'kysely';
import type {
  AskerRole,
  AttachmentKind,
  ChannelName,
  ContactId,
  ConversationId,
  DepartmentKey,
  FileId,
  MessageId,
  Millis,
  Owner,
  StaffId,
  TicketId,
} from '../../model.ts';
import type { Flag } from './flag.ts';

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
  /** Came to its contact from elsewhere: it sees what was filed in other talks from then on, not before. */
  joined_at: Millis | null;
}

/** A secret that carries a talk of the web chat elsewhere; one a kind and visitor, only its hash is kept. */
export interface VisitorLinkTable {
  /** `return`: to another browser. `start`: to Telegram, once. */
  kind: 'return' | 'start';
  address: string;
  secret_hash: string;
  expires_at: Millis;
  /** Of a start link that was used: the message that brought it. */
  message_id: MessageId | null;
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
  /** Inbound: answered with the 112 words on arrival. Outbound: those words. The kind, from data/emergencies.yml. */
  emergency: string | null;
  /** By the platform's clock, where it tells. */
  sent_at: Millis;
  created_at: Millis;
  /** Inbound: when a turn took it in. Outbound: null. */
  handled_at: Millis | null;
  edited_at: Millis | null;
  deleted_at: Millis | null;
  /** Inbound: nobody at the desk may read it; every version is in `message_original` only. */
  sealed_at: Millis | null;
}

/** What a message said before it was edited. */
export interface MessageVersionTable {
  message_id: MessageId;
  version: number;
  text: string;
  replaced_at: Millis;
}

/** The unmasked text, sealed with DATA_KEY. Only where masking changed something, or where nobody may read it. */
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

/** How far a channel that is polled has been read: written in the same transaction as what was read. */
export interface ChannelCursorTable {
  channel: ChannelName;
  cursor: string;
  updated_at: Millis;
}
