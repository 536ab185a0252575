/**
 * Finds what was forgotten: turns, messages and files that are due and that nobody holds. The truth is in the database.
 */

import type { Db } from '../db/database.ts';
import { transact } from '../db/transact.ts';
import { dueFiles } from '../desk/conversations/files.ts';
import { dueConversations, releaseHeldSendings } from '../desk/conversations/outbox.ts';
import { dueTurns, releaseHeldTurns } from '../desk/conversations/turns.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** How many of each one sweep wakes; the next one finds the rest. */
const batchMax = 200;

export async function sweep(deps: WorkerDeps): Promise<void> {
  const { db, jobs } = deps;
  const now = deps.clock.now();
  for (const conversationId of await dueTurns(db, now, batchMax))
    jobs.add({ name: 'handle-turn', conversationId }, { once: `turn-${conversationId}` });
  for (const conversationId of await dueConversations(db, now, batchMax))
    jobs.add({ name: 'send-messages', conversationId }, { once: `send-${conversationId}` });
  for (const fileId of await dueFiles(db, now, batchMax))
    jobs.add({ name: 'fetch-file', fileId }, { once: `file-${fileId}` });
}

/** At the start of the only process of a database: what is held there was held by one that ended without a word. */
export async function releaseHeld(db: Db): Promise<void> {
  await transact(db, async (trx) => {
    await releaseHeldTurns(trx);
    await releaseHeldSendings(trx);
  });
}
