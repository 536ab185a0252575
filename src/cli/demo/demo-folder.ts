/** Where the demo lives: a folder of its own, on loopback, with nothing of the real installation within its reach. */
import { existsSync, rmSync } from 'node:fs';
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

/** The demo's own SQLite file. */
export function demoDatabase(config: Config): string {
  return defaultDatabaseUrl(config.DATA_DIR);
}

/** @returns whether an earlier demo left its city. */
export function hasCity(config: Config): boolean {
  return existsSync(fileOf(config));
}

/**
 * Removes the earlier demo; what training has learnt stays.
 * @returns how to give the folder free again.
 * @throws {SetupError} while another demo runs there.
 */
export function emptyFolder(config: Config): () => void {
  const lock = lockDatabase(demoDatabase(config), 'demo');
  const file = fileOf(config);
  for (const path of [file, `${file}-wal`, `${file}-shm`]) rmSync(path, { force: true });
  for (const folder of ['files', 'keys', 'spool'])
    rmSync(join(config.DATA_DIR, folder), { recursive: true, force: true });
  return () => lock.release();
}

function fileOf(config: Config): string {
  const address = parseDatabaseUrl(demoDatabase(config));
  if (address.dialect !== 'sqlite' || address.file === null) throw new Error('bug: the demo has a file');
  return address.file;
}
