/** A department took over and then fell silent: after its working hours the bot says so and is back (law 5). */
import { transact } from '../db/transact.ts';
import { say } from '../desk/conversations/outbound.ts';
import type { ConversationId } from '../model.ts';
import type { WorkerDeps } from './worker-deps.ts';

const batchMax = 100;

export async function checkSilence(deps: WorkerDeps): Promise<void> {
  const silent = await deps.db
    .selectFrom('conversation')
    .select('id')
    .where('owner_until', '<=', deps.clock.now())
    .orderBy('owner_until')
    .limit(batchMax)
    .execute();
  for (const { id } of silent) await giveBack(id, deps);
}

async function giveBack(conversationId: ConversationId, deps: WorkerDeps): Promise<void> {
  const now = deps.clock.now();
  await transact(deps.db, async (trx, afterCommit) => {
    const before = await trx
      .selectFrom('conversation')
      .leftJoin('ticket', 'ticket.id', 'conversation.owner_ticket_id')
      .select(['owner', 'owner_ticket_id', 'ticket.code'])
      .where('conversation.id', '=', conversationId)
      .executeTakeFirst();
    const changed = await trx
      .updateTable('conversation')
      .set({ owner: 'bot', owner_ticket_id: null, owner_until: null })
      .where('id', '=', conversationId)
      .where('owner_until', '<=', now)
      .returning('id')
      .executeTakeFirst();
    const department = before && deps.reference.departments.get(before.owner);
    if (!changed || !before?.code || !before.owner_ticket_id || !department) return;
    const text = deps.words('silence', { who: department.name, code: before.code });
    await say(trx, { conversationId, author: 'bot', text, ticketIds: [before.owner_ticket_id], now }, deps.ids);
    afterCommit(() => {
      deps.jobs.add({ name: 'send-messages', conversationId }, { once: `send-${conversationId}` });
      deps.changed();
    });
  });
}
