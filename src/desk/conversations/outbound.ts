/** What the desk says: a message with its place in the outbox, in one transaction with whatever caused it. */
import { sql } from 'kysely';
import type { Db, Trx } from '../../db/database.ts';
import type { Ids } from '../../lib/ids.ts';
import type {
  ChannelName,
  Choice,
  ConversationId,
  DepartmentKey,
  MessageId,
  Millis,
  StaffId,
  TicketId,
} from '../../model.ts';
import { keepOutbound } from './files.ts';

export type Saying = {
  conversationId: ConversationId;
  author: 'bot' | 'staff';
  staffId?: StaffId;
  department?: DepartmentKey;
  text: string;
  choices?: readonly Choice[];
  /** A 112 answer to this kind of danger: goes before everything that waits. */
  danger?: string;
  ticketIds?: readonly TicketId[];
  quoteMessageId?: MessageId;
  /** Sent with it, where the channel takes files. */
  files?: readonly KeptFile[];
  now: Millis;
};

/** A file of ours, below DATA_DIR/files. @property path random, as with what is received. */
export type KeptFile = {
  kind: 'photo' | 'voice' | 'document';
  path: string;
  name: string;
  mime: string;
  sizeBytes: number;
  sha256: string;
};

/** Writes the message and its delivery; the caller wakes 'send-messages' after the commit. */
export async function say(trx: Trx, saying: Saying, ids: Ids): Promise<MessageId> {
  const id = ids.next<MessageId>();
  const { seq } = await trx
    .insertInto('message')
    .values({
      id,
      conversation_id: saying.conversationId,
      channel: sql<ChannelName>`(select channel from conversation where id = ${saying.conversationId})`,
      direction: 'out',
      author: saying.author,
      staff_id: saying.staffId ?? null,
      department: saying.department ?? null,
      kind: saying.files?.[0]?.kind ?? 'text',
      text: saying.text,
      choices: saying.choices?.length ? JSON.stringify(saying.choices) : null,
      quote_message_id: saying.quoteMessageId ?? null,
      emergency: saying.danger ?? null,
      sent_at: saying.now,
      created_at: saying.now,
    })
    .returning('seq')
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('delivery')
    .values({
      message_id: id,
      seq,
      conversation_id: saying.conversationId,
      state: 'pending',
      urgent: saying.danger === undefined ? 0 : 1,
      due_at: saying.now,
      created_at: saying.now,
    })
    .execute();
  for (const file of saying.files ?? [])
    await keepOutbound(trx, { ...file, id: ids.next(), messageId: id, now: saying.now });
  if (saying.ticketIds?.length) await linkMessages(trx, [id], saying.ticketIds);
  return id;
}

/** @returns when the desk last said these words in a conversation, or null. */
export async function lastSaid(db: Db, conversationId: ConversationId, text: string): Promise<Millis | null> {
  const row = await db
    .selectFrom('message')
    .select('created_at')
    .where('conversation_id', '=', conversationId)
    .where('direction', '=', 'out')
    .where('text', '=', text)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.created_at ?? null;
}

/** A message belongs to one or more tickets; said twice it is written once. */
export async function linkMessages(
  trx: Trx,
  messageIds: readonly MessageId[],
  ticketIds: readonly TicketId[],
): Promise<void> {
  const rows = messageIds.flatMap((message_id) => ticketIds.map((ticket_id) => ({ message_id, ticket_id })));
  if (rows.length === 0) return;
  await trx
    .insertInto('message_ticket')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
