/** The queue in this process: the contract by hand and on real timers, and what only it can do. */
import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/jobs/job-queue.ts';
import { createLocalJobQueue, type LocalJobQueue } from '../../src/jobs/local-job-queue.ts';
import { createManualClock, systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { noTimers, systemTimers } from '../../src/lib/timers.ts';
import { describeJobQueue } from '../contract/job-queue.contract.ts';
import { gate, handlers, oneTurnAtATime, quickRetry, turn } from '../support/jobs.ts';

const start = Date.UTC(2026, 5, 1, 1);

describeJobQueue('in this process, driven by hand', async () => {
  const dead: { job: Job; error: unknown }[] = [];
  const clock = createManualClock(start);
  const queue = createLocalJobQueue({
    log: silentLog,
    clock,
    timers: noTimers,
    concurrency: oneTurnAtATime,
    retry: quickRetry,
    onDead: (job, error) => dead.push({ job, error }),
  });
  /** Goes from due time to due time, an hour at most: a repeating job has no end. */
  async function settle(): Promise<void> {
    for (let steps = 0; steps < 50; steps++) {
      await queue.drain();
      const next = queue.nextDueAt();
      if (next === null || next > clock.now() + 3_600_000) return;
      clock.set(Math.max(clock.now(), next));
    }
  }
  async function until(enough: () => boolean): Promise<void> {
    while (!enough()) {
      clock.set(Math.max(clock.now(), queue.nextDueAt() ?? clock.now()));
      await queue.drain();
    }
  }
  return { queue, settle, until, dead };
});

describeJobQueue('in this process, on real timers', async () => {
  const dead: { job: Job; error: unknown }[] = [];
  const queue = createLocalJobQueue({
    log: silentLog,
    clock: systemClock,
    timers: systemTimers,
    concurrency: oneTurnAtATime,
    retry: quickRetry,
    onDead: (job, error) => dead.push({ job, error }),
  });
  return { queue, settle: () => atRest(queue), until, dead };
});

describe('the local job queue', () => {
  const open = (more: object = {}) => {
    const clock = createManualClock(start);
    const queue = createLocalJobQueue({ log: silentLog, clock, timers: noTimers, ...more });
    return { clock, queue };
  };

  it('tells when the next job wants to run, and runs nothing before', async () => {
    const { clock, queue } = open();
    const ran: string[] = [];
    expect(queue.nextDueAt()).toBeNull();
    await queue.work(handlers({ 'handle-turn': async (job) => void ran.push(job.conversationId) }));
    queue.add(turn('a'), { delayMs: 2_500 });
    queue.add(turn('b'), { delayMs: 1_000 });
    expect(queue.nextDueAt()).toBe(start + 1_000);
    clock.advance(999);
    await queue.drain();
    expect(ran).toEqual([]);
    clock.advance(1);
    await queue.drain();
    expect(ran).toEqual(['b']);
    expect(queue.nextDueAt()).toBe(start + 2_500);
    clock.advance(60_000);
    await queue.drain();
    expect(ran).toEqual(['b', 'a']);
    expect(queue.nextDueAt()).toBeNull();
  });

  it('drains what the jobs add for now, and leaves what they add for later', async () => {
    const { queue } = open();
    const ran: string[] = [];
    await queue.work(
      handlers({
        'handle-turn': async (job) => {
          ran.push('turn');
          queue.add({ name: 'send-messages', conversationId: job.conversationId }, { once: 'send' });
          queue.add(job, { delayMs: 10_000 });
        },
        'send-messages': async () => void ran.push('send'),
      }),
    );
    queue.add(turn('a'));
    await queue.drain();
    expect(ran).toEqual(['turn', 'send']);
    expect(queue.nextDueAt()).toBe(start + 10_000);
  });

  it('waits longer after each failure, as the rule says', async () => {
    const { clock, queue } = open();
    const ranAt: number[] = [];
    await queue.work(
      handlers({
        'handle-turn': async () => {
          ranAt.push(clock.now() - start);
          throw new Error('always');
        },
      }),
    );
    queue.add(turn('a'));
    for (let due = queue.nextDueAt(); due !== null; due = queue.nextDueAt()) {
      clock.set(due);
      await queue.drain();
    }
    expect(ranAt).toEqual([0, 500, 2_000, 6_500, 20_000]);
  });

  it('runs a repeating job once for a long gap, not once for each missed time', async () => {
    const { clock, queue } = open();
    let sweeps = 0;
    queue.every(1_000, { name: 'sweep' });
    await queue.work(handlers({ sweep: async () => void sweeps++ }));
    await queue.drain();
    clock.advance(3_600_000);
    await queue.drain();
    expect(sweeps).toBe(2);
    expect(queue.nextDueAt()).toBe(start + 3_601_000);
  });

  it('counts what waits, what is delayed and what runs', async () => {
    const { queue } = open({ concurrency: { turns: 1 } });
    const hold = gate();
    await queue.work(handlers({ 'handle-turn': () => hold.opened }));
    for (const id of ['a', 'b', 'c']) queue.add(turn(id));
    queue.add(turn('d'), { delayMs: 1 });
    queue.add(turn('a'), { once: 'moved', delayMs: 5 });
    queue.add(turn('a'), { once: 'moved', delayMs: 2 });
    const drained = queue.drain();
    expect(await queue.counts()).toEqual({ waiting: 2, active: 1, delayed: 2, failed: 0 });
    hold.open();
    await drained;
    expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 2, failed: 0 });
  });

  it('gives input and output their turn while it works through a backlog', async () => {
    const queue = createLocalJobQueue({ log: silentLog, clock: systemClock, timers: systemTimers });
    let ran = 0;
    let ranWhenInputCame = -1;
    await queue.work(handlers({ 'handle-turn': async () => void ran++ }));
    for (let number = 0; number < 1_000; number++) queue.add(turn(`t${number}`));
    setImmediate(() => setImmediate(() => (ranWhenInputCame = ran)));
    await atRest(queue);
    expect(ran).toBe(1_000);
    expect(ranWhenInputCame).toBeGreaterThan(-1);
    expect(ranWhenInputCame).toBeLessThan(1_000);
    await queue.stop(1_000);
  });

  it('stops within the limit although a job does not end', async () => {
    const queue = createLocalJobQueue({ log: silentLog, clock: systemClock, timers: systemTimers });
    const begun = gate();
    await queue.work(
      handlers({
        'handle-turn': () => {
          begun.open();
          return new Promise(() => {});
        },
      }),
    );
    queue.add(turn('endless'));
    await begun.opened;
    await queue.stop(10);
    expect((await queue.counts()).active).toBe(1);
  });

  it('drops what is more than it can hold instead of growing for ever', async () => {
    const { queue } = open();
    for (let number = 0; number < 100_010; number++) queue.add(turn('a'));
    expect((await queue.counts()).waiting).toBe(100_000);
  });
});

async function until(enough: () => boolean): Promise<void> {
  while (!enough()) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function atRest(queue: LocalJobQueue): Promise<void> {
  for (;;) {
    const { waiting, active } = await queue.counts();
    const next = queue.nextDueAt();
    if (waiting === 0 && active === 0 && (next === null || next > systemClock.now() + 60_000)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
