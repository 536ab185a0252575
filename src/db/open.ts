/** Opens the database that one address names: SQLite or PostgreSQL, behind the same handle. */
import { isAbsolute, join, resolve } from 'node:path';
import { Kysely } from 'kysely';
import { SetupError } from '../lib/errors.ts';
import type { Db, Tables } from './database.ts';
import type { DialectName } from './dialect.ts';
import { KlinikPostgres, openPostgresPool } from './postgres.ts';
import { KlinikSqlite, openSqliteFile } from './sqlite.ts';

export type OpenDatabase = {
  readonly db: Db;
  readonly dialect: DialectName;
  /** The SQLite file; null for a database in memory and for PostgreSQL. */
  readonly file: string | null;
  /** Waits for nothing: stop what uses the database first. */
  close(): Promise<void>;
};

/**
 * @param url `sqlite:PATH` (relative to the working directory), `sqlite::memory:` or `postgres://user@host:port/name`.
 * @param options.connectionsMax PostgreSQL only: connections of this process (12 where not told).
 * @throws {SetupError} when the address or the file is of no use. PostgreSQL being down shows at the first query.
 */
export function openDatabase(url: string, options: { connectionsMax?: number } = {}): OpenDatabase {
  const address = parseDatabaseUrl(url);
  if (address.dialect === 'sqlite') {
    const database = openSqliteFile(address.file ?? ':memory:');
    const db = new Kysely<Tables>({ dialect: new KlinikSqlite(database) });
    return opened(db, 'sqlite', address.file, async () => {
      if (database.open) database.close();
    });
  }
  const pool = openPostgresPool(address.url, options.connectionsMax);
  const db = new Kysely<Tables>({ dialect: new KlinikPostgres(pool) });
  return opened(db, 'postgres', null, async () => {
    if (!pool.ending) await pool.end();
  });
}

/** Where the database is when DATABASE_URL does not say: a file in the folder DATA_DIR. */
export function defaultDatabaseUrl(dataFolder: string): string {
  return `sqlite:${join(dataFolder, 'klinik.db')}`;
}

export type DatabaseAddress = { dialect: 'sqlite'; file: string | null } | { dialect: 'postgres'; url: string };

/**
 * What an address means; `file` is absolute, null in memory.
 * @throws {SetupError} for an address of another kind.
 */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  if (/^postgres(ql)?:\/\//.test(url)) return { dialect: 'postgres', url };
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(url)?.[1];
  if (!path) throw new SetupError(['DATABASE_URL: unknown database → sqlite:PATH or postgres://user@host/name']);
  if (path === ':memory:') return { dialect: 'sqlite', file: null };
  return { dialect: 'sqlite', file: isAbsolute(path) ? path : resolve(path) };
}

/** Kysely closes what it has used; what was opened and never asked is left to `end`. */
function opened(db: Db, dialect: DialectName, file: string | null, end: () => Promise<void>): OpenDatabase {
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= db.destroy().then(end));
  return { db, dialect, file, close };
}
