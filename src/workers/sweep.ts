/** Finds what was forgotten: turns, messages and files that are due and that nobody holds. The truth is in the database. */

import { dueFiles } from '../desk/conversations/files.ts';
import { dueConversations } from '../desk/conversations/outbox.ts';
import { dueTurns } from '../desk/conversations/turns.ts';
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
