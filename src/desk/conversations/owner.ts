/**
 * Who owns the next reply in a conversation: the bot, one department, or nobody (law 5). Writes the owner columns of
 * `conversation`.
 */
import type { Db, Trx } from '../../db/database.ts';
import type { ChannelName, ConversationId, DepartmentKey, Millis, Owner, TicketId } from '../../model.ts';

export type Ownership = {
  owner: Owner;
  ticketId: TicketId | null;
  /** When the silence notice is due. */
  until: Millis | null;
  channel: ChannelName;
  isBlocked: boolean;
};

export async function readOwnership(db: Db, conversationId: ConversationId): Promise<Ownership> {
  const row = await db
    .selectFrom('conversation')
    .select(['owner', 'owner_ticket_id', 'owner_until', 'channel', 'blocked_at'])
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow();
  return {
    owner: row.owner,
    ticketId: row.owner_ticket_id,
    until: row.owner_until,
    channel: row.channel,
    isBlocked: row.blocked_at !== null,
  };
}

/**
 * A department wrote: the last to write owns.
 * @param taken.until null while the department waits for the citizen: that silence is not its own.
 */
export async function takeOwnership(
  trx: Trx,
  taken: { conversationId: ConversationId; department: DepartmentKey; ticketId: TicketId; until: Millis | null },
): Promise<void> {
  await trx
    .updateTable('conversation')
    .set({ owner: taken.department, owner_ticket_id: taken.ticketId, owner_until: taken.until })
    .where('id', '=', taken.conversationId)
    .execute();
}

/** The citizen answered what the owner had asked: from now on it is the owner who is silent. */
export async function awaitOwner(
  trx: Trx,
  answered: { conversationId: ConversationId; ticketId: TicketId; until: Millis },
): Promise<void> {
  await trx
    .updateTable('conversation')
    .set({ owner_until: answered.until })
    .where('id', '=', answered.conversationId)
    .where('owner_ticket_id', '=', answered.ticketId)
    .where('owner_until', 'is', null)
    .execute();
}

/** Conversations whose owner has been silent for too long, the longest first. */
export async function silentConversations(db: Db, now: Millis, limit: number): Promise<ConversationId[]> {
  const rows = await db
    .selectFrom('conversation')
    .select('id')
    .where('owner_until', '<=', now)
    .orderBy('owner_until')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** The bot is back because the owner fell silent. @returns false where somebody wrote or handed back meanwhile. */
export async function endSilence(trx: Trx, conversationId: ConversationId, now: Millis): Promise<boolean> {
  const changed = await trx
    .updateTable('conversation')
    .set({ owner: 'bot', owner_ticket_id: null, owner_until: null })
    .where('id', '=', conversationId)
    .where('owner_until', '<=', now)
    .returning('id')
    .executeTakeFirst();
  return changed !== undefined;
}

/**
 * The bot is back.
 * @param ticketId only while this ticket owns: another matter's answer is not cut off.
 * @returns whether it was so.
 */
export async function handBack(trx: Trx, conversationId: ConversationId, ticketId?: TicketId): Promise<boolean> {
  let query = trx
    .updateTable('conversation')
    .set({ owner: 'bot', owner_ticket_id: null, owner_until: null })
    .where('id', '=', conversationId)
    .where('owner', '<>', 'bot');
  if (ticketId !== undefined) query = query.where('owner_ticket_id', '=', ticketId);
  const result = await query.executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
