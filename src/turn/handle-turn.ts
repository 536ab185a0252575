/**
 * One turn of a conversation: what somebody wrote since the last one is understood and answered. The page to read
 * first.
 *
 *   load-turn.ts     who is it, what is unhandled, where did the talk stop, who owns the next reply
 *   decide.ts        what follows from it: reads only, gives a session and events
 *   commit-turn.ts   one transaction: events → messages, ticket, session, outbox
 *
 * Sending happens afterwards (workers/send-messages.ts). How a message came here: receive.ts.
 */

import { dialectOf } from '../db/dialect.ts';
import { transact } from '../db/transact.ts';
import { say } from '../desk/conversations/outbound.ts';
import { claimTurn, finishTurn, releaseTurn, turnRef } from '../desk/conversations/turns.ts';
import { addDeadLetter } from '../desk/reports/dead-letters.ts';
import { Conflict } from '../lib/errors.ts';
import type { ConversationId } from '../model.ts';
import { commitTurn } from './commit-turn.ts';
import { decide } from './decide.ts';
import { loadTurn } from './load-turn.ts';
import type { TurnDeps, TurnMessage } from './turn.ts';

/** A race is looked at again this often within one go. */
const conflictsMax = 5;
/** A turn that failed so often is laid aside for an administrator; the citizen gets a sentence. */
const attemptsMax = 4;
const backoffMs = 2_000;
/** Tries that neither ended nor failed took their process down with them. */
const unendedMax = 2 * attemptsMax;

/** Job 'handle-turn'. Does nothing where nothing is due or another process is at it. */
export async function handleTurn(conversationId: ConversationId, deps: TurnDeps): Promise<void> {
  if (!(await claimTurn(deps.db, conversationId, deps.clock.now()))) return;
  let messages: TurnMessage[] = [];
  let attempts = 0;
  try {
    for (let race = 0; ; race++) {
      const state = await loadTurn(deps, conversationId);
      if (!state) return;
      messages = state.messages;
      attempts = state.conversation.attempts;
      if (attempts > unendedMax) throw new Error(`not tried any more: no end of ${attempts - 1} tries is known`);
      const decision = await decide(state, deps);
      try {
        await commitTurn(state, decision, deps);
        return;
      } catch (error) {
        if (!(error instanceof Conflict) || race >= conflictsMax) throw error;
      }
    }
  } catch (error) {
    await turnFailed({ conversationId, messages, attempts, error }, deps);
  }
}

type Failure = { conversationId: ConversationId; messages: readonly TurnMessage[]; attempts: number; error: unknown };

/** Kept and tried again; at the end laid aside with a sentence to the citizen. Nothing is lost either way. */
async function turnFailed(failure: Failure, deps: TurnDeps): Promise<void> {
  const { conversationId, attempts } = failure;
  const now = deps.clock.now();
  const error = failure.error instanceof Error ? (failure.error.stack ?? failure.error.message) : String(failure.error);
  deps.log.error({ conversationId, attempts, error }, 'turn failed');
  const messageIds = failure.messages.map((message) => message.id);
  // A database that was away says nothing about the message.
  const isOutage = dialectOf(deps.db).isOutage(failure.error);
  await transact(deps.db, async (trx, afterCommit) => {
    if (isOutage || attempts < attemptsMax || messageIds.length === 0) {
      const dueAt = now + backoffMs * 2 ** Math.min(attempts, attemptsMax);
      await releaseTurn(trx, conversationId, dueAt);
      return afterCommit(() =>
        deps.jobs.add(
          { name: 'handle-turn', conversationId },
          { once: `turn-${conversationId}`, delayMs: dueAt - now },
        ),
      );
    }
    const ref = turnRef(conversationId, messageIds);
    await addDeadLetter(trx, { kind: 'turn', ref, error: error.split('\n')[0] ?? '', attempts }, deps);
    await say(trx, { conversationId, author: 'bot', text: deps.words('cannot-handle'), now }, deps.ids);
    await finishTurn(trx, { conversationId, messageIds, patienceUntil: null, now });
    afterCommit(() => deps.jobs.add({ name: 'send-messages', conversationId }, { once: `send-${conversationId}` }));
  });
}
