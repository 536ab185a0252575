/** The migrations: they make exactly the typed tables, all or nothing, once. */
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { migrateToLatest } from '../../src/db/migrate.ts';
import { migrations } from '../../src/db/migrations/index.ts';
import { SetupError } from '../../src/lib/errors.ts';
import { describeOnDatabases } from '../support/databases.ts';

describeOnDatabases(
  'migrations',
  (context) => {
    const tableNames = async () => (await context.db.introspection.getTables()).map((table) => table.name).sort();
    const ours = async () => (await tableNames()).filter((name) => !name.startsWith('schema_migration'));

    it('leave nothing behind when a later one fails', async () => {
      const failing = {
        ...migrations,
        '2099-01-01-broken': {
          async up(db: Parameters<(typeof migrations)[string]['up']>[0]) {
            await db.schema.createTable('half').addColumn('id', 'text').execute();
            await sql`select * from no_such_table`.execute(db);
          },
        },
      };
      await expect(migrateToLatest(context.db, failing)).rejects.toThrow(/no_such_table/);
      expect(await ours()).toEqual([]);
      const rows = await sql`select name from schema_migration`.execute(context.db);
      expect(rows.rows).toEqual([]);
    });

    it('make the tables of database.ts', async () => {
      await migrateToLatest(context.db);
      const made = (await context.db.introspection.getTables()).filter((table) => table.name in columns);
      const actual = Object.fromEntries(made.map((table) => [table.name, table.columns.map((it) => it.name)]));
      expect(actual).toEqual(columns);
      expect(await ours()).toEqual(Object.keys(columns).sort());
    });

    it('refuse a database that is newer than the program', async () => {
      await migrateToLatest(context.db);
      const older = Object.fromEntries(Object.entries(migrations).slice(0, 2));
      await expect(migrateToLatest(context.db, older)).rejects.toThrow(SetupError);
    });
  },
  { sqlite: 'file', migrate: false },
);

/** Written out, since types are gone when this runs; `database.ts` is the other copy. */
const columns: Record<string, string[]> = {
  contact: words('id name role notice_version notice_at limited_until stopped_at sample created_at'),
  conversation: words(
    `id contact_id channel address owner owner_ticket_id owner_until blocked_at turn_due_at turn_since turn_lease_until
     turn_attempts last_in_at created_at joined_at`,
  ),
  visitor_link: words('kind address secret_hash expires_at message_id'),
  session: words('conversation_id version state updated_at'),
  message: words(
    `seq id conversation_id channel direction author staff_id department external_id kind text choices choice latitude
     longitude quote_message_id emergency sent_at created_at handled_at edited_at deleted_at sealed_at`,
  ),
  message_version: words('message_id version text replaced_at'),
  message_original: words('message_id version sealed'),
  message_ticket: words('message_id ticket_id'),
  sent_part: words('message_id part channel external_id sent_at'),
  delivery: words(
    `message_id seq conversation_id state urgent attempts due_at lease_until failure sent_at delivered_at read_at
     created_at`,
  ),
  file: words(
    `id message_id kind state external_ref name mime size_bytes sha256 path reason attempts due_at created_at`,
  ),
  ticket: words(
    `id code contact_id conversation_id department status intent topic role subject kelurahan rt rw latitude longitude
     place urgent confidential assignee_id version sla_class due_at due_steps opened_at first_reply_at resolved_at
     closed_at disputes last_in_at last_out_at evidence sample`,
  ),
  ticket_event: words('seq id ticket_id at kind actor staff_id facts'),
  event_seal: words('seq from_seq to_seq head sealed_at'),
  note: words('id ticket_id kind text staff_id created_at'),
  staff: words('id username name role department password_hash must_change_password disabled_at sample created_at'),
  login_session: words('token_hash staff_id csrf created_at seen_at expires_at'),
  setting: words('key value staff_id updated_at'),
  channel_cursor: words('channel cursor updated_at'),
  dead_letter: words('id kind ref error attempts created_at resolved_at staff_id'),
  tally: words('day kind key count'),
  lesson: words('ticket_id verdict text intent topic staff_id decided_at'),
  triage_release: words('number lessons figures made_at active_at'),
};

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
