/** People, their conversations, what was said in them, and the outbox. */
import { type Kysely, type SqlBool, sql } from 'kysely';
import { type DialectName, finish, flag, growing, oneOf, required, typesOf, zero } from './columns.ts';

// biome-ignore lint/suspicious/noExplicitAny: frozen in time, see index.ts.
type AnyDb = Kysely<any>;

export async function up(db: AnyDb, dialect: DialectName): Promise<void> {
  await createConversations(db, dialect);
  await createMessages(db, dialect);
  await createBesideMessages(db, dialect);
  await createDelivery(db, dialect);
  await createFiles(db, dialect);
}

async function createConversations(db: AnyDb, dialect: DialectName): Promise<void> {
  const { millis } = typesOf(dialect);
  const contact = db.schema
    .createTable('contact')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('name', 'text')
    .addColumn('role', 'text', required)
    .addColumn('notice_version', 'text')
    .addColumn('notice_at', millis)
    .addColumn('limited_until', millis)
    .addColumn('stopped_at', millis)
    .addColumn('sample', 'integer', flag('sample'))
    .addColumn('created_at', millis, required);
  await finish(dialect, contact).execute();

  const conversation = db.schema
    .createTable('conversation')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('contact_id', 'text', (column) => column.notNull().references('contact.id'))
    .addColumn('channel', 'text', required)
    .addColumn('address', 'text', required)
    .addColumn('owner', 'text', required)
    // SQLite looks for a referenced table when a row is written, PostgreSQL when the key is made: there it follows in
    // c.
    .addColumn('owner_ticket_id', 'text', (column) => (dialect === 'sqlite' ? column.references('ticket.id') : column))
    .addColumn('owner_until', millis)
    .addColumn('blocked_at', millis)
    .addColumn('turn_due_at', millis)
    .addColumn('turn_since', millis)
    .addColumn('turn_lease_until', millis)
    .addColumn('turn_attempts', 'integer', zero)
    .addColumn('last_in_at', millis)
    .addColumn('created_at', millis, required)
    .addUniqueConstraint('conversation_address', ['channel', 'address']);
  await finish(dialect, conversation).execute();
  await db.schema.createIndex('conversation_by_contact').on('conversation').column('contact_id').execute();
  await db.schema
    .createIndex('conversation_turn_due')
    .on('conversation')
    .column('turn_due_at')
    .where('turn_due_at', 'is not', null)
    .execute();
  await db.schema
    .createIndex('conversation_silence_due')
    .on('conversation')
    .column('owner_until')
    .where('owner_until', 'is not', null)
    .execute();

  const session = db.schema
    .createTable('session')
    .addColumn('conversation_id', 'text', (column) => column.notNull().primaryKey().references('conversation.id'))
    .addColumn('version', 'integer', required)
    .addColumn('state', 'text', required)
    .addColumn('updated_at', millis, required);
  await finish(dialect, session).execute();
}

async function createMessages(db: AnyDb, dialect: DialectName): Promise<void> {
  const { millis, whole, real } = typesOf(dialect);
  const message = db.schema
    .createTable('message')
    .addColumn('seq', whole, growing(dialect))
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('conversation_id', 'text', (column) => column.notNull().references('conversation.id'))
    .addColumn('channel', 'text', required)
    .addColumn('direction', 'text', required)
    .addColumn('author', 'text', required)
    .addColumn('staff_id', 'text', (column) => column.references('staff.id'))
    .addColumn('department', 'text')
    .addColumn('external_id', 'text')
    .addColumn('kind', 'text', required)
    .addColumn('text', 'text', required)
    .addColumn('choices', 'text')
    .addColumn('choice', 'text')
    .addColumn('latitude', real)
    .addColumn('longitude', real)
    .addColumn('quote_message_id', 'text', (column) => column.references('message.id'))
    .addColumn('emergency', 'text')
    .addColumn('sent_at', millis, required)
    .addColumn('created_at', millis, required)
    .addColumn('handled_at', millis)
    .addColumn('edited_at', millis)
    .addColumn('deleted_at', millis)
    // Outbound rows have no external id and nulls do not collide: this is the uniqueness of what came in (law 1).
    .addUniqueConstraint('message_external', ['channel', 'external_id'])
    .addCheckConstraint(
      'message_direction',
      sql`(direction = 'in' and author = 'citizen' and external_id is not null)
        or (direction = 'out' and author in ('bot', 'staff') and external_id is null)`,
    )
    .addCheckConstraint('message_staff', sql`author <> 'staff' or staff_id is not null`);
  await finish(dialect, message).execute();
  await db.schema.createIndex('message_by_conversation').on('message').columns(['conversation_id', 'seq']).execute();
  await db.schema
    .createIndex('message_unhandled')
    .on('message')
    .columns(['conversation_id', 'seq'])
    .where(sql<SqlBool>`external_id is not null and handled_at is null`)
    .execute();
  await db.schema
    .createIndex('message_quoting')
    .on('message')
    .column('quote_message_id')
    .where('quote_message_id', 'is not', null)
    .execute();
}

