/**
 * Files too large for a text, encrypted: `purpose, nonce, AES-256-GCM of what was given, tag`. A file is written whole
 * or not at all, and opened only if all of it is as it was.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const nonceBytes = 12;
const tagBytes = 16;

/** What is no such file, is not whole, or was made with another key. */
export class NotOursError extends Error {
  override name = 'NotOursError';
}

/**
 * Writes readable by this account alone.
 * @param purpose stands at the file's beginning, and must be the same on opening.
 * @param whole rejects where what the stream gave is not all: then nothing is kept.
 */
export async function writeSealed(
  target: string,
  from: { stream: Readable; whole: Promise<void> },
  key: Uint8Array,
  purpose: string,
): Promise<void> {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', keyFor(key, purpose), nonce).setAAD(Buffer.from(purpose));
  const draft = `${target}.part`;
  try {
    const file = createWriteStream(draft, { mode: 0o600, flush: true });
    file.write(Buffer.concat([headOf(purpose), nonce]));
    await Promise.all([pipeline(from.stream, cipher, file, { end: false }), from.whole]);
    await new Promise<void>((resolve, reject) => {
      file.once('error', reject);
      file.once('close', resolve);
      file.end(cipher.getAuthTag());
    });
    renameSync(draft, target);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** @throws {NotOursError} and leaves nothing at `target`. */
export async function openSealed(source: string, target: string, key: Uint8Array, purpose: string): Promise<void> {
  const head = headOf(purpose);
  const bodyAt = head.length + nonceBytes;
  const file = await open(source);
  try {
    const { size } = await file.stat();
    const read = async (from: number, length: number) =>
      (await file.read(Buffer.alloc(length), 0, length, from)).buffer;
    if (size <= bodyAt + tagBytes || !head.equals(await read(0, head.length))) throw new NotOursError(source);
    const decipher = createDecipheriv('aes-256-gcm', keyFor(key, purpose), await read(head.length, nonceBytes))
      .setAAD(Buffer.from(purpose))
      .setAuthTag(await read(size - tagBytes, tagBytes));
    const body = createReadStream(source, { start: bodyAt, end: size - tagBytes - 1 });
    await pipeline(body, decipher, createWriteStream(target, { mode: 0o600 })).catch((error: Error) => {
      rmSync(target, { force: true });
      throw /authenticate/.test(error.message) ? new NotOursError(source) : error;
    });
  } finally {
    await file.close();
  }
}

const headOf = (purpose: string) => Buffer.from(`${purpose}\n`);

function keyFor(key: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `klinik:${purpose}`, 32));
}
