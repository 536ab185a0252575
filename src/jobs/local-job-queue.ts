/**
 * The job queue in this process and in memory: the default. Whatever is lost with the process is found by the sweep. It
 * runs by itself on real timers, or by hand (`drain`) for a terminal, a test or a demo with a clock of its own.
 */
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Timers } from '../lib/timers.ts';
import type { Millis } from '../model.ts';
import { DueHeap } from './due-heap.ts';
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

/** More than this waiting is a flood: what comes then is left to the sweep. */
const waitingMax = 100_000;

export type LocalJobQueueDeps = {
  log: Log;
  clock: Clock;
  /** `noTimers`: nothing runs but by `drain`. */
  timers: Timers;
  concurrency?: Partial<Record<LaneName, number>>;
  retry?: RetryRule;
  /** A job was given up after its last attempt. */
  onDead?: (job: Job, error: unknown) => void;
};

export type LocalJobQueue = JobQueue & {
  /** When the next job wants to run, repeating ones included; in the past if it is due; null if none waits. */
  nextDueAt(): Millis | null;
  /** Runs all that is due at `clock.now()`, with what those jobs add for now; resolves when nothing is left to do. */
  drain(): Promise<void>;
};

export function createLocalJobQueue(deps: LocalJobQueueDeps): LocalJobQueue {
  return new InProcessQueue(deps);
}

/** One job that waits or runs. A waiting one that was moved forward or replaced is left in the heap as `stale`. */
type Entry = {
  readonly job: Job;
  readonly lane: LaneName;
  readonly once: string | undefined;
  readonly everyMs: Millis | undefined;
  readonly dueAt: Millis;
  readonly order: number;
  readonly attempt: number;
  stale: boolean;
};
type Lane = { readonly concurrency: number; readonly waiting: DueHeap<Entry>; active: number };
/** Somebody asked for a job while it runs: what to run afterwards. */
type Again = { job: Job; dueAt: Millis };

class InProcessQueue implements LocalJobQueue {
  readonly #deps: LocalJobQueueDeps;
  readonly #retry: RetryRule;
  readonly #lanes = new Map<LaneName, Lane>();
  readonly #waitingOnce = new Map<string, Entry>();
  readonly #runningOnce = new Map<string, Again | null>();
  readonly #running = new Set<Promise<void>>();
  readonly #repeating: { everyMs: Millis; job: Job }[] = [];
  #handlers: JobHandlers | undefined;
  #order = 0;
  #failed = 0;
  #stopped = false;
  #alarm: { at: Millis; cancel: () => void } | undefined;

  constructor(deps: LocalJobQueueDeps) {
    this.#deps = deps;
    this.#retry = deps.retry ?? retryOfAll;
    for (const name of Object.keys(concurrencyOf) as LaneName[]) {
      const concurrency = deps.concurrency?.[name] ?? concurrencyOf[name];
      this.#lanes.set(name, { concurrency, waiting: new DueHeap(), active: 0 });
    }
  }