async function createBesideMessages(db: AnyDb, dialect: DialectName): Promise<void> {
  const { millis } = typesOf(dialect);
  const messageVersion = db.schema
    .createTable('message_version')
    .addColumn('message_id', 'text', (column) => column.notNull().references('message.id'))
    .addColumn('version', 'integer', required)
    .addColumn('text', 'text', required)
    .addColumn('replaced_at', millis, required)
    .addPrimaryKeyConstraint('message_version_key', ['message_id', 'version']);
  await finish(dialect, messageVersion).execute();

  const messageOriginal = db.schema
    .createTable('message_original')
    .addColumn('message_id', 'text', (column) => column.notNull().references('message.id'))
    .addColumn('version', 'integer', required)
    .addColumn('sealed', 'text', required)
    .addPrimaryKeyConstraint('message_original_key', ['message_id', 'version']);
  await finish(dialect, messageOriginal).execute();

  const sentPart = db.schema
    .createTable('sent_part')
    .addColumn('message_id', 'text', (column) => column.notNull().references('message.id'))
    .addColumn('part', 'integer', required)
    .addColumn('channel', 'text', required)
    .addColumn('external_id', 'text', required)
    .addColumn('sent_at', millis, required)
    .addPrimaryKeyConstraint('sent_part_key', ['message_id', 'part']);
  await finish(dialect, sentPart, true).execute();
  await db.schema.createIndex('sent_part_external').on('sent_part').columns(['channel', 'external_id']).execute();
}

async function createDelivery(db: AnyDb, dialect: DialectName): Promise<void> {
  const { millis, whole } = typesOf(dialect);
  const delivery = db.schema
    .createTable('delivery')
    .addColumn('message_id', 'text', (column) => column.notNull().primaryKey().references('message.id'))
    .addColumn('seq', whole, (column) => column.notNull().unique())
    .addColumn('conversation_id', 'text', (column) => column.notNull().references('conversation.id'))
    .addColumn('state', 'text', required)
    .addColumn('urgent', 'integer', flag('urgent'))
    .addColumn('attempts', 'integer', zero)
    .addColumn('due_at', millis, required)
    .addColumn('lease_until', millis)
    .addColumn('failure', 'text')
    .addColumn('sent_at', millis)
    .addColumn('delivered_at', millis)
    .addColumn('read_at', millis)
    .addColumn('created_at', millis, required)
    .addCheckConstraint('delivery_state', oneOf('state', ['pending', 'sent', 'delivered', 'read', 'failed']));
  await finish(dialect, delivery).execute();
  await db.schema
    .createIndex('delivery_head')
    .on('delivery')
    .columns(['conversation_id', 'seq'])
    .where(sql<SqlBool>`state = 'pending'`)
    .execute();
  await db.schema
    .createIndex('delivery_due')
    .on('delivery')
    .columns(['due_at'])
    .where(sql<SqlBool>`state = 'pending'`)
    .execute();
}

async function createFiles(db: AnyDb, dialect: DialectName): Promise<void> {
  const { millis, whole } = typesOf(dialect);
  const file = db.schema
    .createTable('file')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('message_id', 'text', (column) => column.notNull().references('message.id'))
    .addColumn('kind', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('external_ref', 'text', required)
    .addColumn('name', 'text')
    .addColumn('mime', 'text')
    .addColumn('size_bytes', whole)
    .addColumn('sha256', 'text')
    .addColumn('path', 'text')
    .addColumn('reason', 'text')
    .addColumn('attempts', 'integer', zero)
    .addColumn('due_at', millis, required)
    .addColumn('created_at', millis, required)
    .addCheckConstraint('file_state', oneOf('state', ['waiting', 'stored', 'refused', 'failed']));
  await finish(dialect, file).execute();
  await db.schema.createIndex('file_by_message').on('file').column('message_id').execute();
  await db.schema.createIndex('file_due').on('file').column('due_at').where(sql<SqlBool>`state = 'waiting'`).execute();
}
