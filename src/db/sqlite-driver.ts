/**
 * The driver of the one SQLite connection. Transactions follow each other on it; while others wait, several share one
 * commit (one wait for the disk), each told only after that commit, so that durability costs no throughput.
 *
 * A transaction that ends while somebody waits is not committed yet: its commit stays open and the connection goes on.
 * If the next one begins a transaction, it joins as a savepoint; if it does anything else, or nobody waits, or the
 * group is full, the commit is made first. A member that fails is rolled back to its savepoint and leaves the others
 * alone.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Database, Statement } from 'better-sqlite3';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';

const limits = {
  /** Nothing that holds the one connection may take this long: then it is waiting for itself. */
  connectionWaitMs: 30_000,
  /** Transactions that share one commit: the first waits for the last. */
  groupMax: 16,
  /** Different statements that stay prepared. */
  statementsMax: 1_000,
  /** Another process may hold the file this long, all our tries since the last success together. */
  busyMs: 5_000,
  busyPauseMs: 50,
};

export class SqliteDriver implements Driver {
  readonly #database: Database;
  readonly #statements: Statements;
  readonly #waiting: Waiter[] = [];
  #holder: Lease | undefined;
  /** Transactions that are done and wait for the shared commit. */
  #group: Pending[] = [];
  /** Tries since somebody else holds the file: after too many, whoever comes is told at once instead of waiting too. */
  #busyTries = 0;

  constructor(database: Database) {
    this.#database = database;
    this.#statements = new Statements(database);
  }

  async init(): Promise<void> {}

