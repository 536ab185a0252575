/**
 * The contract of the job queue. The database is the truth; a job only wakes somebody up. Jobs carry ids, may be lost
 * and may come twice; the sweep finds what was forgotten.
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
   * Best effort and at once: never waits for a network, never throws. While a job with the same `once` key waits (also
   * for another attempt), the call does nothing but move it forward (the earlier due time wins); while it runs, it runs
   * once more afterwards. `urgent` jobs (112 answers) have a lane of their own and stand behind nothing else (law 6);
   * their keys are their own too.
   */
  add(job: Job, options?: AddOptions): void;
  /** Starts working with these handlers, `concurrency` at a time. A handler that throws is retried, see `retry`. */
  work(handlers: JobHandlers): Promise<void>;
  /**
   * Runs `job` each `everyMs` in one process of all, the first time at once. Call before `work`. A run that throws is
   * logged; the next one is its retry.
   */
  every(everyMs: Millis, job: Job): void;
  /** Takes no new job, waits for those under way, at most `limitMs`. */
  stop(limitMs: Millis): Promise<void>;
  /**
   * For /healthz and /metrics. `failed`: given up by this process since it began.
   * @throws when the queue's server does not answer.
   */
  counts(): Promise<{ waiting: number; active: number; delayed: number; failed: number }>;
}

export type AddOptions = { once?: string; delayMs?: Millis; urgent?: boolean };

/** The same for every implementation. */
export const retry = { attemptsMax: 5, backoffMs: 500, backoffFactor: 3 } as const;

/**
 * Jobs of different lanes never wait for each other: a platform that hangs must not keep an emergency from being read,
 * nor a large file an answer from being sent. A lane has a concurrency of its own.
 */
export type LaneName = 'urgent' | 'turns' | 'sending' | 'files' | 'upkeep';

const laneOfName: Readonly<Record<JobName, LaneName>> = {
  'handle-turn': 'turns',
  'send-messages': 'sending',
  'fetch-file': 'files',
  sweep: 'upkeep',
  'check-silence': 'upkeep',
  'close-resolved': 'upkeep',
  'seal-events': 'upkeep',
  'clean-up': 'upkeep',
};

export function laneOf(job: Job, urgent = false): LaneName {
  return urgent ? 'urgent' : laneOfName[job.name];
}

/** How many jobs of a lane one process works on at once, where not told otherwise. */
export const concurrencyOf: Readonly<Record<LaneName, number>> = {
  urgent: 4,
  turns: 8,
  sending: 16,
  files: 2,
  upkeep: 4,
};

/** How long a job that failed `attempt` times waits for its next attempt. */
export function backoffMs(attempt: number, rule: RetryRule = retry): Millis {
  return rule.backoffMs * rule.backoffFactor ** (attempt - 1);
}

export type RetryRule = { readonly attemptsMax: number; readonly backoffMs: Millis; readonly backoffFactor: number };
