/** Loads and saves where a talk stands. Writes `session`; its version guards against two turns at once. */
import type { Db, Trx } from '../db/database.ts';
import { emptySession, type Session, sessionSchema } from '../flow/session.ts';
import { Conflict } from '../lib/errors.ts';
import type { ConversationId, Millis } from '../model.ts';

export type StoredSession = { session: Session; version: number; updatedAt: Millis };

/** @returns the session; an empty one of version 0 for a new conversation, or where what is stored cannot be read. */
export async function loadSession(db: Db, conversationId: ConversationId): Promise<StoredSession> {
  const row = await db
    .selectFrom('session')
    .select(['state', 'version', 'updated_at'])
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst();
  if (!row) return { session: emptySession, version: 0, updatedAt: 0 };
  const parsed = sessionSchema.safeParse(JSON.parse(row.state));
  return { session: parsed.data ?? emptySession, version: row.version, updatedAt: row.updated_at };
}

/** @throws {Conflict} when another turn saved since `version` was loaded. */
export async function saveSession(
  trx: Trx,
  saving: { conversationId: ConversationId; session: Session; version: number; now: Millis },
): Promise<void> {
  const { conversationId, version, now } = saving;
  const state = JSON.stringify(saving.session);
  const saved =
    version === 0
      ? await trx
          .insertInto('session')
          .values({ conversation_id: conversationId, version: 1, state, updated_at: now })
          .onConflict((conflict) => conflict.doNothing())
          .returning('version')
          .executeTakeFirst()
      : await trx
          .updateTable('session')
          .set({ state, version: version + 1, updated_at: now })
          .where('conversation_id', '=', conversationId)
          .where('version', '=', version)
          .returning('version')
          .executeTakeFirst();
  if (!saved) throw new Conflict('session');
}
