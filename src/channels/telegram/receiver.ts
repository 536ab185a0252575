/** Receiving, polled or brought: every update is read, stored, and only then acknowledged and its button let go. */
import type { Update } from 'telegraf/types';
import type { Clock } from '../../lib/clock.ts';
import { assert } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Intake } from '../channel-adapter.ts';
import { createBackoff } from './backoff.ts';
import type { Calls } from './calls.ts';
import type { CheckedConfig } from './config.ts';
import { connect, watchWebhook } from './connect.ts';
import { createParser } from './parser.ts';
import { poll } from './polling.ts';
import { createPressAnswers } from './presses.ts';
import type { StatusKeeper } from './status.ts';

export type Receiver = {
  /** Goes on by itself until `stop`; what Telegram does wrong is a status. */
  start(intake: Intake): void;
  /** Stores what a webhook brought. @throws when it was not stored. */
  bring(updates: readonly Update[]): Promise<void>;
  /** Resolves when what was under way is stored and its buttons are let go. Safe to call twice. */
  stop(): Promise<void>;
};

export function createReceiver(
  calls: Calls,
  config: CheckedConfig,
  { clock, log, status }: { clock: Clock; log: Log; status: StatusKeeper },
): Receiver {
  const { webhook, timing } = config;
  const parse = createParser(calls.bot, { clock, log });
  const presses = createPressAnswers(calls);
  const stopping = new AbortController();
  const stop = stopping.signal;
  const storing = new Set<Promise<void>>();
  let intake: Intake | undefined;
  let running: Promise<void> | undefined;

  async function takeIn(updates: readonly Update[], cursor?: string): Promise<void> {
    assert(intake !== undefined, 'an update before the start');
    const reading = await parse(updates);
    const stored = intake.receive(reading.events, cursor);
    storing.add(stored);
    try {
      await stored;
    } finally {
      storing.delete(stored);
    }
    if (reading.events.length > 0) status.sawIn();
    presses.answer(reading.presses);
  }

  async function run(into: Intake): Promise<void> {
    const backoff = createBackoff(timing.retryFirstMs, timing.retryMaxMs, stop);
    const deps = { calls, config, status, backoff, stop };
    await connect(deps);
    if (stop.aborted) return;
    status.set('on');
    if (webhook !== undefined) return watchWebhook(deps);
    return poll({ calls, intake: into, takeIn, status, timing, backoff, stop });
  }

  return {
    start(into) {
      assert(intake === undefined, 'telegram is started twice');
      intake = into;
      status.set('starting');
      running = run(into).catch((error) => {
        status.set('broken');
        log.error({ channel: 'telegram', error: (error as Error).name }, 'receiving has ended by a bug');
      });
    },
    async bring(updates) {
      if (stop.aborted || intake === undefined) throw new Error('not receiving');
      try {
        await takeIn(updates);
      } catch (error) {
        status.set('retrying', 'storing', (error as Error).name);
        throw error;
      }
      if (status.read().problem === 'storing') status.set('on');
    },
    async stop() {
      stopping.abort();
      await running;
      await Promise.allSettled(storing);
      await presses.settled();
    },
  };
}
