/**
 * One long-running process a SQLite file, or a folder. The lock is the operating system's own (SQLite's, on a file of
 * its own beside the database): it ends with the process that holds it, however that ends, so there is no stale lock to
 * guess about, no reused process number and no clock. Who holds it stands beside it, for people to read.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { SetupError } from '../lib/errors.ts';
import { parseDatabaseUrl } from './open.ts';

/** A lock that nobody refers to would be collected, and with it given back. */
const held = new Set<Sqlite.Database>();

export type DatabaseLock = {
  /** No other long-running process is on this database: whatever is held in it is held by one that is gone. */
  readonly isAlone: boolean;
  /** Safe to call twice. */
  release(): void;
};

/**
 * Takes the lock, or refuses at once. PostgreSQL and a database in memory need none: the lock is then empty.
 * @param command who asks, as people call it: `start`, `migrate`, `restore`.
 * @throws {SetupError} while another process holds it, naming that process.
 */
export function lockDatabase(url: string, command: string): DatabaseLock {
  const address = parseDatabaseUrl(url);
  if (address.dialect === 'postgres' || address.file === null)
    return { isAlone: address.dialect === 'sqlite', release() {} };
  return { isAlone: true, ...hold(lockPaths(address.file), `the database ${address.file}`, command) };
}

/**
 * The same for a folder of files that only one process may use, e.g. a browser's profile.
 * @throws {SetupError} while another process holds it, naming that process.
 */
export function lockFolder(folder: string, command: string): { release(): void } {
  return hold(lockPaths(join(folder, 'in-use')), `the folder ${folder}`, command);
}

function hold(paths: { guard: string; holder: string }, what: string, command: string): { release(): void } {
  const guard = openGuard(paths.guard);
  try {
    guard.exec('begin exclusive');
  } catch (error) {
    guard.close();
    if (!String((error as { code?: string }).code).startsWith('SQLITE_BUSY')) throw error;
    const holder = readHolder(paths.holder);
    throw new SetupError([`${what} is in use by ${holder} → stop that process first, or use another one`]);
  }
  writeFileSync(paths.holder, JSON.stringify({ command, pid: process.pid, host: hostname() }), { mode: 0o600 });
  held.add(guard);
  return {
    release() {
      if (!held.delete(guard)) return;
      rmSync(paths.holder, { force: true });
      guard.close();
    },
  };
}

/** The two files beside what is locked; a backup leaves them out. */
export function lockPaths(file: string): { guard: string; holder: string } {
  return { guard: `${file}.lock`, holder: `${file}.holder` };
}

function openGuard(path: string): Sqlite.Database {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return new Sqlite(path, { timeout: 0 });
  } catch (error) {
    const reason = (error as Error).message;
    throw new SetupError([
      `database folder ${dirname(path)}: ${reason} → check DATA_DIR, DATABASE_URL and permissions`,
    ]);
  }
}

function readHolder(path: string): string {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as { command: string; pid: number; host: string };
    return `"${holder.command}" (process ${holder.pid} on ${holder.host})`;
  } catch {
    return 'another process';
  }
}
