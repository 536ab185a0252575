/** Tickets, what belongs to them, and the log of every act on them. */
import { type Kysely, sql } from 'kysely';
import { type DialectName, finish, flag, growing, oneOf, required, typesOf, zero } from './columns.ts';

// biome-ignore lint/suspicious/noExplicitAny: frozen in time, see index.ts.
type AnyDb = Kysely<any>;

export async function up(db: AnyDb, dialect: DialectName): Promise<void> {
  await createTickets(db, dialect);
  await createTicketIndexes(db);
  await createBesideTickets(db, dialect);
  await createEvents(db, dialect);
}

async function createTickets(db: AnyDb, dialect: DialectName): Promise<void> {
  const { millis, real } = typesOf(dialect);
  const ticket = db.schema
    .createTable('ticket')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('code', 'text', (column) => column.notNull().unique())
    .addColumn('contact_id', 'text', (column) => column.notNull().references('contact.id'))
    .addColumn('conversation_id', 'text', (column) => column.notNull().references('conversation.id'))
    .addColumn('department', 'text')
    .addColumn('status', 'text', required)
    .addColumn('intent', 'text', required)
    .addColumn('topic', 'text')
    .addColumn('role', 'text', required)
    .addColumn('subject', 'text', required)
    .addColumn('kelurahan', 'text')
    .addColumn('rt', 'text')
    .addColumn('rw', 'text')
    .addColumn('latitude', real)
    .addColumn('longitude', real)
    .addColumn('place', 'text')
    .addColumn('urgent', 'integer', flag('urgent'))
    .addColumn('confidential', 'integer', flag('confidential'))
    .addColumn('assignee_id', 'text', (column) => column.references('staff.id'))
    .addColumn('version', 'integer', zero)
    .addColumn('sla_class', 'text', required)
    .addColumn('due_at', millis)
    .addColumn('due_steps', 'text', required)
    .addColumn('opened_at', millis, required)
    .addColumn('first_reply_at', millis)
    .addColumn('resolved_at', millis)
    .addColumn('closed_at', millis)
    .addColumn('disputes', 'integer', zero)
    .addColumn('last_in_at', millis)
    .addColumn('last_out_at', millis)
    .addColumn('evidence', 'text', required)
    .addColumn('sample', 'integer', flag('sample'))
    .addCheckConstraint(
      'ticket_status',
      oneOf('status', ['triage', 'open', 'waiting_citizen', 'resolved', 'closed', 'withdrawn']),
    )
    // An open ticket without a department would be in nobody's queue.
    .addCheckConstraint('ticket_in_a_queue', sql`status <> 'open' or department is not null`);
  await finish(dialect, ticket).execute();

  if (dialect === 'postgres')
    await db.schema
      .alterTable('conversation')
      .addForeignKeyConstraint('conversation_owner_ticket', ['owner_ticket_id'], 'ticket', ['id'])
      .execute();
}

async function createTicketIndexes(db: AnyDb): Promise<void> {
  const indexes: Record<string, string[]> = {
    /** A department's queue and the coordinator's triage (department is null), nearest deadline first. */
    ticket_queue: ['department', 'status', 'due_at'],
    /** What a resident has, newest last; status words, similar matters of one person. */
    ticket_by_contact: ['contact_id', 'opened_at'],
    ticket_by_conversation: ['conversation_id'],
    ticket_by_assignee: ['assignee_id', 'status'],
    /** Closing what was resolved long enough ago. */
    ticket_by_resolution: ['status', 'resolved_at'],
    /** The case log, newest first, and figures of a period. */
    ticket_by_opening: ['opened_at'],
  };
  for (const [name, columns] of Object.entries(indexes))
    await db.schema.createIndex(name).on('ticket').columns(columns).execute();
}

async function createBesideTickets(db: AnyDb, dialect: DialectName): Promise<void> {
  const { millis } = typesOf(dialect);
  const messageTicket = db.schema
    .createTable('message_ticket')
    .addColumn('message_id', 'text', (column) => column.notNull().references('message.id'))
    .addColumn('ticket_id', 'text', (column) => column.notNull().references('ticket.id'))
    .addPrimaryKeyConstraint('message_ticket_key', ['message_id', 'ticket_id']);
  await finish(dialect, messageTicket, true).execute();
  await db.schema
    .createIndex('message_ticket_by_ticket')
    .on('message_ticket')
    .columns(['ticket_id', 'message_id'])
    .execute();

  const note = db.schema
    .createTable('note')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('ticket_id', 'text', (column) => column.notNull().references('ticket.id'))
    .addColumn('kind', 'text', required)
    .addColumn('text', 'text', required)
    .addColumn('staff_id', 'text', (column) => column.notNull().references('staff.id'))
    .addColumn('created_at', millis, required);
  await finish(dialect, note).execute();
  await db.schema.createIndex('note_by_ticket').on('note').columns(['ticket_id', 'created_at']).execute();
}

async function createEvents(db: AnyDb, dialect: DialectName): Promise<void> {
  const { millis, whole } = typesOf(dialect);
  const ticketEvent = db.schema
    .createTable('ticket_event')
    .addColumn('seq', whole, growing(dialect))
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('ticket_id', 'text', (column) => column.notNull().references('ticket.id'))
    .addColumn('at', millis, required)
    .addColumn('kind', 'text', required)
    .addColumn('actor', 'text', required)
    .addColumn('staff_id', 'text', (column) => column.references('staff.id'))
    .addColumn('facts', 'text', required)
    .addCheckConstraint('ticket_event_actor', oneOf('actor', ['citizen', 'bot', 'staff', 'system']))
    .addCheckConstraint('ticket_event_staff', sql`actor <> 'staff' or staff_id is not null`);
  await finish(dialect, ticketEvent).execute();
  await db.schema.createIndex('ticket_event_by_ticket').on('ticket_event').columns(['ticket_id', 'seq']).execute();

  const eventSeal = db.schema
    .createTable('event_seal')
    .addColumn('seq', whole, growing(dialect))
    // Unique: two processes that seal at once cannot make two chains.
    .addColumn('from_seq', whole, (column) => column.notNull().unique())
    .addColumn('to_seq', whole, (column) => column.notNull().unique())
    .addColumn('head', 'text', required)
    .addColumn('sealed_at', millis, required)
    .addCheckConstraint('event_seal_range', sql`to_seq >= from_seq`);
  await finish(dialect, eventSeal).execute();
}
