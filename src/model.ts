/** The nouns that every ring shares. Types only: nothing here runs. `GLOSSARY.md` explains each name. */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type ContactId = Branded<'contact'>;
export type ConversationId = Branded<'conversation'>;
export type MessageId = Branded<'message'>;
export type TicketId = Branded<'ticket'>;
export type StaffId = Branded<'staff'>;
export type FileId = Branded<'file'>;
export type NoteId = Branded<'note'>;

/** Epoch milliseconds. The only representation of an instant in code and in the database. */
export type Millis = number;
/** A calendar day in WIB (UTC+7), `YYYY-MM-DD`. */
export type Day = string;

export type ChannelName = 'telegram' | 'whatsapp' | 'webchat' | 'simulator';

/** A key of `data/departments.yml`: one of the eleven desks. */
export type DepartmentKey = string;
/** The destination outside the eleven desks: another public service answers. */
export type Outside = 'luar';
/** A key of `data/topics.yml`, `department.slug`. */
export type TopicKey = string;

export type Intent =
  | 'ask'
  | 'complain'
  | 'book'
  | 'reschedule'
  | 'cancel_booking'
  | 'status'
  | 'greet'
  | 'thanks'
  | 'human'
  | 'emergency'
  | 'abuse'
  | 'spam'
  | 'faq_hours'
  | 'other';

/** In what capacity somebody asks. */
export type AskerRole = 'warga' | 'pokmas' | 'kelurahan' | 'lkk' | 'unknown';

export type StaffRole = 'administrator' | 'coordinator' | 'consultant' | 'front_desk';

/** `triage` has no department yet; `withdrawn` was taken back by the citizen; `closed` can no longer be reopened. */
export type TicketStatus = 'triage' | 'open' | 'waiting_citizen' | 'resolved' | 'closed' | 'withdrawn';

/** Who owns the next reply (law 5): the bot, one department, or nobody. */
export type Owner = 'bot' | 'nobody' | DepartmentKey;

/** One answer out of a few. `id` travels in a button and comes back; it is at most 40 bytes. */
export type Choice = { id: string; label: string };

export type Location = { latitude: number; longitude: number; name?: string };

export type AttachmentKind = 'photo' | 'voice' | 'audio' | 'video' | 'document' | 'sticker';
