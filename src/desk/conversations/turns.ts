/**
 * Whose turn it is in a conversation: what waits to be handled, from when, and which process holds it. One turn at a
 * time, in order, whichever process runs it (law 4). Writes the turn columns of `conversation` and
 * `message.handled_at`.
 */
import { sql } from 'kysely';
import type { Db, Trx } from '../../db/database.ts';
import { Conflict } from '../../lib/errors.ts';
import type { ConversationId, MessageId, Millis, Owner } from '../../model.ts';

/** A process that died gives its turn back after this long. */
const turnLeaseMs = 30_000;
/** However many bubbles follow, the first one is looked at after this many quiet times. */
const quietTimesMax = 4;

/** A message came: the turn is due after the quiet time, counted from the latest bubble, but not for ever. */
export async function noteArrival(
  trx: Trx,
  arrival: { conversationId: ConversationId; now: Millis; quietMs: Millis },
): Promise<void> {
  const { now, quietMs } = arrival;
  const latest = now + quietMs;
  await trx
    .updateTable('conversation')
    .set((set) => ({
      last_in_at: now,
      turn_since: set.fn.coalesce('turn_since', sql<number>`cast(${now} as bigint)`),
      // A null turn_since compares as unknown: the else branch.
      turn_due_at: set
        .case()
        .when('turn_since', '<', latest - quietMs * quietTimesMax)
        .then(set('turn_since', '+', quietMs * quietTimesMax))
        .else(sql<number>`cast(${latest} as bigint)`)
        .end(),
    }))
    .where('id', '=', arrival.conversationId)
    .execute();
}

/** @returns true where this caller now holds the turn; false: not due, or somebody else is at it. */
export async function claimTurn(db: Db, conversationId: ConversationId, now: Millis): Promise<boolean> {
  const claimed = await db
    .updateTable('conversation')
    .set((set) => ({ turn_lease_until: now + turnLeaseMs, turn_attempts: set('turn_attempts', '+', 1) }))
    .where('id', '=', conversationId)
    .where('turn_due_at', '<=', now)
    .where((where) => where.or([where('turn_lease_until', 'is', null), where('turn_lease_until', '<=', now)]))
    .returning('id')
    .executeTakeFirst();
  return claimed !== undefined;
}

/**
 * The turn is done: its messages are handled; what came meanwhile is due at `now`, a question's patience at its time.
 * @param turn.asRead when each message was edited last, as the turn saw it.
 * @param turn.owner who owned the next reply when the turn was decided; the turn itself may have given it to the bot.
 * @throws {Conflict} where somebody else has taken it over since: what was decided is not to be said any more (law 5);
 * where a message was edited since: what it says now was not judged.
 */
export async function finishTurn(
  trx: Trx,
  turn: {
    conversationId: ConversationId;
    messageIds: readonly MessageId[];
    asRead?: ReadonlyMap<MessageId, Millis | null>;
    patienceUntil: Millis | null;
    owner?: Owner;
    now: Millis;
  },
): Promise<void> {
  // Gives the turn back, and first of all locks the row: on PostgreSQL a statement that had to wait for an arrival sees
  // the row as that one left it, but not its message. The statements that come after this one see both.
  let release = trx
    .updateTable('conversation')
    .set({ turn_lease_until: null, turn_attempts: 0 })
    .where('id', '=', turn.conversationId);
  if (turn.owner !== undefined) release = release.where('owner', 'in', [turn.owner, 'bot']);
  const released = await release.executeTakeFirst();
  if (released.numUpdatedRows === 0n) throw new Conflict('owner');
  if (turn.messageIds.length > 0) {
    if (turn.asRead) await checkUnedited(trx, turn.asRead);
    await trx
      .updateTable('message')
      .set({ handled_at: turn.now })
      .where('id', 'in', turn.messageIds)
      .where('handled_at', 'is', null)
      .execute();
  }
  await trx
    .updateTable('conversation')
    .set((set) => {
      const waiting = set
        .selectFrom('message')
        .select('message.created_at')
        .where('message.conversation_id', '=', turn.conversationId)
        .where('message.direction', '=', 'in')
        .where('message.handled_at', 'is', null)
        .orderBy('message.seq')
        .limit(1);
      return {
        turn_since: waiting,
        turn_due_at: set
          .case()
          .when(set.exists(waiting))
          .then(sql<number>`cast(${turn.now} as bigint)`)
          .else(sql<number | null>`cast(${turn.patienceUntil} as bigint)`)
          .end(),
      };
    })
    .where('id', '=', turn.conversationId)
    .execute();
}

async function checkUnedited(trx: Trx, asRead: ReadonlyMap<MessageId, Millis | null>): Promise<void> {
  const rows = await trx
    .selectFrom('message')
    .select(['id', 'edited_at'])
    .where('id', 'in', [...asRead.keys()])
    .where('handled_at', 'is', null)
    .execute();
  if (rows.some((row) => row.edited_at !== asRead.get(row.id))) throw new Conflict('edited');
}

/** The turn failed: give it back, to be tried again at `dueAt`; null: not again (a dead letter keeps it). */
export async function releaseTurn(trx: Trx, conversationId: ConversationId, dueAt: Millis | null): Promise<void> {
  await trx
    .updateTable('conversation')
    .set({
      turn_lease_until: null,
      turn_due_at: dueAt,
      ...(dueAt === null ? { turn_attempts: 0, turn_since: null } : {}),
    })
    .where('id', '=', conversationId)
    .execute();
}

/** Gives back what a process held that is known to be gone. */
export async function releaseHeldTurns(trx: Trx): Promise<void> {
  await trx
    .updateTable('conversation')
    .set({ turn_lease_until: null })
    .where('turn_lease_until', 'is not', null)
    .execute();
}

/** Conversations whose turn is due and that nobody holds, the longest waiting first. */
export async function dueTurns(db: Db, now: Millis, limit: number): Promise<ConversationId[]> {
  const rows = await db
    .selectFrom('conversation')
    .select('id')
    .where('turn_due_at', '<=', now)
    .where((where) => where.or([where('turn_lease_until', 'is', null), where('turn_lease_until', '<=', now)]))
    .orderBy('turn_due_at')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** What a dead letter of kind 'turn' is about: the conversation and the messages that could not be handled. */
export function turnRef(conversationId: ConversationId, messageIds: readonly MessageId[]): string {
  return [conversationId, ...messageIds].join(' ');
}

/**
 * An administrator tries again: the messages are unhandled once more and due at once. @returns the conversation to
 * wake.
 */
export async function reviveTurn(trx: Trx, ref: string, now: Millis): Promise<ConversationId> {
  const [conversationId, ...messageIds] = ref.split(' ') as [ConversationId, ...MessageId[]];
  if (messageIds.length > 0)
    await trx.updateTable('message').set({ handled_at: null }).where('id', 'in', messageIds).execute();
  await trx
    .updateTable('conversation')
    .set({ turn_due_at: now, turn_since: now, turn_attempts: 0, turn_lease_until: null })
    .where('id', '=', conversationId)
    .execute();
  return conversationId;
}
