/** What the commands share: a fault of the operator's ends them with its cure, and the database is closed again. */
import { existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import type { Db } from '../db/database.ts';
import { requireTables } from '../db/migrate.ts';
import { defaultDatabaseUrl, openDatabase, parseDatabaseUrl } from '../db/open.ts';
import { SetupError } from '../lib/errors.ts';

/** Runs a command; what the operator must mend is written a line each, and the exit code is 1. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    for (const fault of error.faults) console.error(fault);
    process.exitCode = 1;
  }
}

/** Works on the desk's database. @throws {SetupError} where there is none yet, or its tables are of another state. */
export async function withDatabase<T>(
  { DATABASE_URL, DATA_DIR }: Pick<Config, 'DATABASE_URL' | 'DATA_DIR'>,
  work: (db: Db) => Promise<T>,
): Promise<T> {
  const url = DATABASE_URL ?? defaultDatabaseUrl(DATA_DIR);
  const address = parseDatabaseUrl(url);
  if (address.dialect === 'sqlite' && (address.file === null || !existsSync(address.file)))
    throw new SetupError(['there is no database yet → start the desk once, or run: npm run migrate']);
  const database = openDatabase(url);
  try {
    await requireTables(database.db);
    return await work(database.db);
  } finally {
    await database.close();
  }
}
