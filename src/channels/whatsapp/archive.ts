/**
 * The login as an encrypted archive, and back. The archive is the account, like the folder. Only for who holds the
 * folder's lock, with no browser open on it.
 */
import { spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { SetupError } from '../../lib/errors.ts';
import { NotOursError, openSealed, writeSealed } from '../../lib/sealed-file.ts';
import { profileOf } from './config.ts';

const purpose = 'klinik-whatsapp-login-1';

/** Grows by itself, and opens nothing. */
const leftOut = ['Cache', 'Code Cache', 'GPUCache', 'DawnCache', 'GrShaderCache', 'ShaderCache', 'in-use.*'];

/**
 * Writes the archive whole, or not at all.
 * @param key 32 bytes, of which one for this use is derived.
 * @throws {SetupError} where there is no login, its browser was not closed, or there is no room.
 */
export async function packLogin(folder: string, target: string, key: Uint8Array): Promise<void> {
  if (!existsSync(join(profileOf(folder), 'Default')))
    throw new SetupError([`${folder}: holds no login → link the account first`]);
  if (lstatSync(join(profileOf(folder), 'SingletonLock'), { throwIfNoEntry: false }))
    throw new SetupError([`${folder}: its browser was not closed → start the desk, stop it, and try again`]);
  const exclude = leftOut.map((name) => `--exclude=${name}`);
  await writeSealed(target, runTar(['-C', folder, ...exclude, '-cz', '.']), key, purpose).catch((error: Error) => {
    throw error instanceof SetupError ? error : cannot(target, error);
  });
}

/**
 * Puts the archive's login in the folder's place; what was there is gone. Nothing is touched before the whole archive
 * is known to be whole and ours.
 * @throws {SetupError} for what is no archive, one of another key, or no room.
 */
export async function unpackLogin(folder: string, source: string, key: Uint8Array): Promise<void> {
  const fresh = `${folder}.restored`;
  const packed = `${fresh}.tar`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  try {
    await openSealed(source, packed, key, purpose).catch((error: Error) => {
      throw error instanceof NotOursError ? notOurs(source) : cannot(source, error);
    });
    await runTar(['-C', fresh, '-xzf', packed]).whole;
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } finally {
    rmSync(packed, { force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
}

const notOurs = (source: string) =>
  new SetupError([
    `${source}: is no archive of this desk, or not whole → use another one, with the DATA_KEY that it was made with`,
  ]);

const cannot = (path: string, { message }: Error) =>
  new SetupError([`${path}: ${message} → check path, room and permissions`]);

/** @returns what tar writes; `whole` rejects with what it says where it fails. */
function runTar(args: readonly string[]): { stream: Readable; whole: Promise<void> } {
  const child = spawn('tar', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString('utf8');
  });
  const whole = new Promise<void>((resolve, reject) => {
    const fail = (words: string) => reject(new SetupError([`tar: ${words.trim()} → check room and permissions`]));
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => (code === 0 ? resolve() : fail(said || `ended with ${code}`)));
  });
  return { stream: child.stdout, whole };
}
