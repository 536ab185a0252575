/** What triage learns from the desk's corrections: lines that somebody has read, and the states it was trained in. */
import type { Kysely } from 'kysely';
import { type DialectName, finish, oneOf, required, typesOf } from './columns.ts';

// biome-ignore lint/suspicious/noExplicitAny: frozen in time, see index.ts.
export async function up(db: Kysely<any>, dialect: DialectName): Promise<void> {
  const { millis, whole } = typesOf(dialect);
  const lesson = db.schema
    .createTable('lesson')
    .addColumn('ticket_id', 'text', (column) => column.primaryKey().references('ticket.id'))
    .addColumn('verdict', 'text', required)
    .addColumn('text', 'text', required)
    .addColumn('intent', 'text', required)
    .addColumn('topic', 'text')
    .addColumn('staff_id', 'text', required)
    .addColumn('decided_at', millis, required)
    .addCheckConstraint('lesson_verdict', oneOf('verdict', ['used', 'skipped']));
  await finish(dialect, lesson).execute();
  const release = db.schema
    .createTable('triage_release')
    .addColumn('number', whole, (column) => column.primaryKey())
    .addColumn('lessons', 'text', required)
    .addColumn('figures', 'text', required)
    .addColumn('made_at', millis, required)
    .addColumn('active_at', millis, required);
  await finish(dialect, release).execute();
}
