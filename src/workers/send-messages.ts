/**
 * Sends what waits for one conversation, head first, and alone decides what follows from each outcome: sent, again
 * later, or failed. A crash between the platform's acceptance and our note of it sends that one message twice; the Bot
 * API has no key that could prevent it, and losing it would be worse (law 1).
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type ChannelAdapter,
  channelIsAway,
  type OutboundFile,
  type SendFailure,
  type SendResult,
} from '../channels/channel-adapter.ts';
import { dialectOf } from '../db/dialect.ts';
import { transact } from '../db/transact.ts';
import {
  claimHead,
  endSending,
  markFailed,
  markSent,
  notePart,
  type Outgoing,
  postpone,
  sendLeaseMs,
} from '../desk/conversations/outbox.ts';
import { addDeadLetter } from '../desk/reports/dead-letters.ts';
import { hourMs, minuteMs } from '../lib/wib.ts';
import type { ChannelName, ConversationId, MessageId, Millis } from '../model.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** First pause after a failure of the network; grows threefold to `pauseMaxMs`. */
const pauseMs = 2_000;
const pauseMaxMs = minuteMs;
/** An administrator hears of a message that could not be sent for so many tries; it is kept and tried on. */
const attemptsAlert = 12;
/** What a platform accepted is noted within this time, well before the message would be anybody's again. */
const noteWithinMs = sendLeaseMs / 2;
const noteAgainMs = 100;

export async function sendMessages(conversationId: ConversationId, deps: WorkerDeps): Promise<void> {
  let sent: MessageId | null = null;
  for (;;) {
    // That one is sent and who is next is one commit.
    const outgoing: Outgoing | null = await transact(deps.db, async (trx) => {
      const now = deps.clock.now();
      if (sent) await markSent(trx, sent, now);
      return await claimHead(trx, conversationId, now);
    });
    if (sent) deps.changed();
    if (!outgoing) return;
    const adapter = deps.channels.get(outgoing.channel);
    const result = adapter ? await send(outgoing, adapter, deps) : ({ ok: false, failure: 'unauthorised' } as const);
    sent = result.ok ? outgoing.messageId : null;
    if (!result.ok && !(await notSent(outgoing, result, deps))) return;
  }
}

/** @returns whether the next message of the conversation may go. */
async function notSent(
  outgoing: Outgoing,
  result: Extract<SendResult, { ok: false }>,
  deps: WorkerDeps,
): Promise<boolean> {
  const { messageId, conversationId, channel } = outgoing;
  deps.log.warn({ messageId, channel, failure: result.failure, attempts: outgoing.attempts }, 'send failed');
  const isAway = channelIsAway(deps.channels.get(channel));
  const next = afterFailure(result, outgoing.attempts, isAway);
  await transact(deps.db, async (trx, afterCommit) => {
    const now = deps.clock.now();
    if (next.kind === 'failed') await markFailed(trx, messageId, result.failure);
    if (next.kind === 'stop') await endSending(trx, { conversationId, failure: result.failure, now });
    if (next.kind !== 'later') return;
    const dueAt = now + next.inMs;
    await postpone(trx, { messageId, dueAt, failure: result.failure, counts: !isAway });
    if (outgoing.attempts === attemptsAlert && !isAway)
      await addDeadLetter(
        trx,
        { kind: 'delivery', ref: messageId, error: result.failure, attempts: outgoing.attempts },
        deps,
      );
    afterCommit(() =>
      deps.jobs.add({ name: 'send-messages', conversationId }, { once: `send-${conversationId}`, delayMs: next.inMs }),
    );
  });
  deps.changed();
  return next.kind === 'failed';
}

type Next = { kind: 'failed' } | { kind: 'stop' } | { kind: 'later'; inMs: Millis };

/**
 * What follows from each failure: the one place that says so. Of a channel that is away its own state tells; what waits
 * for it is due when it is back, and tried once in a while all the same.
 */
function afterFailure(
  result: { failure: SendFailure; retryAfterMs?: number },
  attempts: number,
  isAway: boolean,
): Next {
  const growing = Math.min(pauseMs * 3 ** Math.min(attempts - 1, 8), pauseMaxMs);
  const pause = isAway ? pauseMaxMs : growing;
  const table: Record<SendFailure, Next> = {
    'rate-limited': { kind: 'later', inMs: result.retryAfterMs ?? pause },
    unreachable: { kind: 'later', inMs: pause },
    unauthorised: { kind: 'later', inMs: isAway ? pause : Math.min(pause * 10, hourMs) },
    blocked: { kind: 'stop' },
    'no-such-chat': { kind: 'stop' },
    rejected: { kind: 'failed' },
  };
  return table[result.failure];
}

async function send(outgoing: Outgoing, adapter: ChannelAdapter, deps: WorkerDeps): Promise<SendResult> {
  const { messageId, address, text, choices, quote, urgent, sent } = outgoing;
  const files = await readFiles(outgoing, adapter, deps);
  if (files === null) return { ok: false, failure: 'rejected' };
  let part = sent.length;
  return await adapter.send(
    { id: messageId, address, text, choices, urgent, ...(quote ? { quote } : {}), ...(files.length ? { files } : {}) },
    {
      sent,
      async partSent(externalId) {
        const channel: ChannelName = outgoing.channel;
        const row = { messageId, part: part++, channel, externalId, now: deps.clock.now() };
        await note(row, deps);
      },
    },
  );
}

const sendable = new Set<string>(['photo', 'voice', 'document'] satisfies OutboundFile['kind'][]);

/** @returns null where the channel takes no files, or one of them is not here (any more): then nothing is sent. */
async function readFiles(
  { files, messageId }: Outgoing,
  { capabilities }: ChannelAdapter,
  { dataDir, log }: WorkerDeps,
): Promise<OutboundFile[] | null> {
  if (files.length > 0 && !capabilities.files) return null;
  try {
    return await Promise.all(
      files.map(async ({ kind, name, mime, path }) => ({
        // A video or another sound arrives as a document does: whole, and as it is.
        kind: sendable.has(kind) ? (kind as OutboundFile['kind']) : 'document',
        name: name ?? 'berkas',
        mime,
        bytes: await readFile(join(dataDir, 'files', path)),
      })),
    );
  } catch (error) {
    log.error({ messageId, error: (error as NodeJS.ErrnoException).code }, 'a file that was to be sent is not here');
    return null;
  }
}

/** Until it is written down that the platform has it, it would go out again: a database that is away is waited for. */
async function note(row: Parameters<typeof notePart>[1], deps: WorkerDeps): Promise<void> {
  const until = deps.clock.now() + noteWithinMs;
  for (let pause = noteAgainMs; ; pause *= 2) {
    try {
      return await transact(deps.db, (trx) => notePart(trx, row));
    } catch (error) {
      if (!dialectOf(deps.db).isOutage(error) || deps.clock.now() + pause > until) throw error;
    }
    await wait(pause);
  }
}