  /** First come, first served. */
  acquireConnection(): Promise<DatabaseConnection> {
    const lease = new Lease(this);
    if (!this.#holder) {
      this.#holder = lease;
      return Promise.resolve(lease);
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        lease,
        resolve,
        timer: setTimeout(giveUp, limits.connectionWaitMs, this.#waiting, reject),
      };
      this.#waiting.push(waiter);
    });
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    if (connection === this.#holder) this.#handOver();
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    // A deferred transaction that reads and then writes fails at once when another process wrote in between; this one
    // waits.
    if (this.#group.length === 0) await this.#whenFree(() => this.#statements.run('begin immediate'));
    else this.#statements.run('savepoint member');
    (connection as Lease).inTransaction = true;
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.#database.inTransaction) throw rolledBack();
      if (this.#group.length > 0) this.#statements.run('release member');
      (connection as Lease).inTransaction = false;
      this.#group.push({ resolve, reject });
      if (this.#waiting.length === 0 || this.#group.length >= limits.groupMax) this.#commitGroup();
      else this.#handOver();
    });
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const lease = connection as Lease;
    // The shared commit failed, which has rolled back everything already.
    if (!lease.inTransaction) return;
    lease.inTransaction = false;
    // So has SQLite itself where the disk is full or broken.
    if (!this.#database.inTransaction) this.#failGroup(rolledBack());
    else if (this.#group.length === 0) this.#statements.run('rollback');
    else {
      this.#statements.run('rollback to member');
      this.#statements.run('release member');
    }
  }

  async savepoint(_connection: DatabaseConnection, name: string): Promise<void> {
    this.#statements.run(`savepoint "${name}"`);
  }

  async rollbackToSavepoint(_connection: DatabaseConnection, name: string): Promise<void> {
    this.#statements.run(`rollback to "${name}"`);
  }

  async releaseSavepoint(_connection: DatabaseConnection, name: string): Promise<void> {
    this.#statements.run(`release "${name}"`);
  }

  async destroy(): Promise<void> {
    if (this.#database.inTransaction) this.#commitGroup();
    this.#database.close();
  }

  /** One statement of the lease's holder. */
  execute<Row>(lease: Lease, sql: string, parameters: readonly unknown[]): MaybeLater<QueryResult<Row>> {
    if (lease.inTransaction) {
      // After such a failure SQLite would run what follows outside any transaction.
      if (!this.#database.inTransaction) throw rolledBack();
      return this.#run(sql, parameters);
    }
    if (this.#group.length > 0) this.#commitGroup();
    return this.#whenFree(() => this.#run(sql, parameters));
  }

  #run<Row>(sql: string, parameters: readonly unknown[]): QueryResult<Row> {
    const statement = this.#statements.prepare(sql);
    if (statement.reader) return { rows: statement.all(parameters) as Row[] };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  /** While another process holds the file, who has the connection waits; the process itself does not stand still. */
  #whenFree<T>(run: () => T): MaybeLater<T> {
    try {
      const result = run();
      this.#busyTries = 0;
      return result;
    } catch (error) {
      this.#busyTries += 1;
      if (!isBusy(error) || this.#busyTries * limits.busyPauseMs > limits.busyMs) throw error;
      return wait(limits.busyPauseMs).then(() => this.#whenFree(run));
    }
  }

  #handOver(): void {
    const next = this.#waiting.shift();
    this.#holder = next?.lease;
    if (next) {
      clearTimeout(next.timer);
      next.resolve(next.lease);
    } else if (this.#group.length > 0) this.#commitGroup();
  }

  #commitGroup(): void {
    try {
      this.#statements.run('commit');
    } catch (error) {
      if (this.#database.inTransaction) this.#statements.run('rollback');
      this.#failGroup(error);
      return;
    }
    const members = this.#group;
    this.#group = [];
    for (const member of members) member.resolve();
  }

  #failGroup(error: unknown): void {
    const members = this.#group;
    this.#group = [];
    for (const member of members) member.reject(error);
  }
}

/** The connection in the hands of one user, from acquire to release. */
class Lease implements DatabaseConnection {
  inTransaction = false;
  readonly #driver: SqliteDriver;

  constructor(driver: SqliteDriver) {
    this.#driver = driver;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.#driver.execute(this, query.sql, query.parameters);
  }

  // biome-ignore lint/correctness/useYield: the contract asks for a generator, and this one refuses.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('bug: a stream would hold the one connection until its reader is done; read in pages');
  }
}

/** Prepared statements by their text: preparing costs more than most of our statements do. */
class Statements {
  readonly #database: Database;
  readonly #prepared = new Map<string, Statement>();

  constructor(database: Database) {
    this.#database = database;
  }

  run(sql: string): void {
    this.prepare(sql).run();
  }

  prepare(sql: string): Statement {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    // A changed table changes what a prepared `select *` returns.
    if (/^\s*(create|alter|drop|pragma|vacuum|reindex)\b/i.test(sql)) {
      this.#prepared.clear();
      return statement;
    }
    // The oldest goes: texts that are used all the time are soon back, one-off texts do not pile up.
    if (this.#prepared.size >= limits.statementsMax) this.#prepared.delete(this.#prepared.keys().next().value!);
    this.#prepared.set(sql, statement);
    return statement;
  }
}

type MaybeLater<T> = T | Promise<T>;
type Pending = { resolve(): void; reject(error: unknown): void };
type Waiter = { lease: Lease; resolve(connection: DatabaseConnection): void; timer: NodeJS.Timeout };

function rolledBack(): Error {
  const error = new Error('SQLite rolled the transaction back (disk full or I/O error); nothing of it was stored');
  return Object.assign(error, { code: 'SQLITE_FULL' });
}

function isBusy(error: unknown): boolean {
  return String((error as { code?: unknown } | null)?.code).startsWith('SQLITE_BUSY');
}

function giveUp(waiting: Waiter[], reject: (error: Error) => void): void {
  // Timers of equal length end in the order in which they began: it is the one that waits longest.
  waiting.shift();
  const error = new Error(
    `bug: waited ${limits.connectionWaitMs} ms for the one SQLite connection: ` +
      'somebody uses db inside transact, or awaits the network there',
  );
  // Whoever asked had no fault in it: the same may succeed later.
  reject(Object.assign(error, { code: 'SQLITE_BUSY' }));
}
