/**
 * What the web chat asks of the desk: secrets that carry a visitor's talk elsewhere. The desk keeps them, so that they
 * end when they are used, replaced or withdrawn.
 */
import type { Millis } from '../../model.ts';

export interface VisitorLinks {
  /** @returns the secret of a new link; the visitor's older one of this kind ends. */
  make(kind: 'return' | 'start', address: string, expiresAt: Millis): Promise<string>;
  /**
   * A use lets it live until `expiresAt`.
   * @returns whose talk it opens, or null: unknown, ended, or its time is over.
   */
  open(secret: string, expiresAt: Millis): Promise<string | null>;
  /** Ends all links of a visitor. */
  end(address: string): Promise<void>;
}
