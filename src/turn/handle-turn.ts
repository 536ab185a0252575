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
import type { ConversationId, MessageId } from '../model.ts';
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

type TurnFailed = {
  conversationId: ConversationId;
  messages: readonly TurnMessage[];
  attempts: number;
  error: unknown;
};

/**
 * Job 'handle-turn'. Does nothing where nothing is due or another process is at it.
 * @returns the last message of a turn that said nothing because a department owns the reply: a sign is owed to it.
 */
export async function handleTurn(conversationId: ConversationId, deps: TurnDeps): Promise<MessageId | null> {
  if (!(await claimTurn(deps.db, conversationId, deps.clock.now()))) return null;
  let messages: TurnMessage[] = [];
  let attempts = 0;
  try {
    for (let race = 0; ; race++) {
      const state = await loadTurn(deps, conversationId);
      if (!state) return null;
      messages = state.messages;
      attempts = state.conversation.attempts;
      if (attempts > unendedMax) throw new Error(`not tried any more: no end of ${attempts - 1} tries is known`);
      const decision = await decide(state, deps);
      try {
        const isSpoken = await commitTurn(state, decision, deps);
        const isHeld = state.conversation.owner !== 'bot' && state.conversation.owner !== 'nobody';
        return isHeld && !isSpoken ? (messages.at(-1)?.id ?? null) : null;
      } catch (error) {
        if (!(error instanceof Conflict) || race >= conflictsMax) throw error;
      }
    }
  } catch (error) {
    await turnFailed({ conversationId, messages, attempts, error }, deps);
    return null;
  }
}

type Failure = {
  conversationId: ConversationId;
  messageIds: readonly MessageId[];
  attempts: number;
  /** What an administrator reads. */
  error: string;
};

/** Kept and tried again; at the end laid aside with a sentence to the citizen. Nothing is lost either way. */
async function turnFailed(failed: TurnFailed, deps: TurnDeps): Promise<void> {
  const { conversationId, attempts, messages } = failed;
  const error = describe(failed.error);
  deps.log.error({ conversationId, attempts, error }, 'turn failed');
  const failure: Failure = { conversationId, attempts, error, messageIds: messages.map((message) => message.id) };
  // A database that was away says nothing about the message.
  const isOutage = (one: unknown) => dialectOf(deps.db).isOutage(one);
  if (isOutage(failed.error) || attempts < attemptsMax || messages.length === 0) return await tryLater(failure, deps);
  try {
    await layAside(failure, { withWords: true }, deps);
  } catch (wordsError) {
    if (isOutage(wordsError)) throw wordsError;
    // A citizen who cannot even be told is no reason to try without end.
    deps.log.error({ conversationId, error: describe(wordsError) }, 'the citizen could not be told');
    await layAside(failure, { withWords: false }, deps);
  }
}

async function tryLater({ conversationId, attempts }: Failure, deps: TurnDeps): Promise<void> {
  const now = deps.clock.now();
  const dueAt = now + backoffMs * 2 ** Math.min(attempts, attemptsMax);
  await transact(deps.db, async (trx, afterCommit) => {
    await releaseTurn(trx, conversationId, dueAt);
    afterCommit(() =>
      deps.jobs.add({ name: 'handle-turn', conversationId }, { once: `turn-${conversationId}`, delayMs: dueAt - now }),
    );
  });
}

async function layAside(failure: Failure, { withWords }: { withWords: boolean }, deps: TurnDeps): Promise<void> {
  const { conversationId, messageIds, attempts, error } = failure;
  const now = deps.clock.now();
  await transact(deps.db, async (trx, afterCommit) => {
    const ref = turnRef(conversationId, messageIds);
    await addDeadLetter(trx, { kind: 'turn', ref, error, attempts }, deps);
    if (withWords) await say(trx, { conversationId, author: 'bot', text: deps.words('cannot-handle'), now }, deps.ids);
    await finishTurn(trx, { conversationId, messageIds, patienceUntil: null, now });
    afterCommit(() => deps.jobs.add({ name: 'send-messages', conversationId }, { once: `send-${conversationId}` }));
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
