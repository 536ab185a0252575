/** Time is given, never taken: everything that needs "now" is handed a Clock. */
import type { Millis } from '../model.ts';

export interface Clock {
  now(): Millis;
}

/** The only reader of the machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is moved: for tests, the terminal chat and the demo city. */
export type ManualClock = Clock & { set(to: Millis): void; advance(by: Millis): void };

/** @throws {RangeError} when it would run backwards: stored times would contradict their order. */
export function createManualClock(start: Millis): ManualClock {
  let current = start;
  const set = (to: Millis) => {
    if (to < current) throw new RangeError(`a clock does not run backwards (${to} < ${current})`);
    current = to;
  };
  return { now: () => current, set, advance: (by) => set(current + by) };
}
