/** The nouns of one turn: what it is given, what it knows, what it decides. */
import type { Db } from '../db/database.ts';
import type { Topic } from '../desk/reference/reference.ts';
import type { Settings } from '../desk/reference/settings.ts';
import type { DeskTools } from '../desk/tickets/ticket.ts';
import type { FlowEvent } from '../flow/events.ts';
import type { Flows } from '../flow/flow.ts';
import type { Session } from '../flow/session.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import type { Log } from '../lib/log.ts';
import type { Seal } from '../lib/seal.ts';
import type {
  AskerRole,
  ChannelName,
  ContactId,
  ConversationId,
  DepartmentKey,
  Location,
  MessageId,
  Millis,
  Owner,
  TicketId,
  TicketStatus,
  TopicKey,
} from '../model.ts';
import type { Triage } from '../triage/triage.ts';
import type { Commands } from './commands.ts';

/** What a turn is given: built once in app.ts. */
export type TurnDeps = DeskTools & {
  db: Db;
  log: Log;
  seal: Seal;
  flows: Flows;
  commands: Commands;
  triage: Triage;
  jobs: JobQueue;
  quietMs: Millis;
  /** Everybody who writes is made up (the demo): contacts and their tickets are marked so. */
  sample?: boolean;
  settings(): Promise<Settings>;
  /** The 112 words for a kind of danger, from data/emergencies.yml. */
  dangerWords(kind: string): string;
  /** Dangers that end with a person who reads it: a warm sentence first. */
  dangerForPerson(kind: string): boolean;
  /** What a danger leaves to do for a department when it is over: a tree lies across the road. */
  dangerLeaves(rule: string): Pick<Topic, 'key' | 'department'> | null;
  /** Something that people look at has changed. */
  changed(): void;
};

export type TurnMessage = {
  id: MessageId;
  seq: number;
  kind: string;
  text: string;
  choice: string | null;
  location: Location | null;
  quote: MessageId | null;
  emergency: string | null;
  hasFile: boolean;
  /** Which version of the text it is; null: the first. */
  editedAt: Millis | null;
};

/** A ticket of the contact, as far as a turn needs it. */
export type KnownTicket = {
  id: TicketId;
  code: string;
  conversationId: ConversationId;
  department: DepartmentKey | null;
  status: TicketStatus;
  intent: string;
  topic: TopicKey | null;
  subject: string;
  urgent: boolean;
  confidential: boolean;
  kelurahan: string | null;
  openedAt: Millis;
  firstReplyAt: Millis | null;
  lastOutAt: Millis | null;
  dueAt: Millis | null;
};

export type TurnState = {
  conversation: {
    id: ConversationId;
    channel: ChannelName;
    address: string;
    owner: Owner;
    ownerTicketId: TicketId | null;
    attempts: number;
  };
  contact: {
    id: ContactId;
    name: string | null;
    role: AskerRole;
    noticeVersion: string | null;
    limitedUntil: Millis | null;
    sample: boolean;
  };
  session: Session;
  sessionVersion: number;
  sessionAt: Millis;
  /** Not handled yet, in order. */
  messages: TurnMessage[];
  /** Newest first: all that are open, and the latest others. */
  tickets: KnownTicket[];
  settings: Settings;
  /** The message that brought a link of the web chat, in its time and unused before; null: none did. */
  startedBy: MessageId | null;
};

export type Decision = { session: Session; events: FlowEvent[] };
