/** Waiting between attempts: longer each time, ended at once by a stop. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Millis } from '../../model.ts';

export type Backoff = {
  /** Waits the next step, or `ms` where the other side said how long. Resolves early, and never rejects, on a stop. */
  pause(ms?: Millis): Promise<void>;
  /** It worked: the next failure waits the first step again. */
  reset(): void;
};

export function createBackoff(firstMs: Millis, maxMs: Millis, stop: AbortSignal): Backoff {
  let next = firstMs;
  return {
    async pause(ms) {
      const step = ms ?? next;
      next = Math.min(maxMs, next * 2);
      await wait(step, undefined, { signal: stop }).catch(() => {});
    },
    reset() {
      next = firstMs;
    },
  };
}
