/**
 * Keyed hashes for the event log: contents are never in it, but can be compared, and the chain over it can be checked.
 */
import { createHmac, hkdfSync } from 'node:crypto';

export interface Audit {
  /** Keyed hash of a content, hex; `context` (e.g. the message id) makes equal contents differ. */
  contentHash(content: string, context: string): string;
  /** One link of the chain: what follows `head` when `line` is added. */
  link(head: string, line: string): string;
}

/** @param key AUDIT_KEY, 32 bytes. Each use has a key of its own, derived from it. */
export function createAudit(key: Uint8Array): Audit {
  if (key.length !== 32) throw new RangeError('the audit key has 32 bytes');
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', key, '', `klinik-audit:${use}`, 32));
  const contentKey = derive('content');
  const chainKey = derive('chain');
  const keyed = (use: Buffer, text: string) => createHmac('sha256', use).update(text).digest('hex');
  return {
    contentHash: (content, context) => keyed(contentKey, `${context}\n${content}`),
    link: (head, line) => keyed(chainKey, `${head}\n${line}`),
  };
}
