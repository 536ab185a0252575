/** Keys of 32 bytes: from the environment, else from a file that is made once and readable by this user alone. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './errors.ts';

/**
 * @param given 64 hexadecimal characters from the environment, or undefined.
 * @param folder where the key file lies (`DATA_DIR/keys`).
 * @throws {SetupError} for a file that holds no key.
 */
export function readKey(name: string, given: string | undefined, folder: string): Buffer {
  if (given) return Buffer.from(given, 'hex');
  const path = join(folder, `${name}.key`);
  if (!existsSync(path)) makeKey(path, folder);
  const hex = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(hex))
    throw new SetupError([
      `${path}: holds no key → restore it from the backup; a new one cannot open what the old one sealed`,
    ]);
  return Buffer.from(hex, 'hex');
}

/** Two processes may start at once: the link succeeds for one of them, both then read the same file. */
function makeKey(path: string, folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
