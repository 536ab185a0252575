/** What a turn decided, as data. `turn/commit-turn.ts` is the only place that turns events into rows. */
import type {
  AskerRole,
  Choice,
  DepartmentKey,
  Intent,
  Location,
  MessageId,
  Millis,
  TicketId,
  TopicKey,
} from '../model.ts';

export type NewTicketFacts = {
  id: TicketId;
  code: string;
  department: DepartmentKey | null;
  status: 'open' | 'triage';
  intent: Intent;
  topic: TopicKey | null;
  role: AskerRole;
  subject: string;
  place: PlaceAnswer;
  urgent: boolean;
  confidential: boolean;
  /** Score, runners-up, deciding words, version: stored with the ticket (law 7). */
  evidence: object;
  messageIds: MessageId[];
};

export type PlaceAnswer = {
  kelurahan: string | null;
  rt: string | null;
  rw: string | null;
  location: Location | null;
  words: string | null;
};

export type FlowEvent =
  | { kind: 'said'; text: string; choices: Choice[]; apart: boolean; ticketIds: TicketId[] }
  | { kind: 'ticket_filed'; ticket: NewTicketFacts }
  | { kind: 'ticket_joined'; ticketId: TicketId; messageIds: MessageId[] }
  | { kind: 'ticket_routed'; ticketId: TicketId; department: DepartmentKey; topic: TopicKey | null; evidence: object }
  | { kind: 'ticket_placed'; ticketId: TicketId; place: PlaceAnswer }
  | { kind: 'ticket_role'; ticketId: TicketId; role: AskerRole }
  | { kind: 'ticket_disputed'; ticketId: TicketId }
  | { kind: 'ticket_confirmed'; ticketId: TicketId }
  | { kind: 'ticket_withdrawn'; ticketId: TicketId }
  | { kind: 'person_asked'; ticketId: TicketId }
  | { kind: 'role_known'; role: AskerRole }
  | { kind: 'notice_shown'; version: string }
  | { kind: 'contact_limited'; until: Millis }
  | { kind: 'contact_stopped'; stopped: boolean }
  | { kind: 'visitor_joined'; address: string }
  | { kind: 'messages_sealed'; messageIds: MessageId[] }
  | { kind: 'tallied'; what: 'outside' | 'abuse' | 'spam' | 'emergency' | 'unsure'; key: string };
