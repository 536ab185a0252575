/** Where SQLite and PostgreSQL differ, as named facts: nothing else in the code asks which of the two it is. */
import type { Kysely } from 'kysely';

export type DialectName = 'sqlite' | 'postgres';

export interface Dialect {
  readonly name: DialectName;
  /**
   * `for update skip locked` exists and is needed: several connections claim at once. On SQLite it is a syntax error.
   */
  readonly skipLocked: boolean;
  /** Most values that one statement may bind; longer inserts are cut into chunks. */
  readonly parametersMax: number;
  /** A row with this key is already there. */
  isUniqueViolation(error: unknown): boolean;
  /** A row that this one points to is not there, or is still pointed to. */
  isForeignKeyViolation(error: unknown): boolean;
  /**
   * The transaction lost against another one (deadlock, serialization) and was rolled back: the same again may succeed.
   */
  isLostRace(error: unknown): boolean;
  /**
   * The database itself is in trouble: down, full, locked, broken. Nothing is wrong with what was asked, nothing of it
   * is known to be stored, and the same may succeed later.
   */
  isOutage(error: unknown): boolean;
}

const sqliteOutages = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|NOMEM|PROTOCOL|CORRUPT|NOTADB|PERM)(_|$)/;
/**
 * Classes of the appendix "PostgreSQL Error Codes": connection, read-only and timed-out transactions, lost races,
 * resources, an operator's intervention, the system, corruption; and what Node says where no server answers.
 */
const postgresOutages =
  /^(08...|25006|25P0[34]|40...|53...|57...|58...|XX...)$|^E(CONN[A-Z]+|(HOST|NET)[A-Z]+|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN)$/;
/** node-postgres gives these no code. */
const postgresConnectionWords = /connection (terminated|error)|timeout exceeded when trying to connect|not queryable/i;

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  skipLocked: false,
  parametersMax: 32_766,
  isUniqueViolation: (error) =>
    ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_ROWID'].includes(codeOf(error)),
  isForeignKeyViolation: (error) => codeOf(error) === 'SQLITE_CONSTRAINT_FOREIGNKEY',
  // `begin immediate` waits for its turn: a transaction that began has won.
  isLostRace: () => false,
  isOutage: (error) => sqliteOutages.test(codeOf(error)),
};

export const postgresDialect: Dialect = {
  name: 'postgres',
  skipLocked: true,
  parametersMax: 65_535,
  isUniqueViolation: (error) => codeOf(error) === '23505',
  isForeignKeyViolation: (error) => codeOf(error) === '23503',
  isLostRace: (error) => ['40001', '40P01'].includes(codeOf(error)),
  isOutage: (error) =>
    postgresOutages.test(codeOf(error)) ||
    (codeOf(error) === '' && error instanceof Error && postgresConnectionWords.test(error.message)),
};

/** The facts of the database behind `db` or `trx`. */
export function dialectOf<T>(db: Kysely<T>): Dialect {
  const adapter = db.getExecutor().adapter as { dialect?: Dialect };
  if (!adapter.dialect) throw new Error('bug: this database was not opened by db/open.ts');
  return adapter.dialect;
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
