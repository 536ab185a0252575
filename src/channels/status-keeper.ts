/**
 * How a channel is doing: for the console, the log and the figures. A change is told once, not each retry, and the last
 * ones are kept.
 */
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { ChannelName } from '../model.ts';
import type { ChannelChange, ChannelStatus, Intake } from './channel-adapter.ts';

/** `Problem`: the channel's codes for the console's words. */
export type StatusKeeper<Problem extends string> = {
  set(state: ChannelStatus['state'], problem?: Problem, detail?: string): void;
  sawIn(): void;
  sawOut(): void;
  read(): ChannelStatus;
  /** The latest changes, newest first. */
  changes(): readonly ChannelChange[];
  /** Is called after each change. @returns how to stop. */
  follow(follower: () => void): () => void;
  /** Something else that followers show has changed. */
  touch(): void;
};

/** Tells the intake each time that the channel is on (again). Where that fails, what waits comes in its time. */
export function tellWhenBack<Problem extends string>(status: StatusKeeper<Problem>, intake: Intake): void {
  let before = status.read().state;
  status.follow(() => {
    const { state } = status.read();
    if (state === 'on' && before !== 'on') intake.connected().catch(() => {});
    before = state;
  });
}

const changesMax = 50;

export function createStatusKeeper<Problem extends string>(
  channel: ChannelName,
  { clock, log }: { clock: Clock; log: Log },
): StatusKeeper<Problem> {
  let status: ChannelStatus = { state: 'off', since: clock.now() };
  let changes: readonly ChannelChange[] = [];
  const followers = new Set<() => void>();
  const touch = () => {
    for (const follower of followers) follower();
  };
  return {
    set(state, problem, detail) {
      if (state === status.state && problem === status.problem) return;
      const facts = { channel, state, problem, detail };
      if (problem === undefined) log.info(facts, 'channel changed');
      else log.warn(facts, 'channel in trouble');
      const at = clock.now();
      status = { ...status, state, problem, since: at };
      changes = [{ at, state, problem }, ...changes].slice(0, changesMax);
      touch();
    },
    sawIn() {
      status = { ...status, lastInAt: clock.now() };
    },
    sawOut() {
      status = { ...status, lastOutAt: clock.now() };
    },
    read: () => status,
    changes: () => changes,
    follow(follower) {
      followers.add(follower);
      return () => followers.delete(follower);
    },
    touch,
  };
}
