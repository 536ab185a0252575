/** The queue on Redis: the contract, several processes, and a Redis that is down, emptied or gone in the middle. */
import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BullmqJobQueueDeps, createBullmqJobQueue } from '../../src/jobs/bullmq-job-queue.ts';
import type { Job, JobQueue } from '../../src/jobs/job-queue.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { SetupError } from '../../src/lib/errors.ts';
import { createIds } from '../../src/lib/ids.ts';
import { silentLog } from '../../src/lib/log.ts';
import { systemTimers } from '../../src/lib/timers.ts';
import { describeJobQueue } from '../contract/job-queue.contract.ts';
import { gate, handlers, oneTurnAtATime, quickRetry, turn } from '../support/jobs.ts';
import { redisServerUrl } from '../support/servers.ts';

const redisUrl = redisServerUrl;

function open(more: Partial<BullmqJobQueueDeps> & { prefix: string }) {
  const dead: { job: Job; error: unknown }[] = [];
  const queue = createBullmqJobQueue({
    redisUrl: redisUrl!,
    log: silentLog,
    clock: systemClock,
    ids: createIds(systemClock),
    timers: systemTimers,
    concurrency: oneTurnAtATime,
    retry: quickRetry,
    onDead: (job, error) => dead.push({ job, error }),
    ...more,
  });
  return { queue, dead };
}

if (!redisUrl) {
  describe.skip('job queue contract: BullMQ [not run, REDIS_URL names no Redis]', () => {
    it('needs a Redis', () => {});
  });
} else {
  describeJobQueue('BullMQ', async () => {
    const prefix = newPrefix();
    const { queue, dead } = open({ prefix });
    await connected(queue);
    return { queue, dead, settle: () => atRest(queue), until, end: () => removeKeys(prefix) };
  });

  describe('the job queue on Redis', () => {
    let prefix: string;
    let queues: JobQueue[];
    const openOne = (more: Partial<BullmqJobQueueDeps> = {}) => {
      const opened = open({ prefix, ...more });
      queues.push(opened.queue);
      return opened;
    };
    beforeEach(() => {
      prefix = newPrefix();
      queues = [];
    });
    afterEach(async () => {
      for (const queue of queues) await queue.stop(5_000);
      await removeKeys(prefix);
    });

    it('shares the jobs among processes: each runs in one of them, a key never twice at once', async () => {
      const ran: string[] = [];
      let active = 0;
      let most = 0;
      const adder = openOne().queue;
      await connected(adder);
      for (let process = 0; process < 3; process++) {
        const { queue } = openOne();
        await queue.work(
          handlers({
            'handle-turn': async (job) => {
              if (job.conversationId === 'same') most = Math.max(most, ++active);
              ran.push(job.conversationId);
              await new Promise((resolve) => setTimeout(resolve, 2));
              if (job.conversationId === 'same') active--;
            },
          }),
        );
      }
      for (let number = 0; number < 30; number++) {
        adder.add(turn(`t${number}`));
        adder.add(turn('same'), { once: 'same' });
      }
      await atRest(adder);
      const others = ran.filter((id) => id !== 'same');
      expect(others).toHaveLength(30);
      expect(new Set(others).size).toBe(30);
      expect(most).toBe(1);
    });

    it('runs a repeating job in one process of all', async () => {
      let sweeps = 0;
      const opened = [openOne().queue, openOne().queue];
      for (const queue of opened) {
        queue.every(200, { name: 'sweep' });
        await queue.work(handlers({ sweep: async () => void sweeps++ }));
      }
      await until(() => sweeps >= 3);
      const redis = new Redis(redisUrl);
      expect(await redis.zcard(`${prefix}:upkeep:repeat`)).toBe(1);
      redis.disconnect();
    });

    it('puts a repeating job back when Redis was emptied', async () => {
      const ringing: (() => void)[] = [];
      const timers = {
        after: (afterMs: number, then: () => void) => {
          if (afterMs < 5_000) return systemTimers.after(afterMs, then);
          ringing.push(then);
          return () => {};
        },
      };
      let sweeps = 0;
      const { queue } = openOne({ timers });
      queue.every(50, { name: 'sweep' });
      await queue.work(handlers({ sweep: async () => void sweeps++ }));
      await until(() => sweeps >= 2);
      await removeKeys(prefix);
      await until(() => ringing.length > 0);
      const before = sweeps;
      // Until the schedules are looked after the next time; an empty Redis knows of no next run.
      ringing.at(-1)!();
      await until(() => sweeps >= before + 3);
    });

    it('goes on with what it is told after the connection was cut', async () => {
      const proxy = await openProxy(redisUrl);
      const ran: string[] = [];
      const { queue } = openOne({ redisUrl: proxy.url });
      await queue.work(handlers({ 'handle-turn': async (job) => void ran.push(job.conversationId) }));
      await connected(queue);
      queue.add(turn('before'));
      await until(() => ran.includes('before'));
      proxy.cut();
      await expect(until(async () => queue.counts().then(() => false))).rejects.toThrow();
      queue.add(turn('lost')); // returns, throws nothing; the sweep finds it
      await proxy.restore();
      await connected(queue);
      queue.add(turn('after'));
      await until(() => ran.includes('after'));
      await queue.stop(5_000);
      await proxy.close();
    });

    it('takes a job over from a process that died with it', async () => {
      // A dead process: its connection is cut for good, so that it renews no lock and ends no job.
      const proxy = await openProxy(redisUrl);
      const first = openOne({ redisUrl: proxy.url, lockMs: 600 });
      const begun = gate();
      await first.queue.work(
        handlers({
          'handle-turn': () => {
            begun.open();
            return new Promise(() => {});
          },
        }),
      );
      await connected(first.queue);
      first.queue.add(turn('a'), { once: 'turn-a' });
      await begun.opened;
      proxy.cut();
      const second = openOne({ lockMs: 600 });
      const ran: string[] = [];
      await second.queue.work(handlers({ 'handle-turn': async (job) => void ran.push(job.conversationId) }));
      await until(() => ran.length > 0);
      expect(ran).toEqual(['a']);
      await first.queue.stop(1);
      await proxy.close();
    });
  });
}

