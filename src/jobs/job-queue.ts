/**
 * The contract of the job queue. The database is the truth; a job only wakes somebody up. Jobs carry ids, may be lost and
 * may come twice; the sweep finds what was forgotten.
 */
import type { ConversationId, FileId, Millis } from '../model.ts';

export type Job =
  | { name: 'handle-turn'; conversationId: ConversationId }
  | { name: 'send-messages'; conversationId: ConversationId }
  | { name: 'fetch-file'; fileId: FileId }
  | { name: 'sweep' }
  | { name: 'check-silence' }
  | { name: 'close-resolved' }
  | { name: 'seal-events' }
  | { name: 'clean-up' };

export type JobName = Job['name'];

export type JobHandlers = { [N in JobName]: (job: Extract<Job, { name: N }>) => Promise<void> };

export interface JobQueue {
  /**
   * Best effort and at once: never waits for a network, never throws. While a job with the same `once` key waits, the
   * call does nothing (the earlier due time wins); while it runs, it runs once more afterwards.
   */
  add(job: Job, options?: { once?: string; delayMs?: Millis }): void;
  /** Starts working with these handlers, `concurrency` at a time. A handler that throws is retried, see `retry`. */
  work(handlers: JobHandlers): Promise<void>;
  /** Runs `job` each `everyMs` in one process of all, from `work` on. Call before `work`. */
  every(everyMs: Millis, job: Job): void;
  /** Takes no new job, waits for those under way, at most `limitMs`. */
  stop(limitMs: Millis): Promise<void>;
  /** For /healthz and /metrics. */
  counts(): Promise<{ waiting: number; active: number; delayed: number; failed: number }>;
}

/** The same for every implementation. */
export const retry = { attemptsMax: 5, backoffMs: 500, backoffFactor: 3 } as const;
