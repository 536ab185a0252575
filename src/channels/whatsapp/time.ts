/** Waiting and deadlines on the given timers, so that a test can be the clock. */
import type { Timers } from '../../lib/timers.ts';
import type { Millis } from '../../model.ts';

/** Resolves after `ms`, or at once when `stop` says so; never rejects. */
export function wait(timers: Timers, ms: Millis, stop?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop?.aborted) return resolve();
    const end = () => {
      cancel();
      stop?.removeEventListener('abort', end);
      resolve();
    };
    const cancel = timers.after(ms, end);
    stop?.addEventListener('abort', end, { once: true });
  });
}

export class DeadlineError extends Error {
  override name = 'DeadlineError';
}

/** @returns what the work comes to. @throws {DeadlineError} after `ms`; what it comes to then is nobody's any more. */
export async function within<T>(timers: Timers, ms: Millis, work: Promise<T>): Promise<T> {
  let cancel = () => {};
  const deadline = new Promise<never>((_, reject) => {
    cancel = timers.after(ms, () => reject(new DeadlineError(`no answer within ${ms} ms`)));
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    cancel();
  }
}
