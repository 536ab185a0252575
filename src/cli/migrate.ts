/** `npm run migrate`: brings the database of DATABASE_URL to the newest tables, and says what it did. */
import { readEnvironment } from '../config.ts';
import { lockDatabase } from '../db/lock.ts';
import { migrateToLatest } from '../db/migrate.ts';
import { defaultDatabaseUrl, openDatabase } from '../db/open.ts';
import { runCommand } from './command.ts';

await runCommand(migrate);

async function migrate(): Promise<void> {
  const config = readEnvironment();
  const url = config.DATABASE_URL ?? defaultDatabaseUrl(config.DATA_DIR);
  const lock = lockDatabase(url, 'migrate');
  try {
    const database = openDatabase(url);
    try {
      const done = await migrateToLatest(database.db);
      console.log(done.length === 0 ? 'The tables are up to date.' : `Migrated: ${done.join(', ')}`);
    } finally {
      await database.close();
    }
  } finally {
    lock.release();
  }
}
