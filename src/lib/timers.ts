/** Waiting is given, like time: what wakes itself is handed Timers. */
import type { Millis } from '../model.ts';

export interface Timers {
  /**
   * Calls `then` once, `afterMs` from now; 0 means as soon as whatever waits for input and output had its turn.
   * @returns a function that calls it off.
   */
  after(afterMs: Millis, then: () => void): () => void;
}

/** Node keeps a delay in 31 bits and takes a longer one for 1 ms. */
const delayMaxMs = 2 ** 31 - 1;

export const systemTimers: Timers = {
  after(afterMs, then) {
    if (afterMs <= 0) {
      const immediate = setImmediate(then);
      return () => clearImmediate(immediate);
    }
    if (afterMs > delayMaxMs) {
      let cancel = systemTimers.after(delayMaxMs, () => {
        cancel = systemTimers.after(afterMs - delayMaxMs, then);
      });
      return () => cancel();
    }
    const timer = setTimeout(then, afterMs);
    return () => clearTimeout(timer);
  },
};

/** Timers that never ring, for who drives a queue by hand (`drain`) beside a manual clock. */
export const noTimers: Timers = { after: () => () => {} };
