/**
 * The tables as types, and the two handles of the database. Reads take `Db`, writes take `Trx`: the type says whether
 * a transaction is needed. Times are epoch milliseconds (bigint), yes/no is 0/1 or a time that is null or not, JSON is
 * text.
 */
import type { Kysely, Transaction } from 'kysely';
import type {
  ChannelCursorTable,
  ContactTable,
  ConversationTable,
  DeliveryTable,
  FileTable,
  MessageOriginalTable,
  MessageTable,
  MessageTicketTable,
  MessageVersionTable,
  SentPartTable,
  SessionTable,
  VisitorLinkTable,
} from './tables/conversations.ts';
import type {
  DeadLetterTable,
  EventSealTable,
  LessonTable,
  LoginSessionTable,
  NoteTable,
  SettingTable,
  StaffTable,
  TallyTable,
  TicketEventTable,
  TicketTable,
  TriageReleaseTable,
} from './tables/desk.ts';

export type * from './tables/conversations.ts';
export type * from './tables/desk.ts';

export type Db = Kysely<Tables>;
export type Trx = Transaction<Tables>;

export interface Tables {
  contact: ContactTable;
  conversation: ConversationTable;
  session: SessionTable;
  visitor_link: VisitorLinkTable;
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
  lesson: LessonTable;
  triage_release: TriageReleaseTable;
}
