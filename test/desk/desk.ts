/** A small desk for tests: real reference data and words, a clock that is moved by hand, people and their messages. */
import type { Db, Trx } from '../../src/db/database.ts';
import { transact } from '../../src/db/transact.ts';
import { knowConversation } from '../../src/desk/contacts/contact-store.ts';
import { insertInbound } from '../../src/desk/conversations/inbound.ts';
import { loadReference } from '../../src/desk/reference/reference.ts';
import { loadWords } from '../../src/desk/reference/words.ts';
import type { Staff } from '../../src/desk/staff/staff.ts';
import { createAudit } from '../../src/desk/tickets/audit.ts';
import { readEvents } from '../../src/desk/tickets/event-log.ts';
import { openTicket } from '../../src/desk/tickets/open-ticket.ts';
import type { DeskTools, NewTicket, Ticket, TicketEvidence } from '../../src/desk/tickets/ticket.ts';
import { createManualClock, type ManualClock } from '../../src/lib/clock.ts';
import { createSeededIds } from '../../src/lib/ids.ts';
import { createSeal, type Seal } from '../../src/lib/seal.ts';
import { newCode } from '../../src/lib/ticket-code.ts';
import { parseIso } from '../../src/lib/wib.ts';
import type { ContactId, ConversationId, MessageId, StaffId, StaffRole } from '../../src/model.ts';

const reference = loadReference('data');
const words = loadWords('flows');
const audit = createAudit(new Uint8Array(32).fill(7));

export type Person = { contactId: ContactId; conversationId: ConversationId };
export type TestDesk = DeskTools & {
  clock: ManualClock;
  seal: Seal;
  db: Db;
  act<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
  staff(role: StaffRole, department?: string | null, name?: string): Promise<Staff>;
  person(name?: string): Promise<Person>;
  /** Stores a message of a person as the intake does. */
  wrote(person: Person, text: string, original?: string): Promise<MessageId>;
  /** A person writes, and a ticket is filed from it. */
  filed(facts?: Partial<NewTicket> & { text?: string; person?: Person }): Promise<Ticket & { person: Person }>;
  /** What was said to a person, oldest first. */
  said(person: Person): Promise<{ author: string; text: string; choices: string[]; delivery: string }[]>;
  /** Kinds of the events of a ticket, in order. */
  kinds(ticket: Ticket): Promise<string[]>;
};

export const evidence: TicketEvidence = {
  confidence: 0.91,
  runnersUp: [{ department: 'dpupr', topic: null, confidence: 0.06 }],
  words: ['lampu', 'gang'],
  decision: 'route',
  settledBy: 'router',
  wrongdoing: 'no',
  accused: [],
  version: 'test',
};

/** Wednesday, 25 November 2026, 09.00 WIB. */
export const start = parseIso('2026-11-25T09:00');

let desks = 0;
export function makeDesk(db: Db): TestDesk {
  const clock = createManualClock(start);
  const ids = createSeededIds(clock, `desk-${desks++}`);
  const seal = createSeal(new Uint8Array(32).fill(9));
  const tools = { clock, ids, reference, words, audit, seal, db };
  const act: TestDesk['act'] = (work) => transact(db, work);
  let people = 0;
  const desk: TestDesk = {
    ...tools,
    act,
    staff: (role, department = null, name = `Petugas Rekaan ${++people}`) =>
      insertStaff(tools, { role, department, name }),
    person(name = 'Bu Contoh') {
      const who = { channel: 'simulator', address: ids.next<string>(), name, now: clock.now() } as const;
      return act((trx) => knowConversation(trx, who, ids));
    },
    wrote: (person, text, original) => write(tools, person, text, original ?? null),
    async filed({ text = 'Lampu gang mati sudah seminggu', person, ...facts } = {}) {
      const who = person ?? (await desk.person());
      const messageIds = facts.messageIds ?? [await desk.wrote(who, text)];
      const ticket = await act((trx) =>
        openTicket(trx, { ...lampu, ...who, code: newCode(ids), subject: text, ...facts, messageIds }, desk),
      );
      return { ...ticket, person: who };
    },
    said: (person) => readSaid(db, person),
    async kinds(ticket) {
      return (await readEvents(db, ticket.id)).map((event) => event.kind);
    },
  };
  return desk;
}

const lampu = { department: 'dpkp', intent: 'complain', topic: null, role: 'warga', evidence } as const;

type Tools = Pick<TestDesk, 'db' | 'clock' | 'ids' | 'seal'>;

/** Without a password: hashing one takes longer than most of these tests. */
async function insertStaff(
  { db, clock, ids }: Tools,
  who: { role: StaffRole; department: string | null; name: string },
): Promise<Staff> {
  const id = ids.next<StaffId>();
  const row = { ...who, username: `u${id}` };
  await db
    .insertInto('staff')
    .values({ ...row, id, password_hash: 'none', sample: 0, must_change_password: 0, created_at: clock.now() })
    .execute();
  return { id, ...row, mustChangePassword: false, disabledAt: null };
}

async function write(
  { db, clock, ids, seal }: Tools,
  person: Person,
  text: string,
  original: string | null,
): Promise<MessageId> {
  const now = clock.now();
  const plain = { kind: 'text', choice: null, location: null, quoteMessageId: null, emergency: null } as const;
  const row = { ...plain, channel: 'simulator', externalId: ids.next<string>(), attachments: [] } as const;
  const { conversationId } = person;
  const stored = await transact(db, (trx) =>
    insertInbound(trx, { ...row, conversationId, text, original, sentAt: now, now }, { ids, seal }),
  );
  return stored!.id;
}

async function readSaid(db: Db, person: Person) {
  const rows = await db
    .selectFrom('message')
    .innerJoin('delivery', 'delivery.message_id', 'message.id')
    .select(['author', 'text', 'choices', 'state'])
    .where('message.conversation_id', '=', person.conversationId)
    .orderBy('message.seq')
    .execute();
  return rows.map((row) => ({
    author: row.author,
    text: row.text,
    choices: (JSON.parse(row.choices ?? '[]') as { id: string }[]).map((choice) => choice.id),
    delivery: row.state,
  }));
}
