/**
 * The job queue on Redis with BullMQ, for several processes. Redis may be down, slow or emptied at any time: adding
 * never waits for it, and what it forgot is found by the sweep, which is put back itself when its schedule is gone.
 */
import { Job as BullJob, Queue, Worker, type WorkerOptions } from 'bullmq';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { Timers } from '../lib/timers.ts';
import type { Millis } from '../model.ts';
import {
  type AddOptions,
  backoffMs,
  concurrencyOf,
  type Job,
  type JobHandlers,
  type JobQueue,
  type LaneName,
  laneOf,
  type RetryRule,
  retry as retryOfAll,
} from './job-queue.ts';
import { connectToAsk, connectToWait } from './redis.ts';

const limits = {
  /** A process that was killed holds its jobs this long; one whose event loop stands still longer shares them. */
  lockMs: 15_000,
  /** A job that takes this many processes down with it is given up. */
  stalledMax: 3,
  /** How often the schedules are looked after: Redis may have been emptied. */
  scheduleCheckMs: 10_000,
  eventsKept: 100,
};

/** BullMQ keeps delayed jobs by due time in units of 1/4096 ms, to hold those of one millisecond apart. */
const delayedScoreUnit = 4_096;

export type BullmqJobQueueDeps = {
  redisUrl: string;
  log: Log;
  clock: Clock;
  ids: Ids;
  timers: Timers;
  /** Of all keys in Redis; processes with the same prefix share their jobs. `klinik` where not told. */
  prefix?: string;
  concurrency?: Partial<Record<LaneName, number>>;
  retry?: RetryRule;
  lockMs?: Millis;
  /** A job was given up after its last attempt, in the process that ran it. */
  onDead?: (job: Job, error: unknown) => void;
};

/** @throws {SetupError} for an address that cannot be read; a Redis that is down is waited for, in the background. */
export function createBullmqJobQueue(deps: BullmqJobQueueDeps): JobQueue {
  return new BullmqQueue(deps);
}

const laneNames = Object.keys(concurrencyOf) as LaneName[];

class BullmqQueue implements JobQueue {
  readonly #deps: BullmqJobQueueDeps;
  readonly #retry: RetryRule;
  readonly #prefix: string;
  readonly #redis: ReturnType<typeof connectToAsk>;
  readonly #queues = new Map<LaneName, Queue<Job>>();
  readonly #repeating: { everyMs: Millis; job: Job }[] = [];
  readonly #repeatingNow = new Set<string>();
  #workers: Worker<Job>[] = [];
  #workRedis: ReturnType<typeof connectToWait> | undefined;
  #cancelCheck = () => {};
  #lost = 0;
  #failed = 0;
  #stopped = false;

  constructor(deps: BullmqJobQueueDeps) {
    this.#deps = deps;
    this.#retry = deps.retry ?? retryOfAll;
    this.#prefix = deps.prefix ?? 'klinik';
    this.#redis = connectToAsk(deps.redisUrl, deps.log);
    for (const name of laneNames) {
      const queue = new Queue<Job>(name, {
        connection: this.#redis,
        prefix: this.#prefix,
        streams: { events: { maxLen: limits.eventsKept } },
      });
      // What is wrong with the connection is said by the connection.
      queue.on('error', () => {});
      this.#queues.set(name, queue);
    }
    this.#redis.on('ready', () => this.#reportLost());
  }