  add(job: Job, options: AddOptions = {}): void {
    if (this.#stopped) return;
    const dueAt = this.#deps.clock.now() + Math.max(0, options.delayMs ?? 0);
    const lane = laneOf(job, options.urgent);
    const once = options.once === undefined ? undefined : `${lane}:${options.once}`;
    if (once !== undefined) {
      const waiting = this.#waitingOnce.get(once);
      if (waiting) {
        this.#moveForward(waiting, dueAt);
        return;
      }
      const again = this.#runningOnce.get(once);
      if (again !== undefined) {
        this.#runningOnce.set(once, { job, dueAt: again ? Math.min(again.dueAt, dueAt) : dueAt });
        return;
      }
    }
    if (this.#lanes.get(lane)!.waiting.size >= waitingMax) {
      this.#deps.log.warn({ job: job.name, waitingMax }, 'too many jobs wait; this one is left to the sweep');
      return;
    }
    this.#wait({ job, lane, once, everyMs: undefined, dueAt, attempt: 1 });
  }

  every(everyMs: Millis, job: Job): void {
    this.#repeating.push({ everyMs, job });
  }

  async work(handlers: JobHandlers): Promise<void> {
    if (this.#handlers) throw new Error('bug: work was called twice');
    this.#handlers = handlers;
    const dueAt = this.#deps.clock.now();
    for (const { everyMs, job } of this.#repeating)
      this.#wait({ job, lane: laneOf(job), once: undefined, everyMs, dueAt, attempt: 1 });
    this.#setAlarm();
  }

  async stop(limitMs: Millis): Promise<void> {
    this.#stopped = true;
    this.#alarm?.cancel();
    if (this.#running.size === 0) return;
    let cancel = () => {};
    const limit = new Promise<'late'>((resolve) => {
      cancel = this.#deps.timers.after(limitMs, () => resolve('late'));
    });
    const outcome = await Promise.race([Promise.all(this.#running), limit]);
    cancel();
    if (outcome === 'late') this.#deps.log.warn({ active: this.#running.size }, 'stopped before all jobs were done');
  }

  async counts(): Promise<{ waiting: number; active: number; delayed: number; failed: number }> {
    const now = this.#deps.clock.now();
    const counts = { waiting: 0, active: this.#running.size, delayed: 0, failed: this.#failed };
    for (const { waiting } of this.#lanes.values())
      for (const entry of waiting) if (!entry.stale) counts[entry.dueAt <= now ? 'waiting' : 'delayed']++;
    return counts;
  }

  nextDueAt(): Millis | null {
    const times = [...this.#lanes.values()].flatMap((lane) => this.#peek(lane)?.dueAt ?? []);
    return times.length === 0 ? null : Math.min(...times);
  }

  async drain(): Promise<void> {
    for (;;) {
      this.#startDue();
      if (this.#running.size === 0) return;
      await Promise.race(this.#running);
    }
  }

  /** The next entry of a lane that still counts. */
  #peek(lane: Lane): Entry | undefined {
    while (lane.waiting.peek()?.stale) lane.waiting.pop();
    return lane.waiting.peek();
  }

  #wait(entry: Omit<Entry, 'order' | 'stale'>): void {
    const waiting: Entry = { ...entry, order: this.#order++, stale: false };
    this.#lanes.get(entry.lane)!.waiting.push(waiting);
    if (entry.once !== undefined) this.#waitingOnce.set(entry.once, waiting);
    this.#setAlarm();
  }

  #moveForward(waiting: Entry, dueAt: Millis): void {
    if (dueAt >= waiting.dueAt) return;
    waiting.stale = true;
    this.#wait({ ...waiting, dueAt });
  }

  #startDue(): void {
    if (this.#stopped || !this.#handlers) return;
    const now = this.#deps.clock.now();
    for (const lane of this.#lanes.values()) {
      while (lane.active < lane.concurrency) {
        const entry = this.#peek(lane);
        if (!entry || entry.dueAt > now) break;
        lane.waiting.pop();
        this.#start(entry, lane);
      }
    }
  }

  #start(entry: Entry, lane: Lane): void {
    if (entry.once !== undefined) {
      this.#waitingOnce.delete(entry.once);
      this.#runningOnce.set(entry.once, null);
    }
    lane.active++;
    const startedAt = this.#deps.clock.now();
    const run = this.#run(entry).then((error) => {
      lane.active--;
      this.#running.delete(run);
      this.#finished(entry, startedAt, error);
      this.#setAlarm();
    });
    this.#running.add(run);
  }

  /** @returns what the handler threw, or undefined. */
  async #run({ job }: Entry): Promise<{ thrown: unknown } | undefined> {
    try {
      // The name picks the handler of its own kind; the compiler cannot see that.
      await (this.#handlers![job.name] as (job: Job) => Promise<void>)(job);
    } catch (thrown) {
      return { thrown };
    }
    return undefined;
  }

  #finished(entry: Entry, startedAt: Millis, error: { thrown: unknown } | undefined): void {
    const { job, once, everyMs, attempt } = entry;
    const now = this.#deps.clock.now();
    const again = once === undefined ? null : this.#runningOnce.get(once);
    if (once !== undefined) this.#runningOnce.delete(once);
    const facts = { ...job, attempt, error: messageOf(error?.thrown) };
    if (everyMs !== undefined) {
      if (error) this.#deps.log.warn(facts, 'a repeating job failed');
      this.#wait({ ...entry, dueAt: Math.max(now, startedAt + everyMs) });
    } else if (error && attempt < this.#retry.attemptsMax) {
      // Also what `again` asked for: the next attempt is the run afterwards.
      this.#deps.log.warn(facts, 'a job failed and will be tried again');
      this.#wait({ ...entry, dueAt: now + backoffMs(attempt, this.#retry), attempt: attempt + 1 });
    } else {
      if (error) this.#giveUp(job, facts, error.thrown);
      if (again) this.#wait({ ...entry, ...again, attempt: 1 });
    }
  }

  #giveUp(job: Job, facts: object, error: unknown): void {
    this.#failed++;
    this.#deps.log.error(facts, 'a job was given up; the sweep finds what it left');
    this.#deps.onDead?.(job, error);
  }

  /**
   * Rings when the next job that a lane has room for is due. Jobs start from the alarm only, so that input gets its
   * turn.
   */
  #setAlarm(): void {
    if (this.#stopped || !this.#handlers) return;
    let at = Number.POSITIVE_INFINITY;
    for (const lane of this.#lanes.values())
      if (lane.active < lane.concurrency) at = Math.min(at, this.#peek(lane)?.dueAt ?? at);
    if (at === Number.POSITIVE_INFINITY || (this.#alarm && this.#alarm.at <= at)) return;
    this.#alarm?.cancel();
    const cancel = this.#deps.timers.after(Math.max(0, at - this.#deps.clock.now()), () => {
      this.#alarm = undefined;
      this.#startDue();
      this.#setAlarm();
    });
    this.#alarm = { at, cancel };
  }
}

function messageOf(thrown: unknown): string | undefined {
  return thrown instanceof Error ? thrown.message : thrown === undefined ? undefined : String(thrown);
}
