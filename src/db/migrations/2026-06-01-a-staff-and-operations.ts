/** Accounts of staff, their logins, settings, and what keeps the machine running. */
import { type Kysely, type SqlBool, sql } from 'kysely';
import { type DialectName, finish, flag, oneOf, required, typesOf } from './columns.ts';

// biome-ignore lint/suspicious/noExplicitAny: frozen in time, see index.ts.
export async function up(db: Kysely<any>, dialect: DialectName): Promise<void> {
  await createStaff(db, dialect);
  await createOperations(db, dialect);
}

// biome-ignore lint/suspicious/noExplicitAny: frozen in time, see index.ts.
async function createStaff(db: Kysely<any>, dialect: DialectName): Promise<void> {
  const { millis } = typesOf(dialect);
  const staff = db.schema
    .createTable('staff')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('username', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', required)
    .addColumn('role', 'text', required)
    .addColumn('department', 'text')
    .addColumn('password_hash', 'text', required)
    .addColumn('must_change_password', 'integer', flag('must_change_password'))
    .addColumn('disabled_at', millis)
    .addColumn('sample', 'integer', flag('sample'))
    .addColumn('created_at', millis, required)
    .addCheckConstraint('staff_role', oneOf('role', ['administrator', 'coordinator', 'consultant', 'front_desk']));
  await finish(dialect, staff).execute();

  const loginSession = db.schema
    .createTable('login_session')
    .addColumn('token_hash', 'text', (column) => column.notNull().primaryKey())
    .addColumn('staff_id', 'text', (column) => column.notNull().references('staff.id'))
    .addColumn('csrf', 'text', required)
    .addColumn('created_at', millis, required)
    .addColumn('seen_at', millis, required)
    .addColumn('expires_at', millis, required);
  await finish(dialect, loginSession).execute();
  await db.schema.createIndex('login_session_by_staff').on('login_session').column('staff_id').execute();
  await db.schema.createIndex('login_session_by_expiry').on('login_session').column('expires_at').execute();

  const setting = db.schema
    .createTable('setting')
    .addColumn('key', 'text', (column) => column.notNull().primaryKey())
    .addColumn('value', 'text', required)
    .addColumn('staff_id', 'text', (column) => column.references('staff.id'))
    .addColumn('updated_at', millis, required);
  await finish(dialect, setting).execute();
}

// biome-ignore lint/suspicious/noExplicitAny: frozen in time, see index.ts.
async function createOperations(db: Kysely<any>, dialect: DialectName): Promise<void> {
  const { millis, whole } = typesOf(dialect);
  const channelCursor = db.schema
    .createTable('channel_cursor')
    .addColumn('channel', 'text', (column) => column.notNull().primaryKey())
    .addColumn('cursor', 'text', required)
    .addColumn('updated_at', millis, required);
  await finish(dialect, channelCursor).execute();

  const deadLetter = db.schema
    .createTable('dead_letter')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('kind', 'text', required)
    .addColumn('ref', 'text', required)
    .addColumn('error', 'text', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('created_at', millis, required)
    .addColumn('resolved_at', millis)
    .addColumn('staff_id', 'text', (column) => column.references('staff.id'));
  await finish(dialect, deadLetter).execute();
  await db.schema.createIndex('dead_letter_by_ref').on('dead_letter').columns(['kind', 'ref']).execute();
  await db.schema
    .createIndex('dead_letter_open')
    .on('dead_letter')
    .column('created_at')
    .where(sql<SqlBool>`resolved_at is null`)
    .execute();

  const tally = db.schema
    .createTable('tally')
    .addColumn('day', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('key', 'text', required)
    .addColumn('count', whole, required)
    .addPrimaryKeyConstraint('tally_key', ['day', 'kind', 'key']);
  await finish(dialect, tally, true).execute();
}
