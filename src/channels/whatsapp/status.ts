/**
 * How the channel is doing: for the console, the log and the figures; each change is told once, and the last are
 * kept.
 */
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { ChannelChange, ChannelStatus } from '../channel-adapter.ts';

/**
 * Codes for the console's words.
 * - `unlinked`: waits for somebody to link the account. `logged-out`: the same, after the phone removed this device.
 * - `chromium-missing`, `chromium-failed`: there is no Chromium, or it does not start.
 * - `profile-in-use`: another process has this login open.
 * - `conflict`: the same login is used in another browser.
 * - `account-blocked`: WhatsApp blocks the account or this place. Nothing is tried by itself.
 * - `outdated`: WhatsApp no longer takes this version of its page.
 * - `unreachable`: no connection to WhatsApp.
 * - `not-starting`, `not-syncing`: opened, and then nothing came. `qr-stale`: no new QR came.
 * - `silent`, `browser-died`, `page-died`: the page answers nothing any more, or is gone.
 * - `storing`: what arrived could not be stored; it is kept and tried again.
 */
export type Problem =
  | 'unlinked'
  | 'logged-out'
  | 'chromium-missing'
  | 'chromium-failed'
  | 'profile-in-use'
  | 'conflict'
  | 'account-blocked'
  | 'outdated'
  | 'unreachable'
  | 'not-starting'
  | 'not-syncing'
  | 'qr-stale'
  | 'silent'
  | 'browser-died'
  | 'page-died'
  | 'storing';

export type StatusKeeper = {
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

const changesMax = 50;

export function createStatus(clock: Clock, log: Log): StatusKeeper {
  let status: ChannelStatus = { state: 'off', since: clock.now() };
  let changes: readonly ChannelChange[] = [];
  const followers = new Set<() => void>();
  const touch = () => {
    for (const follower of followers) follower();
  };
  return {
    set(state, problem, detail) {
      if (state === status.state && problem === status.problem) return;
      const facts = { channel: 'whatsapp', state, problem, detail };
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
