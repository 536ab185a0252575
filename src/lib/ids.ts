/** Ids, secrets and chance are given, never taken. Ids sort by time of birth: 9 characters of time, 13 of chance. */
import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

export interface Ids {
  /** A new id, 22 characters `[0-9a-z]`, later ones sort later (to the millisecond). */
  next<T extends string>(): T;
  /** Unguessable, URL-safe, `bytes` of randomness (16 where not told). */
  secret(bytes?: number): string;
  /** A whole number, `0 <= n < below`. */
  below(below: number): number;
}

/** Asked for in larger portions: each question to the machine costs more than the bytes. */
const portion = 4_096;

/** Ids from the machine's source of randomness. */
export function createIds(clock: Clock): Ids {
  let pool = Buffer.alloc(0);
  return idsFrom(clock, (size) => {
    if (pool.length < size) pool = randomBytes(Math.max(portion, size));
    const bytes = pool.subarray(0, size);
    pool = pool.subarray(size);
    return bytes;
  });
}

/** The same ids each time for the same seed: tests and the demo city only. */
export function createSeededIds(clock: Clock, seed: string): Ids {
  let counter = 0;
  return idsFrom(clock, (bytes) => {
    const chunks: Buffer[] = [];
    for (let size = 0; size < bytes; size += 32)
      chunks.push(createHash('sha256').update(`${seed}:${counter++}`).digest());
    return Buffer.concat(chunks).subarray(0, bytes);
  });
}

function idsFrom(clock: Clock, bytes: (size: number) => Buffer): Ids {
  const chance = (length: number) => Array.from(bytes(length), (byte) => (byte % 36).toString(36)).join('');
  return {
    next: <T extends string>() => (clock.now().toString(36).padStart(9, '0') + chance(13)) as T,
    secret: (size = 16) => bytes(size).toString('base64url'),
    below: (below) => bytes(6).readUIntBE(0, 6) % below,
  };
}
