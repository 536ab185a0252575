/**
 * A department took over and then fell silent: after its working hours the bot says so and is back (law 5). Who has
 * asked nothing since is not told that somebody owes them an answer.
 */
import { transact } from '../db/transact.ts';
import { say } from '../desk/conversations/outbound.ts';
import { endSilence, silentConversations } from '../desk/conversations/owner.ts';
import type { ConversationId } from '../model.ts';
import type { WorkerDeps } from './worker-deps.ts';

const batchMax = 100;

export async function checkSilence(deps: WorkerDeps): Promise<void> {
  for (const id of await silentConversations(deps.db, deps.clock.now(), batchMax)) await giveBack(id, deps);
}

async function giveBack(conversationId: ConversationId, deps: WorkerDeps): Promise<void> {
  const now = deps.clock.now();
  await transact(deps.db, async (trx, afterCommit) => {
    const before = await trx
      .selectFrom('conversation')
      .leftJoin('ticket', 'ticket.id', 'conversation.owner_ticket_id')
      .select(['owner', 'owner_ticket_id', 'ticket.code', 'ticket.last_in_at', 'ticket.last_out_at'])
      .where('conversation.id', '=', conversationId)
      .executeTakeFirst();
    const isBack = await endSilence(trx, conversationId, now);
    const department = before && deps.reference.departments.get(before.owner);
    if (!isBack || !before?.code || !before.owner_ticket_id || !department) return;
    const isOwed = (before.last_in_at ?? 0) > (before.last_out_at ?? 0);
    const text = deps.words(isOwed ? 'silence' : 'silence-at-work', { who: department.name, code: before.code });
    await say(trx, { conversationId, author: 'bot', text, ticketIds: [before.owner_ticket_id], now }, deps.ids);
    afterCommit(() => {
      deps.jobs.add({ name: 'send-messages', conversationId }, { once: `send-${conversationId}` });
      deps.changed();
    });
  });
}