  add(job: Job, options: AddOptions = {}): void {
    if (this.#stopped) return;
    if (this.#redis.status !== 'ready') {
      this.#lost++;
      return;
    }
    this.#send(job, options).catch(() => {
      this.#lost++;
    });
  }

  every(everyMs: Millis, job: Job): void {
    this.#repeating.push({ everyMs, job });
  }

  async work(handlers: JobHandlers): Promise<void> {
    if (this.#workRedis) throw new Error('bug: work was called twice');
    this.#workRedis = connectToWait(this.#deps.redisUrl, this.#deps.log);
    this.#workers = laneNames.map((name) => this.#startWorker(name, handlers));
    this.#redis.on('ready', () => this.#keepSchedules());
    this.#keepSchedules();
  }

  async stop(limitMs: Millis): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#cancelCheck();
    let cancel = () => {};
    const limit = new Promise<'late'>((resolve) => {
      cancel = this.#deps.timers.after(limitMs, () => resolve('late'));
    });
    const closed = Promise.all(this.#workers.map((worker) => worker.close()));
    const outcome = await Promise.race([closed, limit]);
    cancel();
    if (outcome === 'late') this.#deps.log.warn({}, 'stopped before all jobs were done');
    closed.catch(() => {});
    for (const queue of this.#queues.values()) queue.close().catch(() => {});
    this.#redis.disconnect();
    this.#workRedis?.disconnect();
  }

  async counts(): Promise<{ waiting: number; active: number; delayed: number; failed: number }> {
    if (this.#redis.status !== 'ready') throw new Error('Redis cannot be reached');
    const counts = { waiting: 0, active: 0, delayed: 0, failed: this.#failed };
    const types = ['waiting', 'active', 'delayed'] as const;
    for (const queue of this.#queues.values()) {
      const found = await queue.getJobCounts(...types);
      for (const type of types) counts[type] += found[type] ?? 0;
    }
    return counts;
  }

  async #send(job: Job, { once, urgent, delayMs: wanted = 0 }: AddOptions): Promise<void> {
    const queue = this.#queues.get(laneOf(job, urgent))!;
    const delayMs = Math.max(0, wanted);
    const id = this.#deps.ids.next<string>();
    const added = await queue.add(job.name, job, {
      jobId: id,
      delay: delayMs,
      attempts: this.#retry.attemptsMax,
      backoff: { type: 'custom' },
      removeOnComplete: true,
      // A failed job that stays would keep others with its key from being added.
      removeOnFail: true,
      ...(once !== undefined && {
        // `reschedule` takes the newer time, which is the earlier one only if it is now; see below.
        deduplication: { id: once, keepLastIfActive: true, reschedule: delayMs === 0 },
      }),
    });
    if (delayMs > 0 && added.id !== undefined && added.id !== id) await this.#moveForward(queue, added.id, delayMs);
  }

  /** Another job with this key waits already: the earlier time wins. */
  async #moveForward(queue: Queue<Job>, id: string, delayMs: Millis): Promise<void> {
    const score = await this.#redis.zscore(queue.toKey('delayed'), id);
    if (score === null) return;
    const dueAt = Number(score) / delayedScoreUnit;
    if (this.#deps.clock.now() + delayMs < dueAt) await (await BullJob.fromId<Job>(queue, id))?.changeDelay(delayMs);
  }

  #startWorker(name: LaneName, handlers: JobHandlers): Worker<Job> {
    const lockMs = this.#deps.lockMs ?? limits.lockMs;
    const options: WorkerOptions = {
      connection: this.#workRedis!,
      prefix: this.#prefix,
      concurrency: this.#deps.concurrency?.[name] ?? concurrencyOf[name],
      lockDuration: lockMs,
      stalledInterval: lockMs / 3,
      maxStalledCount: limits.stalledMax,
      settings: { backoffStrategy: (attemptsMade) => backoffMs(attemptsMade, this.#retry) },
    };
    const worker = new Worker<Job>(name, (bullJob) => this.#run(bullJob, handlers), options);
    worker.on('error', () => {});
    worker.on('failed', (bullJob, error) => this.#noteFailure(bullJob, error));
    return worker;
  }

  async #run(bullJob: BullJob<Job>, handlers: JobHandlers): Promise<void> {
    const job = bullJob.data;
    const handler = handlers[job.name] as ((job: Job) => Promise<void>) | undefined;
    if (!handler) {
      this.#deps.log.warn({ job: job.name }, 'a job of another version of this program was passed over');
      return;
    }
    if (!bullJob.repeatJobKey) return handler(job);
    // A run that takes longer than its interval is not overtaken by the next one.
    if (this.#repeatingNow.has(job.name)) return;
    this.#repeatingNow.add(job.name);
    try {
      await handler(job);
    } finally {
      this.#repeatingNow.delete(job.name);
    }
  }

  #noteFailure(bullJob: BullJob<Job> | undefined, error: Error): void {
    if (!bullJob) return;
    const attempt = bullJob.attemptsMade;
    const facts = { ...bullJob.data, attempt, error: error.message };
    if (bullJob.repeatJobKey) this.#deps.log.warn(facts, 'a repeating job failed');
    else if (bullJob.finishedOn === undefined) this.#deps.log.warn(facts, 'a job failed and will be tried again');
    else {
      this.#failed++;
      this.#deps.log.error(facts, 'a job was given up; the sweep finds what it left');
      this.#deps.onDead?.(bullJob.data, error);
    }
  }

  /** Puts every schedule back that Redis does not have (any more), now and from time to time. */
  #keepSchedules(): void {
    this.#cancelCheck();
    if (this.#stopped) return;
    this.#cancelCheck = this.#deps.timers.after(limits.scheduleCheckMs, () => this.#keepSchedules());
    if (this.#redis.status !== 'ready') return;
    for (const { everyMs, job } of this.#repeating) this.#keepSchedule(everyMs, job).catch(() => {});
  }

  async #keepSchedule(everyMs: Millis, job: Job): Promise<void> {
    const queue = this.#queues.get(laneOf(job))!;
    const known = await queue.getJobScheduler(job.name);
    // Putting back what is there would begin its interval anew each time.
    if (known?.every === everyMs && (await this.#nextRunExists(queue, job.name))) return;
    await queue.upsertJobScheduler(
      job.name,
      { every: everyMs },
      { name: job.name, data: job, opts: { attempts: 1, removeOnComplete: true, removeOnFail: true } },
    );
  }

  async #nextRunExists(queue: Queue<Job>, name: string): Promise<boolean> {
    const jobs = await queue.getJobs(['active', 'waiting', 'delayed']);
    return jobs.some((job) => job?.repeatJobKey === name);
  }

  #reportLost(): void {
    if (this.#lost > 0) this.#deps.log.warn({ jobs: this.#lost }, 'jobs could not be added; the sweep finds them');
    this.#lost = 0;
  }
}
