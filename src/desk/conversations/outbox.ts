/**
 * The outbox: which message is next in a conversation, who holds it, and what became of it. Only the head is ever sent,
 * so that a conversation reads in order whatever the processes do. Writes `delivery` and `sent_part`.
 */
import { sql } from 'kysely';
import type { Db, Trx } from '../../db/database.ts';
import type { AttachmentKind, ChannelName, Choice, ConversationId, MessageId, Millis } from '../../model.ts';
import { storedFiles } from './files.ts';

export type Outgoing = {
  messageId: MessageId;
  conversationId: ConversationId;
  channel: ChannelName;
  address: string;
  text: string;
  choices: Choice[];
  /** External id of the message that is quoted. */
  quote: string | null;
  attempts: number;
  /** A 112 answer. */
  urgent: boolean;
  /** External ids of the parts that are out already. */
  sent: string[];
  /** To be sent with it. */
  files: { kind: AttachmentKind; name: string | null; mime: string; path: string }[];
};

/** A sender that died gives its message back after this long. */
export const sendLeaseMs = 60_000;

/**
 * Takes the head of a conversation's outbox, if it is due and nobody holds it.
 * @returns the message, or null: nothing to send now (the sweep knows when).
 */
export async function claimHead(trx: Trx, conversationId: ConversationId, now: Millis): Promise<Outgoing | null> {
  const head = await trx
    .selectFrom('delivery')
    .select(['message_id', 'due_at', 'lease_until', 'urgent', 'failure'])
    .where('conversation_id', '=', conversationId)
    .where('state', '=', 'pending')
    .orderBy('urgent', 'desc')
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  if (!head || head.due_at > now || (head.lease_until ?? 0) > now) return null;
  const claimed = await trx
    .updateTable('delivery')
    .set((set) => ({ lease_until: now + sendLeaseMs, attempts: set('attempts', '+', 1) }))
    .where('message_id', '=', head.message_id)
    .where('state', '=', 'pending')
    .where((where) => where.or([where('lease_until', 'is', null), where('lease_until', '<=', now)]))
    .returning('attempts')
    .executeTakeFirst();
  if (!claimed) return null;
  const message = await trx
    .selectFrom('message')
    .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
    .select(['message.kind', 'message.text', 'message.choices', 'quote_message_id'])
    .select(['conversation.address', 'conversation.channel'])
    .where('message.id', '=', head.message_id)
    .executeTakeFirstOrThrow();
  const parts = claimed.attempts > 1 || head.failure !== null ? await partsOf(trx, head.message_id) : [];
  return {
    messageId: head.message_id,
    conversationId,
    channel: message.channel,
    address: message.address,
    text: message.text,
    choices: message.choices ? (JSON.parse(message.choices) as Choice[]) : [],
    quote: message.quote_message_id ? await externalIdOf(trx, message.quote_message_id) : null,
    attempts: claimed.attempts,
    urgent: head.urgent === 1,
    sent: parts,
    files: message.kind === 'text' ? [] : await storedFiles(trx, head.message_id),
  };
}

/** Gives back what a process held that is known to be gone. */
export async function releaseHeldSendings(trx: Trx): Promise<void> {
  await trx
    .updateTable('delivery')
    .set({ lease_until: null })
    .where('state', '=', 'pending')
    .where('lease_until', 'is not', null)
    .execute();
}

