/**
 * What the WhatsApp channel is told at the start: where its login lies, which Chromium, and how long things may
 * take.
 */
import { join } from 'node:path';
import type { Millis } from '../../model.ts';
import type { WhatsappLimits } from './limits.ts';

export type WhatsappConfig = {
  /** The login and what belongs to it, readable by this account alone: it is the WhatsApp account. */
  folder: string;
  /** Found by itself where not told. */
  chromiumPath?: string;
  chromiumArgs: readonly string[];
  limits: WhatsappLimits;
  timing?: Partial<WhatsappTiming>;
};

export type WhatsappTiming = {
  /** From the start of the browser to a QR or to being ready. */
  startMs: Millis;
  /** From "authenticated" to "ready": the library says nothing where this fails. */
  readyMs: Millis;
  /** How often a start that is not ready is looked at for a sync that went unnoticed. */
  cureMs: Millis;
  /** How often the page is asked whether it lives, and how long it may think. */
  probeMs: Millis;
  probeDeadlineMs: Millis;
  /** Disconnected for so long: the browser is started anew. */
  offlineMaxMs: Millis;
  /** WhatsApp shows a new QR about every 20 s: one so old is dead. */
  qrStaleMs: Millis;
  /** Deadline of one call into the page. */
  callMs: Millis;
  /** How long a sent message may wait for the server's word. */
  ackMs: Millis;
  /** Deadline of a whole download. */
  fileMs: Millis;
  /** How long a browser may take to close before it is killed. */
  closeMs: Millis;
  /** First wait after a session that failed; doubled after each further one, up to `retryMaxMs`. */
  retryFirstMs: Millis;
  retryMaxMs: Millis;
  /** Least wait where somebody else uses the same login: quarrelling faster helps nobody. */
  conflictMs: Millis;
  /** Between two looks for what only a person can mend: no Chromium, a profile in use. */
  mendMs: Millis;
  /** How often memory and the hour of the daily restart are looked at. */
  lookMs: Millis;
  /** Wait after what could not be stored. */
  storeRetryMs: Millis;
  /** How often chats are compared with what was stored, while all is well. */
  catchUpMs: Millis;
  /** A receipt is told so long after its message was noted as sent. */
  receiptMs: Millis;
};

export const defaultTiming: WhatsappTiming = {
  startMs: 180_000,
  readyMs: 90_000,
  cureMs: 5_000,
  probeMs: 60_000,
  probeDeadlineMs: 10_000,
  offlineMaxMs: 600_000,
  qrStaleMs: 180_000,
  callMs: 20_000,
  ackMs: 20_000,
  fileMs: 60_000,
  closeMs: 10_000,
  retryFirstMs: 2_000,
  retryMaxMs: 300_000,
  conflictMs: 60_000,
  mendMs: 60_000,
  lookMs: 60_000,
  storeRetryMs: 1_000,
  catchUpMs: 300_000,
  receiptMs: 2_000,
};

/** Where Debian, Ubuntu and their relatives put it. */
export const usualChromiumPaths: readonly string[] = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The library names the profile's folder itself: `session` below its data path. */
export const profileOf = (folder: string) => join(folder, 'session');