describe('the job queue without a Redis', () => {
  it('adds at once, asks in vain, works and stops, and throws nothing', async () => {
    const { queue } = open({ prefix: 'klinik-none', redisUrl: `redis://127.0.0.1:${await freePort()}/0` });
    queue.every(1_000, { name: 'sweep' });
    await queue.work(handlers({}));
    for (let number = 0; number < 10_000; number++)
      expect(queue.add(turn(`t${number}`), { once: `t${number}`, delayMs: number % 2 })).toBeUndefined();
    await expect(queue.counts()).rejects.toThrow('Redis cannot be reached');
    await queue.stop(50);
    queue.add(turn('afterwards'));
  });

  it('adds at once on a connection that answers nothing', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket));
    const port = await listen(silent);
    const { queue } = open({ prefix: 'klinik-none', redisUrl: `redis://127.0.0.1:${port}/0` });
    await until(() => sockets.length > 0);
    queue.add(turn('a'));
    await expect(queue.counts()).rejects.toThrow('Redis cannot be reached');
    await queue.stop(50);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('refuses an address that is none', () => {
    expect(() => open({ prefix: 'x', redisUrl: 'localhost:6379' })).toThrow(SetupError);
  });
});

function newPrefix(): string {
  return `klinik-test-${randomBytes(6).toString('hex')}`;
}

async function removeKeys(prefix: string): Promise<void> {
  const redis = new Redis(redisUrl!);
  for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 1_000 }))
    if (keys.length > 0) await redis.del(...keys);
  await redis.quit();
}

async function until(enough: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await enough())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Before it is connected, what is added is left to the sweep. */
async function connected(queue: JobQueue): Promise<void> {
  await until(() =>
    queue.counts().then(
      () => true,
      () => false,
    ),
  );
}

/**
 * A job that moves from one place to another is counted in neither for a moment by four separate questions: ask twice.
 */
async function atRest(queue: JobQueue): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    const { waiting, active, delayed } = await queue.counts();
    quiet = waiting + active + delayed === 0 ? quiet + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listen(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

/** Between the queue and Redis, to cut the line. */
async function openProxy(target: string) {
  const { hostname, port: targetPort, pathname } = new URL(target);
  const sockets = new Set<Socket>();
  const { connect } = await import('node:net');
  const make = () =>
    createServer((near) => {
      const far = connect(Number(targetPort || 6379), hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(from);
        from.on('error', () => {});
        from.on('close', () => to.destroy());
        from.pipe(to);
      }
    });
  let server = make();
  const port = await listen(server);
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    url: `redis://127.0.0.1:${port}${pathname}`,
    cut,
    restore: async () => {
      server = make();
      await listen(server, port);
    },
    close: async () => cut(),
  };
}
