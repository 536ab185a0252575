/** Links that carry a talk of the web chat elsewhere; from when a talk that was joined sees its contact's matters. */
import type { Kysely } from 'kysely';
import { type DialectName, finish, oneOf, required, typesOf } from './columns.ts';

// biome-ignore lint/suspicious/noExplicitAny: frozen in time, see index.ts.
export async function up(db: Kysely<any>, dialect: DialectName): Promise<void> {
  const { millis } = typesOf(dialect);
  const visitorLink = db.schema
    .createTable('visitor_link')
    .addColumn('kind', 'text', required)
    .addColumn('address', 'text', required)
    .addColumn('secret_hash', 'text', (column) => column.notNull().unique())
    .addColumn('expires_at', millis, required)
    .addColumn('message_id', 'text')
    // One of a kind: a new one ends the older.
    .addPrimaryKeyConstraint('visitor_link_key', ['kind', 'address'])
    .addCheckConstraint('visitor_link_kind', oneOf('kind', ['return', 'start']));
  await finish(dialect, visitorLink, true).execute();
  await db.schema.createIndex('visitor_link_by_expiry').on('visitor_link').column('expires_at').execute();
  await db.schema
    .createIndex('visitor_link_by_message')
    .on('visitor_link')
    .column('message_id')
    .where('message_id', 'is not', null)
    .execute();
  await db.schema.alterTable('conversation').addColumn('joined_at', millis).execute();
}
