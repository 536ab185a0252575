/**
 * Brings a database to the newest tables: every missing migration in one transaction, so that a failure leaves nothing.
 */
import { type Migration, Migrator } from 'kysely';
import { SetupError } from '../lib/errors.ts';
import type { Db } from './database.ts';
import { dialectOf } from './dialect.ts';
import { type MigrationFile, migrations as released } from './migrations/index.ts';

/**
 * Safe to call from several processes at once: one migrates, the others wait and find nothing to do.
 * @returns the names of the migrations that ran, in order; empty where the tables were up to date.
 * @throws {SetupError} when the database is newer than this program, or cannot be reached.
 * @throws what a migration throws; the database is then as it was before.
 */
export async function migrateToLatest(
  db: Db,
  migrations: Readonly<Record<string, MigrationFile>> = released,
): Promise<string[]> {
  const { results, error } = await migratorOf(db, migrations).migrateToLatest();
  if (error) throw explained(error);
  return (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName);
}

/**
 * For a command that works on an installation and is not to make one.
 * @throws {SetupError} when the database cannot be reached, or its tables are missing or older than this program.
 */
export async function requireTables(db: Db): Promise<void> {
  const known = await migratorOf(db, released)
    .getMigrations()
    .catch((error) => {
      throw explained(error);
    });
  if (known.some((migration) => migration.executedAt === undefined))
    throw new SetupError([
      'the tables are missing or older than this program → start the desk once, or: npm run migrate',
    ]);
}

function migratorOf(db: Db, migrations: Readonly<Record<string, MigrationFile>>): Migrator {
  const dialect = dialectOf(db).name;
  const bound: Record<string, Migration> = {};
  for (const [name, migration] of Object.entries(migrations)) bound[name] = { up: (trx) => migration.up(trx, dialect) };
  return new Migrator({
    db,
    provider: { getMigrations: async () => bound },
    migrationTableName: 'schema_migration',
    migrationLockTableName: 'schema_migration_lock',
  });
}

function explained(error: unknown): unknown {
  const { message = '', code } = error as { message?: string; code?: string };
  if (message.startsWith('corrupted migrations'))
    return new SetupError([`the database is newer than this program (${message}) → install the newer program`]);
  if (code && ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN', '28P01', '28000', '3D000'].includes(code))
    return new SetupError([
      `DATABASE_URL: the database cannot be reached (${code}) → is it running, are name and password right?`,
    ]);
  return error;
}
