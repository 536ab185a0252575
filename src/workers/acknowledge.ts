/** A sign that a message has arrived, where a person is going to answer it: on channels that have signs. */
import type { MessageId } from '../model.ts';
import type { WorkerDeps } from './worker-deps.ts';

export async function acknowledge(messageId: MessageId, { db, channels }: WorkerDeps): Promise<void> {
  const message = await db
    .selectFrom('message')
    .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
    .select(['message.channel', 'external_id', 'address'])
    .where('message.id', '=', messageId)
    .executeTakeFirst();
  if (!message?.external_id) return;
  await channels.get(message.channel)?.acknowledge?.(message.address, message.external_id);
}
