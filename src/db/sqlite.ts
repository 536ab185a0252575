/**
 * SQLite for Kysely with what its own driver lacks: durable commits, `begin immediate`, statements that are prepared once,
 * migrations that are all or nothing, and a wait for the one connection that ends in words instead of never.
 */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite, { type Database, type Statement } from 'better-sqlite3';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { SetupError } from '../lib/errors.ts';
import { sqliteDialect } from './dialect.ts';

const limits = {
  /** Another process (a backup, a one-shot command) may hold the file this long. */
  busyTimeoutMs: 5_000,
  /** Nothing that holds the one connection may take this long: then it is waiting for itself. */
  connectionWaitMs: 30_000,
  /** Different statements that stay prepared. */
  statementsMax: 1_000,
  cacheKibibytes: 32 * 1024,
  walBytes: 64 * 1024 * 1024,
};

/**
 * Opens the file with the settings that every connection of ours has, and makes it (readable by its owner only) where it is
 * missing. `:memory:` is a database that ends with the process.
 * @throws {SetupError} when the file cannot be opened or is no database.
 */
export function openSqliteFile(file: string): Database {
  try {
    if (file !== ':memory:') {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      closeSync(openSync(file, 'a', 0o600));
    }
    const database = new Sqlite(file, { timeout: limits.busyTimeoutMs });
    database.pragma('journal_mode = wal');
    // better-sqlite3 is built with NORMAL under WAL; we acknowledge to a platform after the commit, so it must be on disk.
    database.pragma('synchronous = full');
    database.pragma('foreign_keys = on');
    database.pragma('temp_store = memory');
    database.pragma(`cache_size = -${limits.cacheKibibytes}`);
    database.pragma(`journal_size_limit = ${limits.walBytes}`);
    return database;
  } catch (error) {
    throw new SetupError([
      `database ${file} cannot be opened (${(error as Error).message}) → check the path in DATABASE_URL and its permissions`,
    ]);
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
    return new KlinikSqliteDriver(this.#database);
  }

  override createAdapter(): KlinikSqliteAdapter {
    return new KlinikSqliteAdapter();
  }

  override createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  // biome-ignore lint/suspicious/noExplicitAny: Kysely's own signature.
  override createIntrospector(db: Kysely<any>): SqliteIntrospector {
    return new SqliteIntrospector(db);
  }
}

/** SQLite's DDL is transactional; `begin immediate` is the migration lock. */
class KlinikSqliteAdapter extends SqliteAdapter {
  readonly dialect = sqliteDialect;

  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class KlinikSqliteDriver implements Driver {
  readonly #database: Database;
  readonly #connection: SqliteConnection;
  readonly #waiting: Waiter[] = [];
  #taken = false;

  constructor(database: Database) {
    this.#database = database;
    this.#connection = new SqliteConnection(database);
  }

  async init(): Promise<void> {}

  /** First come, first served. */
  acquireConnection(): Promise<DatabaseConnection> {
    if (!this.#taken) {
      this.#taken = true;
      return Promise.resolve(this.#connection);
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        resolve,
        reject,
        timer: setTimeout(() => this.#giveUp(waiter), limits.connectionWaitMs),
      };
      this.#waiting.push(waiter);
    });
  }

  async releaseConnection(): Promise<void> {
    const next = this.#waiting.shift();
    if (!next) {
      this.#taken = false;
      return;
    }
    clearTimeout(next.timer);
    next.resolve(this.#connection);
  }

  async beginTransaction(): Promise<void> {
    // A deferred transaction that reads and then writes fails at once when another process wrote in between; this one waits.
    this.#connection.run('begin immediate');
  }

  async commitTransaction(): Promise<void> {
    this.#connection.run('commit');
  }

  async rollbackTransaction(): Promise<void> {
    // Some failures (disk full, I/O) have rolled back already.
    if (this.#database.inTransaction) this.#connection.run('rollback');
  }

  async savepoint(_connection: DatabaseConnection, name: string): Promise<void> {
    this.#connection.run(`savepoint "${name}"`);
  }

  async rollbackToSavepoint(_connection: DatabaseConnection, name: string): Promise<void> {
    this.#connection.run(`rollback to "${name}"`);
  }

  async releaseSavepoint(_connection: DatabaseConnection, name: string): Promise<void> {
    this.#connection.run(`release "${name}"`);
  }

  async destroy(): Promise<void> {
    this.#database.close();
  }

  #giveUp(waiter: Waiter): void {
    this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
    waiter.reject(
      new Error(
        `bug: waited ${limits.connectionWaitMs} ms for the one SQLite connection: ` +
          'somebody uses db inside transact, or awaits the network there',
      ),
    );
  }
}

type Waiter = { resolve(connection: DatabaseConnection): void; reject(error: Error): void; timer: NodeJS.Timeout };

class SqliteConnection implements DatabaseConnection {
  readonly #database: Database;
  /** By SQL text. Preparing costs more than most of our statements do. */
  readonly #statements = new Map<string, Statement>();

  constructor(database: Database) {
    this.#database = database;
  }

  run(sql: string): void {
    this.#statement(sql).run();
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const statement = this.#statement(sql);
    if (statement.reader) return { rows: statement.all(parameters) as Row[] };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  // biome-ignore lint/correctness/useYield: the contract asks for a generator, and this one refuses.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('bug: a stream would hold the one connection until its reader is done; read in pages');
  }

  #statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    // A changed table changes what a prepared `select *` returns.
    if (/^\s*(create|alter|drop|pragma|vacuum|reindex)\b/i.test(sql)) this.#statements.clear();
    else {
      // The oldest goes: texts that are used all the time are soon back, one-off texts do not pile up.
      if (this.#statements.size >= limits.statementsMax) this.#statements.delete(this.#statements.keys().next().value!);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
