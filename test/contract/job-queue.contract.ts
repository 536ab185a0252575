/**
 * The contract of the job queue, run on every implementation. Nothing here looks at a clock: a test waits for what must
 * happen, then for the queue to be at rest, and counts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job, JobQueue } from '../../src/jobs/job-queue.ts';
import type { ConversationId, FileId } from '../../src/model.ts';
import { gate, handlers, oneTurnAtATime, quickRetry, turn } from '../support/jobs.ts';

export type QueueUnderTest = {
  queue: JobQueue;
  /** Resolves when nothing runs and nothing waits for the next minutes; for tests without repeating jobs. */
  settle(): Promise<void>;
  /** Lets time pass until it is enough. */
  until(enough: () => boolean): Promise<void>;
  dead: { job: Job; error: unknown }[];
  /** Ends what the harness opened; the queue is stopped by then. */
  end?(): Promise<void>;
};

export function describeJobQueue(name: string, open: () => Promise<QueueUnderTest>): void {
  describe(`job queue contract: ${name}`, () => {
    let under: QueueUnderTest;
    let queue: JobQueue;
    beforeEach(async () => {
      under = await open();
      queue = under.queue;
    });
    afterEach(async () => {
      await queue.stop(5_000);
      await under.end?.();
    });

    it('runs each job once with what it carries, also those added before work began', async () => {
      const ran: string[] = [];
      queue.add(turn('a'));
      queue.add(turn('b'));
      await queue.work(handlers({ 'handle-turn': async (job) => void ran.push(job.conversationId) }));
      queue.add(turn('c'));
      queue.add({ name: 'fetch-file', fileId: 'f' as FileId });
      await under.settle();
      expect(ran.sort()).toEqual(['a', 'b', 'c']);
    });

    it('adds at once: the job has not begun when add returns', async () => {
      let ran = 0;
      await queue.work(handlers({ 'handle-turn': async () => void ran++ }));
      expect(queue.add(turn('a'))).toBeUndefined();
      expect(ran).toBe(0);
      await under.settle();
      expect(ran).toBe(1);
    });

    it('holds a delayed job back behind one that is due', async () => {
      const ran: string[] = [];
      await queue.work(handlers({ 'handle-turn': async (job) => void ran.push(job.conversationId) }));
      queue.add(turn('later'), { delayMs: 400 });
      queue.add(turn('now'));
      await under.settle();
      expect(ran).toEqual(['now', 'later']);
    });

    it('takes a key once while a job with it waits', async () => {
      const ran: string[] = [];
      for (let times = 0; times < 5; times++) queue.add(turn('a'), { once: 'turn-a', delayMs: 100 });
      queue.add(turn('b'), { once: 'turn-b', delayMs: 100 });
      await queue.work(handlers({ 'handle-turn': async (job) => void ran.push(job.conversationId) }));
      await under.settle();
      expect(ran.sort()).toEqual(['a', 'b']);
    });

    it('takes the key again once the job is done', async () => {
      let ran = 0;
      await queue.work(handlers({ 'handle-turn': async () => void ran++ }));
      for (let times = 1; times <= 3; times++) {
        queue.add(turn('a'), { once: 'turn-a' });
        await under.settle();
        expect(ran).toBe(times);
      }
    });

    it.each([0, 30])('moves a waiting job forward to the earlier time, %i ms', async (delayMs) => {
      const ran: string[] = [];
      await queue.work(handlers({ 'handle-turn': async (job) => void ran.push(job.conversationId) }));
      queue.add(turn('a'), { once: 'turn-a', delayMs: 600_000 });
      await addedUntilNow(queue);
      queue.add(turn('a'), { once: 'turn-a', delayMs });
      await under.settle();
      expect(ran).toEqual(['a']);
    });

    it('does not move a waiting job back to a later time', async () => {
      const ran: string[] = [];
      await queue.work(handlers({ 'handle-turn': async (job) => void ran.push(job.conversationId) }));
      queue.add(turn('a'), { once: 'turn-a', delayMs: 100 });
      await addedUntilNow(queue);
      queue.add(turn('a'), { once: 'turn-a', delayMs: 600_000 });
      await under.settle();
      expect(ran).toEqual(['a']);
    });

    it('runs once more when the key was added while its job ran, however often', async () => {
      let ran = 0;
      const first = gate();
      const begun = gate();
      await queue.work(
        handlers({
          'handle-turn': async () => {
            ran++;
            begun.open();
            if (ran === 1) await first.opened;
          },
        }),
      );
      queue.add(turn('a'), { once: 'turn-a' });
      const settled = under.settle();
      await begun.opened;
      for (let times = 0; times < 4; times++) queue.add(turn('a'), { once: 'turn-a' });
      await addedUntilNow(queue);
      first.open();
      await settled;
      await under.settle();
      expect(ran).toBe(2);
    });

    it('lets a handler put its own job off', async () => {
      let ran = 0;
      await queue.work(
        handlers({
          'handle-turn': async (job) => {
            if (++ran < 3) queue.add(job, { once: 'turn-a', delayMs: 30 });
            await addedUntilNow(queue);
          },
        }),
      );
      queue.add(turn('a'), { once: 'turn-a' });
      await under.settle();
      expect(ran).toBe(3);
      expect(under.dead).toEqual([]);
    });

    it('tries a job again that threw, and gives it up after the last attempt', async () => {
      const attempts: Record<string, number> = {};
      await queue.work(
        handlers({
          'handle-turn': async (job) => {
            const attempt = (attempts[job.conversationId] = (attempts[job.conversationId] ?? 0) + 1);
            if (job.conversationId === 'bad') throw new Error('always');
            if (attempt === 1) throw new Error('the first time');
          },
        }),
      );
      queue.add(turn('bad'), { once: 'bad' });
      queue.add(turn('good'), { once: 'good' });
      await under.settle();
      expect(attempts).toEqual({ bad: quickRetry.attemptsMax, good: 2 });
      expect(under.dead.map((it) => [it.job, (it.error as Error).message])).toEqual([[turn('bad'), 'always']]);
      expect((await queue.counts()).failed).toBe(1);
    });

    it('takes the key of a job again that was given up', async () => {
      let broken = true;
      let ran = 0;
      await queue.work(
        handlers({
          'handle-turn': async () => {
            if (broken) throw new Error('broken');
            ran++;
          },
        }),
      );
      queue.add(turn('a'), { once: 'turn-a' });
      await under.settle();
      expect(under.dead).toHaveLength(1);
      broken = false;
      queue.add(turn('a'), { once: 'turn-a' });
      await under.settle();
      expect(ran).toBe(1);
    });

    it('works on no more of a lane at once than it was told, and lets no lane wait for another', async () => {
      let active = 0;
      let most = 0;
      const sending = gate();
      const turnsDone = gate();
      let turns = 0;
      await queue.work(
        handlers({
          'send-messages': () => sending.opened,
          'handle-turn': async () => {
            most = Math.max(most, ++active);
            await new Promise((resolve) => setImmediate(resolve));
            active--;
            if (++turns === 6) turnsDone.open();
          },
        }),
      );
      for (let number = 0; number < 10; number++)
        queue.add({ name: 'send-messages', conversationId: `s${number}` as ConversationId });
      for (let number = 0; number < 6; number++) queue.add(turn(`t${number}`));
      const settled = under.settle();
      await turnsDone.opened;
      expect(most).toBe(oneTurnAtATime.turns);
      sending.open();
      await settled;
    });

    it('lets an urgent job stand behind nothing, though its key waits for later without urgency', async () => {
      const sending = gate();
      const sent = gate();
      await queue.work(
        handlers({
          'send-messages': async (job) => {
            if (job.conversationId !== 'danger') return sending.opened;
            sent.open();
          },
        }),
      );
      const message = (id: string) => ({ name: 'send-messages', conversationId: id as ConversationId }) as const;
      for (let number = 0; number < 10; number++) queue.add(message(`s${number}`));
      queue.add(message('danger'), { once: 'send-danger', delayMs: 200 });
      queue.add(message('danger'), { once: 'send-danger', urgent: true });
      const settled = under.settle();
      await sent.opened;
      sending.open();
      await settled;
    });

    it('repeats a job from the start on, whether it throws or not, and never beside itself', async () => {
      let sweeps = 0;
      let active = 0;
      let most = 0;
      queue.every(20, { name: 'sweep' });
      await queue.work(
        handlers({
          sweep: async () => {
            most = Math.max(most, ++active);
            await new Promise((resolve) => setImmediate(resolve));
            active--;
            if (++sweeps === 2) throw new Error('once');
          },
        }),
      );
      await under.until(() => sweeps >= 4);
      expect(most).toBe(1);
      expect(under.dead).toEqual([]);
    });

    it('waits for what is under way when it is stopped, and takes nothing new', async () => {
      const begun = gate();
      const finish = gate();
      const ended: string[] = [];
      await queue.work(
        handlers({
          'handle-turn': async (job) => {
            begun.open();
            await finish.opened;
            ended.push(job.conversationId);
          },
        }),
      );
      queue.add(turn('under way'));
      const done = under.until(() => ended.length > 0);
      await begun.opened;
      const stopped = queue.stop(20_000);
      queue.add(turn('too late'));
      finish.open();
      await stopped;
      await done;
      expect(ended).toEqual(['under way']);
    });
  });
}

/** Adding is a message to somebody else: a question asked after it is answered after it. */
async function addedUntilNow(queue: JobQueue): Promise<void> {
  await queue.counts();
}
