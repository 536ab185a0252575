/**
 * SQLite for Kysely: a file with durable commits, transactions that never upgrade, migrations that are all or nothing.
 */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { type Driver, SqliteAdapter, SqliteDialect } from 'kysely';
import { SetupError } from '../lib/errors.ts';
import { sqliteDialect } from './dialect.ts';
import { SqliteDriver } from './sqlite-driver.ts';

const limits = {
  /** Another process (a backup, a one-shot command) may hold the file this long while it is opened. */
  openBusyMs: 5_000,
  /** Afterwards the driver waits, without holding up the process; this much is left to SQLite's own quicker looking. */
  busyMs: 10,
  cacheKibibytes: 32 * 1024,
  walBytes: 64 * 1024 * 1024,
};

/**
 * Opens the file with the settings that every connection of ours has, and makes it (readable by its owner only) where
 * it is missing. `:memory:` is a database that ends with the process.
 * @throws {SetupError} when the file cannot be opened or is no database.
 */
export function openSqliteFile(file: string): Database {
  try {
    if (file !== ':memory:') {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      closeSync(openSync(file, 'a', 0o600));
    }
    const database = new Sqlite(file, { timeout: limits.openBusyMs });
    database.pragma('journal_mode = wal');
    // better-sqlite3 is built with NORMAL under WAL; we acknowledge to a platform after the commit: it must be on disk
    // then.
    database.pragma('synchronous = full');
    database.pragma('foreign_keys = on');
    database.pragma('temp_store = memory');
    database.pragma(`cache_size = -${limits.cacheKibibytes}`);
    database.pragma(`journal_size_limit = ${limits.walBytes}`);
    database.pragma(`busy_timeout = ${limits.busyMs}`);
    return database;
  } catch (error) {
    const reason = (error as Error).message;
    throw new SetupError([`database ${file}: ${reason} → check the path in DATABASE_URL and its permissions`]);
  }
}

/** The Kysely dialect over one open file. */
export class KlinikSqlite extends SqliteDialect {
  readonly #database: Database;

  constructor(database: Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    return new SqliteDriver(this.#database);
  }

  override createAdapter(): KlinikSqliteAdapter {
    return new KlinikSqliteAdapter();
  }
}

/** SQLite's DDL is transactional; `begin immediate` is the migration lock. */
class KlinikSqliteAdapter extends SqliteAdapter {
  readonly dialect = sqliteDialect;

  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
