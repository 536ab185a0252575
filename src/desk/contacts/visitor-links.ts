/**
 * Links that carry a talk of the web chat elsewhere: back to it from another browser, or on to Telegram. Each is a
 * secret of which only the hash is kept. Writes `visitor_link`.
 */
import { createHash } from 'node:crypto';
import type { Db, Trx } from '../../db/database.ts';
import type { Ids } from '../../lib/ids.ts';
import type { ConversationId, MessageId, Millis } from '../../model.ts';

export type VisitorLinkKind = 'return' | 'start';

/** @returns the secret of a new link; an older one of this kind and visitor ends. */
export async function makeLink(
  trx: Trx,
  link: { kind: VisitorLinkKind; address: string; expiresAt: Millis },
  ids: Ids,
): Promise<string> {
  const secret = ids.secret(16);
  const fresh = { secret_hash: hashOf(secret), expires_at: link.expiresAt, message_id: null };
  await trx
    .insertInto('visitor_link')
    .values({ kind: link.kind, address: link.address, ...fresh })
    .onConflict((conflict) => conflict.columns(['kind', 'address']).doUpdateSet(fresh))
    .execute();
  return secret;
}

/**
 * A return link opens its talk, and lives until `expiresAt` from now on.
 * @returns the address, or null: no such link.
 */
export async function openReturnLink(
  trx: Trx,
  secret: string,
  times: { now: Millis; expiresAt: Millis },
): Promise<string | null> {
  const opened = await trx
    .updateTable('visitor_link')
    .set({ expires_at: times.expiresAt })
    .where('kind', '=', 'return')
    .where('secret_hash', '=', hashOf(secret))
    .where('expires_at', '>', times.now)
    .returning('address')
    .executeTakeFirst();
  return opened?.address ?? null;
}

/**
 * A start link was pressed: whoever was first has it, once.
 * @returns whether it was there, in its time and unused.
 */
export async function takeStartLink(trx: Trx, secret: string, messageId: MessageId, now: Millis): Promise<boolean> {
  const taken = await trx
    .updateTable('visitor_link')
    .set({ message_id: messageId })
    .where('kind', '=', 'start')
    .where('secret_hash', '=', hashOf(secret))
    .where('message_id', 'is', null)
    .where('expires_at', '>', now)
    .returning('address')
    .executeTakeFirst();
  return taken !== undefined;
}

export type TakenLink = { messageId: MessageId; address: string };

/** @returns the start link that was pressed in a conversation and whose time is not over, or undefined. */
export async function takenStartLink(
  db: Db,
  conversationId: ConversationId,
  now: Millis,
): Promise<TakenLink | undefined> {
  return await db
    .selectFrom('visitor_link')
    .innerJoin('message', 'message.id', 'visitor_link.message_id')
    .select(['message.id as messageId', 'address'])
    .where('message.conversation_id', '=', conversationId)
    .where('visitor_link.expires_at', '>', now)
    .orderBy('message.seq', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Ends every link of a visitor: they left, or the talk was carried on. */
export async function endLinks(trx: Trx, address: string, kind?: VisitorLinkKind): Promise<void> {
  let query = trx.deleteFrom('visitor_link').where('address', '=', address);
  if (kind) query = query.where('kind', '=', kind);
  await query.execute();
}

/** Removes links whose time is over (job `clean-up`). */
export async function removeOldLinks(trx: Trx, now: Millis): Promise<void> {
  await trx.deleteFrom('visitor_link').where('expires_at', '<=', now).execute();
}

/** @returns whether it looks like one of these secrets: other start links may carry anything. */
export function isLinkSecret(text: string): boolean {
  return /^[\w-]{22}$/.test(text);
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
