/** A small desk for tests: real reference data and words, a clock that is moved by hand, people and their messages. */

import type { Db, Trx } from '../../src/db/database.ts';
import { transact } from '../../src/db/transact.ts';
import { loadReference } from '../../src/desk/reference/reference.ts';
import { loadWords } from '../../src/desk/reference/words.ts';
import type { Staff } from '../../src/desk/staff/staff.ts';
import { createAudit } from '../../src/desk/tickets/audit.ts';
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
/** @param getDb the database of the suite's context, which is there only inside tests. */
export function makeDesk(db: Db): TestDesk {
  const clock = createManualClock(start);
  const ids = createSeededIds(clock, `desk-${desks++}`);
  const seal = createSeal(new Uint8Array(32).fill(9));
  let people = 0;
  const desk: TestDesk = {
    clock,
    ids,
    reference,
    words,
    audit,
    seal,
    db,
    act: (work) => transact(db, work),
    async staff(role, department = null, name = `Petugas Rekaan ${++people}`) {
      const id = ids.next<StaffId>();
      const row = { username: `u${id}`, name, role, department, password_hash: 'none', sample: 0 as const };
      await db
        .insertInto('staff')
        .values({ ...row, id, must_change_password: 0, created_at: clock.now() })
        .execute();
      return { id, username: row.username, name, role, department, mustChangePassword: false, disabledAt: null };
    },
    async person(name = 'Bu Contoh') {
      const contactId = ids.next<ContactId>();
      const conversationId = ids.next<ConversationId>();
      const at = clock.now();
      await db
        .insertInto('contact')
        .values({ id: contactId, name, role: 'unknown', sample: 0, created_at: at })
        .execute();
      await db
        .insertInto('conversation')
        .values({
          id: conversationId,
          contact_id: contactId,
          channel: 'simulator',
          address: conversationId,
          owner: 'bot',
          created_at: at,
        })
        .execute();
      return { contactId, conversationId };
    },
    async wrote(person, text, original) {
      const id = ids.next<MessageId>();
      await db
        .insertInto('message')
        .values({
          id,
          conversation_id: person.conversationId,
          channel: 'simulator',
          direction: 'in',
          author: 'citizen',
          external_id: id,
          kind: 'text',
          text,
          sent_at: clock.now(),
          created_at: clock.now(),
        })
        .execute();
      if (original !== undefined)
        await db
          .insertInto('message_original')
          .values({ message_id: id, version: 0, sealed: seal.close(original, id) })
          .execute();
      return id;
    },
    async filed({ text = 'Lampu gang mati sudah seminggu', person, ...facts } = {}) {
      const who = person ?? (await desk.person());
      const messageIds = facts.messageIds ?? [await desk.wrote(who, text)];
      const ticket = await desk.act((trx) =>
        openTicket(
          trx,
          {
            code: newCode(ids),
            ...who,
            department: 'dpkp',
            intent: 'complain',
            topic: null,
            role: 'warga',
            subject: text,
            evidence,
            ...facts,
            messageIds,
          },
          desk,
        ),
      );
      return { ...ticket, person: who };
    },
    async said(person) {
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
    },
    async kinds(ticket) {
      const rows = await db
        .selectFrom('ticket_event')
        .select('kind')
        .where('ticket_id', '=', ticket.id)
        .orderBy('seq')
        .execute();
      return rows.map((row) => row.kind);
    },
  };
  return desk;
}
