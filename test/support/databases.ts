/**
 * Runs a suite on every database: on SQLite always, on PostgreSQL where DATABASE_URL points to one. Each file gets a
 * database of its own, which is migrated once, empty before each test and gone afterwards.
 */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import type { Db } from '../../src/db/database.ts';
import type { DialectName } from '../../src/db/dialect.ts';
import { migrateToLatest } from '../../src/db/migrate.ts';
import { type OpenDatabase, openDatabase } from '../../src/db/open.ts';
import { makePostgresPlace, makeSqlitePlace, type Place } from './places.ts';
import { postgresServerUrl } from './servers.ts';

export type DatabaseContext = {
  readonly dialect: DialectName;
  /** Usable inside tests and hooks only. */
  readonly db: Db;
  /** The address, for other processes; with `{ sqlite: 'file' }`, where SQLite is to have one. */
  readonly url: string;
  /** One more handle on the same database, as another process has it; closed after the suite. */
  openAnother(): OpenDatabase;
};

type Options = {
  /** Where SQLite keeps it: `memory` (default) is faster, `file` can be opened twice. */
  sqlite?: 'memory' | 'file';
  /** False: the tables are not made; for the tests of the migrations themselves. */
  migrate?: boolean;
};

/** `define` is called once a database and writes its tests with `context.db`. */
export function describeOnDatabases(name: string, define: (context: DatabaseContext) => void, options: Options = {}) {
  describe(`${name} [SQLite]`, () => define(useDatabase('sqlite', options)));
  if (postgresServerUrl) describe(`${name} [PostgreSQL]`, () => define(useDatabase('postgres', options)));
  else
    describe.skip(`${name} [PostgreSQL: not run, DATABASE_URL names none]`, () =>
      define(useDatabase('postgres', options)));
}

/** Hooks of one suite: a fresh database before it, emptied before each test, dropped after it. */
function useDatabase(dialect: DialectName, options: Options): DatabaseContext {
  let place: Place;
  let main: OpenDatabase;
  const others: OpenDatabase[] = [];

  beforeAll(async () => {
    place = dialect === 'sqlite' ? makeSqlitePlace(options.sqlite ?? 'memory') : await makePostgresPlace();
    main = openDatabase(place.url, { connectionsMax: 8 });
    if (options.migrate !== false) await migrateToLatest(main.db);
  });
  beforeEach(() => emptyTables(main.db, dialect));
  afterAll(async () => {
    for (const database of [...others, main]) await database?.close();
    await place?.remove();
  });

  return {
    dialect,
    get db() {
      return main.db;
    },
    get url() {
      return place.url;
    },
    openAnother() {
      const another = openDatabase(place.url, { connectionsMax: 8 });
      others.push(another);
      return another;
    },
  };
}

/** Empties every table of ours and starts the growing numbers again at 1. */
export async function emptyTables(db: Db, dialect: DialectName): Promise<void> {
  const tables = (await db.introspection.getTables())
    .map((table) => table.name)
    .filter((name) => !name.startsWith('schema_migration') && !name.startsWith('sqlite_'));
  if (tables.length === 0) return;
  if (dialect === 'postgres') {
    await sql`truncate ${sql.join(tables.map((name) => sql.table(name)))} restart identity cascade`.execute(db);
    return;
  }
  await sql`pragma foreign_keys = off`.execute(db);
  for (const table of tables) await sql`delete from ${sql.table(table)}`.execute(db);
  await sql`delete from sqlite_sequence`.execute(db);
  await sql`pragma foreign_keys = on`.execute(db);
}
