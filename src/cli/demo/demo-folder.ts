/** Where the demo lives: a folder of its own, on loopback, with nothing of the real installation within its reach. */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { lockDatabase } from '../../db/lock.ts';
import { defaultDatabaseUrl, parseDatabaseUrl } from '../../db/open.ts';
import { SetupError } from '../../lib/errors.ts';

const loopback = '127.0.0.1';
const usualDataDir = 'data/local';

/**
 * @returns the environment's port, log level and browser; database, keys, channels and addresses are the demo's own.
 * @throws {SetupError} for a HOST that others can reach.
 */
export function demoConfig(config: Config): Config {
  if (config.HOST !== loopback && config.HOST !== 'localhost')
    throw new SetupError([
      `HOST: the demo's passwords are public, so it listens on ${loopback} only → unset HOST, or use npm start`,
    ]);
  return Object.freeze<Config>({
    ...config,
    HOST: loopback,
    TRUST_PROXY: 0,
    PUBLIC_URL: undefined,
    publicUrl: `http://${loopback}:${config.PORT}`,
    DATA_DIR: config.DATA_DIR === usualDataDir ? 'data/demo' : join(config.DATA_DIR, 'demo'),
    DATABASE_URL: undefined,
    REDIS_URL: undefined,
    DATA_KEY: undefined,
    AUDIT_KEY: undefined,
    ROLES: ['web', 'receive', 'work'],
    TELEGRAM_BOT_TOKEN: undefined,
    TELEGRAM_WEBHOOK_URL: undefined,
    WHATSAPP_NUMBER: undefined,
  });
}

/** @returns whether an earlier demo left a whole city. */
export function hasCity(config: Config): boolean {
  return existsSync(fileOf(defaultDatabaseUrl(config.DATA_DIR)));
}

/**
 * A city that is being made lies beside the place where the demo looks for one, so that half a city is never opened.
 */
export type Site = {
  /** Of the database to build in. It may leave the disk for later: a power cut costs a city that is made in seconds. */
  url: string;
  /** Brings the finished city, whose database is closed, onto the disk and to its place. */
  finish(): void;
  /** Gives the folder free again. */
  release(): void;
};

/**
 * Removes the earlier demo; what training has learnt stays.
 * @throws {SetupError} while another demo runs there.
 */
export function clearSite(config: Config): Site {
  const url = defaultDatabaseUrl(config.DATA_DIR);
  const lock = lockDatabase(url, 'demo');
  const file = fileOf(url);
  const scaffold = `${file}.new`;
  for (const path of [file, scaffold])
    for (const ending of ['', '-wal', '-shm']) rmSync(`${path}${ending}`, { force: true });
  for (const folder of ['files', 'keys', 'spool'])
    rmSync(join(config.DATA_DIR, folder), { recursive: true, force: true });
  return {
    url: `sqlite:${scaffold}`,
    finish() {
      const handle = openSync(scaffold, 'r+');
      fsyncSync(handle);
      closeSync(handle);
      renameSync(scaffold, file);
    },
    release: () => lock.release(),
  };
}

function fileOf(url: string): string {
  const address = parseDatabaseUrl(url);
  if (address.dialect !== 'sqlite' || address.file === null) throw new Error('bug: the demo has a file');
  return address.file;
}