/** A platform accepted one part: noted before the next goes out. */
export async function notePart(
  trx: Trx,
  part: { messageId: MessageId; part: number; channel: ChannelName; externalId: string; now: Millis },
): Promise<void> {
  await trx
    .insertInto('sent_part')
    .values({
      message_id: part.messageId,
      part: part.part,
      channel: part.channel,
      external_id: part.externalId,
      sent_at: part.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function markSent(trx: Trx, messageId: MessageId, now: Millis): Promise<void> {
  await trx
    .updateTable('delivery')
    .set({ state: 'sent', sent_at: now, lease_until: null, failure: null })
    .where('message_id', '=', messageId)
    .where('state', '=', 'pending')
    .execute();
}

/**
 * Comes back at `dueAt`; the head keeps its place.
 * @param later.counts whether it was an attempt: while the whole channel is away, it is not.
 */
export async function postpone(
  trx: Trx,
  later: { messageId: MessageId; dueAt: Millis; failure: string; counts: boolean },
): Promise<void> {
  const { dueAt, failure, counts } = later;
  await trx
    .updateTable('delivery')
    .set((set) => ({ due_at: dueAt, lease_until: null, failure, attempts: set('attempts', '-', counts ? 0 : 1) }))
    .where('message_id', '=', later.messageId)
    .where('state', '=', 'pending')
    .execute();
}

export async function markFailed(trx: Trx, messageId: MessageId, failure: string): Promise<void> {
  await trx
    .updateTable('delivery')
    .set({ state: 'failed', lease_until: null, failure })
    .where('message_id', '=', messageId)
    .where('state', '=', 'pending')
    .execute();
}

/** What waits because the channel could not be reached is due at once. */
export async function sendNow(trx: Trx, channel: ChannelName, now: Millis): Promise<void> {
  await trx
    .updateTable('delivery')
    .set({ due_at: now })
    .where('state', '=', 'pending')
    .where('due_at', '>', now)
    .where('failure', 'in', ['unreachable', 'unauthorised'])
    .where('conversation_id', 'in', (those) =>
      those.selectFrom('conversation').select('conversation.id').where('channel', '=', channel),
    )
    .execute();
}

/** The person blocked us, or the chat is gone: what waits cannot arrive. */
export async function endSending(
  trx: Trx,
  end: { conversationId: ConversationId; failure: string; now: Millis },
): Promise<void> {
  await trx
    .updateTable('delivery')
    .set({ state: 'failed', lease_until: null, failure: end.failure })
    .where('conversation_id', '=', end.conversationId)
    .where('state', '=', 'pending')
    .execute();
  await trx.updateTable('conversation').set({ blocked_at: end.now }).where('id', '=', end.conversationId).execute();
}

/** The person lets us through again. */
export async function reopenSending(trx: Trx, conversationId: ConversationId): Promise<void> {
  await trx.updateTable('conversation').set({ blocked_at: null }).where('id', '=', conversationId).execute();
}

/** A receipt of the platform, or the web chat's page has it. Never goes back from read to delivered. */
export async function noteReceipt(
  trx: Trx,
  receipt: { channel: ChannelName; externalId: string; state: 'delivered' | 'read' | 'failed'; at: Millis },
): Promise<void> {
  const part = await trx
    .selectFrom('sent_part')
    .select('message_id')
    .where('channel', '=', receipt.channel)
    .where('external_id', '=', receipt.externalId)
    .executeTakeFirst();
  if (!part) return;
  const update = trx.updateTable('delivery').where('message_id', '=', part.message_id);
  if (receipt.state === 'failed') await update.set({ state: 'failed', failure: 'rejected' }).execute();
  else if (receipt.state === 'read')
    await update.set({ state: 'read', read_at: receipt.at }).where('state', 'in', ['sent', 'delivered']).execute();
  else await update.set({ state: 'delivered', delivered_at: receipt.at }).where('state', '=', 'sent').execute();
}

/** Conversations that have something due which nobody holds, the oldest first. */
export async function dueConversations(db: Db, now: Millis, limit: number): Promise<ConversationId[]> {
  const rows = await db
    .selectFrom('delivery')
    .select('conversation_id')
    .where('state', '=', 'pending')
    .where('due_at', '<=', now)
    .where((where) => where.or([where('lease_until', 'is', null), where('lease_until', '<=', now)]))
    .groupBy('conversation_id')
    .orderBy(sql`min(seq)`)
    .limit(limit)
    .execute();
  return rows.map((row) => row.conversation_id);
}

async function partsOf(db: Db, messageId: MessageId): Promise<string[]> {
  const rows = await db
    .selectFrom('sent_part')
    .select('external_id')
    .where('message_id', '=', messageId)
    .orderBy('part')
    .execute();
  return rows.map((row) => row.external_id);
}

async function externalIdOf(db: Db, messageId: MessageId): Promise<string | null> {
  const message = await db.selectFrom('message').select('external_id').where('id', '=', messageId).executeTakeFirst();
  return message?.external_id ?? (await partsOf(db, messageId)).at(-1) ?? null;
}

/** An administrator tries again: due at once, whether it waits or was given up. */
export async function sendAgain(trx: Trx, messageId: MessageId, now: Millis): Promise<void> {
  await trx
    .updateTable('delivery')
    .set({ state: 'pending', due_at: now, lease_until: null, attempts: 0 })
    .where('message_id', '=', messageId)
    .where('state', 'in', ['pending', 'failed'])
    .execute();
}
