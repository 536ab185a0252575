/** Asks Telegram for updates, one batch after the other, and asks for the next only when the last is stored. */
import type { Update } from 'telegraf/types';
import type { Intake } from '../channel-adapter.ts';
import type { Backoff } from './backoff.ts';
import type { CallFailure, Calls } from './calls.ts';
import type { TelegramTiming } from './config.ts';
import { allowedUpdates } from './parser.ts';
import type { Problem, StatusKeeper } from './status.ts';

type PollingDeps = {
  calls: Calls;
  intake: Intake;
  /** Stores a batch with the cursor; throws when nothing was stored. */
  takeIn(updates: readonly Update[], cursor: string): Promise<void>;
  status: StatusKeeper;
  timing: TelegramTiming;
  backoff: Backoff;
  stop: AbortSignal;
};

/**
 * Resolves after `stop`, when the batch under way is stored. The offset comes from the table each time: what a commit
 * of unknown outcome left there is the truth, and asking with it is what confirms the batch to Telegram.
 */
export async function poll({ calls, intake, takeIn, status, timing, backoff, stop }: PollingDeps): Promise<void> {
  let seconds = timing.pollSeconds;
  while (!stop.aborted) {
    try {
      const offset = readCursor(await intake.cursor());
      const got = await calls.call(
        'getUpdates',
        { offset, limit: 100, timeout: seconds, allowed_updates: [...allowedUpdates] },
        // A connection that died without a word would stay silent for ever: this deadline ends it.
        { deadlineMs: seconds * 1000 + timing.pollGraceMs, stop },
      );
      if (!got.ok) {
        await recover(got.failure);
        continue;
      }
      const last = got.result.at(-1);
      // Not the highest id ever seen: after a quiet week Telegram begins again at any number.
      if (last !== undefined) await takeIn(got.result, String(last.update_id + 1));
      status.set('on');
      backoff.reset();
      seconds = timing.pollSeconds;
    } catch (error) {
      status.set('retrying', 'storing', (error as Error).name);
      await backoff.pause();
    }
  }

  async function recover(failure: CallFailure): Promise<void> {
    if (failure.kind === 'stopped') return;
    const { state, problem } = troubleOf(failure);
    status.set(state, problem, failure.detail);
    // A short poll tells at once whether all is well. Not between two pollers: they would only quarrel faster.
    seconds = problem === 'conflict' ? timing.pollSeconds : 0;
    await backoff.pause(failure.retryAfterMs);
  }
}

/** `broken` needs a person; both are tried again. */
export function troubleOf({ kind, detail }: CallFailure): { state: 'retrying' | 'broken'; problem: Problem } {
  if (kind === 'conflict') {
    // A deploy's old process polls for some seconds more; a webhook goes away only by somebody's hand.
    const webhook = /webhook is active|terminated by setWebhook/i.test(detail);
    return webhook ? { state: 'broken', problem: 'webhook-set' } : { state: 'retrying', problem: 'conflict' };
  }
  if (kind === 'unauthorised' || kind === 'rejected') return { state: 'broken', problem: kind };
  if (kind === 'rate-limited') return { state: 'retrying', problem: kind };
  return { state: 'retrying', problem: 'unreachable' };
}

function readCursor(cursor: string | undefined): number | undefined {
  return cursor !== undefined && /^\d+$/.test(cursor) ? Number(cursor) : undefined;
}
