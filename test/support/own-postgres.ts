/** A PostgreSQL cluster of a test's own, in a folder that goes with it, so that it can be restarted under load. */
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './desk-process.ts';

const run = promisify(execFile);
const debianFolder = '/usr/lib/postgresql';

export type OwnPostgres = {
  /** Of the database `postgres`. */
  readonly url: string;
  /** Every connection is cut and every process of the server killed; it recovers from its log as after a crash. */
  crash(): Promise<void>;
  stop(): Promise<void>;
};

/** The server refuses to run as root: the account that Debian's package made does it then. */
const account = process.getuid?.() === 0 ? 'postgres' : undefined;

/** @returns null where that is not possible here, see `postgresMissing`. */
export async function startOwnPostgres(): Promise<OwnPostgres | null> {
  const folder = findPrograms();
  if (folder === null || postgresMissing() !== undefined) return null;
  const as = account ? ['runuser', '-u', account, '--'] : [];
  const place = mkdtempSync(join(tmpdir(), 'klinik-postgres-'));
  const cluster = join(place, 'cluster');
  if (as.length > 0) chmodSync(place, 0o777);
  else mkdirSync(cluster, { mode: 0o700 });
  const port = await freePort();
  const call = async (program: string, ...args: string[]) => {
    const [command, ...rest] = [...as, join(folder, program), '-D', cluster, ...args];
    await run(command!, rest, { cwd: place });
  };
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${place} -c max_connections=80`;
  const log = join(place, 'log');
  await call('initdb', '--auth=trust', '--username=postgres', '--encoding=UTF8', '--no-sync');
  await call('pg_ctl', '-w', '-l', log, '-o', options, 'start');
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    crash: () => call('pg_ctl', '-w', '-m', 'immediate', '-l', log, '-o', options, 'restart'),
    async stop() {
      await call('pg_ctl', '-w', '-m', 'immediate', 'stop');
      rmSync(place, { recursive: true, force: true });
    },
  };
}

/** @returns why no server can be started here, for the titles of skipped suites. */
export function postgresMissing(): string | undefined {
  if (findPrograms() === null) return 'no initdb and pg_ctl → install postgresql';
  if (account === undefined) return undefined;
  const isAllowed = spawnSync('runuser', ['-u', account, '--', 'true']).status === 0;
  return isAllowed ? undefined : `PostgreSQL does not run as root, and there is no account ${account} to run it as`;
}

/** In the path, or where Debian keeps it: the newest version. */
function findPrograms(): string | null {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder) : [];
  const folders = versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(debianFolder, version, 'bin'));
  folders.unshift(...(process.env.PATH ?? '').split(':'));
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl'))) ?? null;
}
