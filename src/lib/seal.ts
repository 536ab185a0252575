/** Seals short secrets with DATA_KEY (AES-256-GCM), makes keyed hashes and signed tokens from it. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

export interface Seal {
  /** Encrypts a text; `context` (e.g. the message id) must be the same on opening. */
  close(text: string, context: string): string;
  /** @throws {Error} when key or context differ, or the text was changed. */
  open(sealed: string, context: string): string;
  /** Keyed hash, hex, for comparing without keeping the content. */
  hash(text: string, context: string): string;
  /** `value.signature`, for tokens that need no row. URL-safe where value is. */
  sign(value: string, purpose: string): string;
  /** @returns the value of a token that `sign` made for this purpose, otherwise null. */
  verify(token: string, purpose: string): string | null;
}

/** @param key 32 bytes. Each use has a key of its own, derived from it. */
export function createSeal(key: Uint8Array): Seal {
  if (key.length !== 32) throw new RangeError('the data key has 32 bytes');
  const derive = (info: string) => Buffer.from(hkdfSync('sha256', key, '', `klinik:${info}`, 32));
  const textKey = derive('text');
  const hashKey = derive('hash');
  const signKey = derive('sign');
  const signature = (value: string, purpose: string) =>
    createHmac('sha256', signKey).update(`${purpose}\n${value}`).digest().subarray(0, 16).toString('base64url');
  return {
    close(text, context) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', textKey, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', textKey, bytes.subarray(0, 12))
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
    hash: (text, context) => createHmac('sha256', hashKey).update(`${context}\n${text}`).digest('hex'),
    sign: (value, purpose) => `${value}.${signature(value, purpose)}`,
    verify(token, purpose) {
      const dot = token.lastIndexOf('.');
      if (dot <= 0) return null;
      const value = token.slice(0, dot);
      const given = Buffer.from(token.slice(dot + 1));
      const right = Buffer.from(signature(value, purpose));
      return given.length === right.length && timingSafeEqual(given, right) ? value : null;
    },
  };
}
