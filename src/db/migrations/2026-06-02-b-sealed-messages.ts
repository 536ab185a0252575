/** Messages that nobody at the desk may read are known as such: what is edited in them later is sealed, too. */
import type { Kysely } from 'kysely';
import { type DialectName, typesOf } from './columns.ts';

// biome-ignore lint/suspicious/noExplicitAny: frozen in time, see index.ts.
export async function up(db: Kysely<any>, dialect: DialectName): Promise<void> {
  await db.schema.alterTable('message').addColumn('sealed_at', typesOf(dialect).millis).execute();
}
