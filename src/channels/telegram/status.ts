/** How the channel is doing, for the console; a change is logged once, not each retry. */
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { ChannelStatus } from '../channel-adapter.ts';

/**
 * Codes for the console's words.
 * - `conflict`: another process polls with the same token.
 * - `webhook-set`: a webhook is set for this token, so polling is refused.
 * - `webhook-lost`: somebody took our webhook away; it was set again.
 * - `webhook-failing`: Telegram does not reach our webhook address.
 * - `unauthorised`: the token is not accepted.
 * - `rate-limited`, `unreachable`, `rejected`: see `SendFailure`.
 * - `storing`: what arrived could not be stored; nothing is confirmed to Telegram until it is.
 */
export type Problem =
  | 'conflict'
  | 'webhook-set'
  | 'webhook-lost'
  | 'webhook-failing'
  | 'unauthorised'
  | 'rate-limited'
  | 'unreachable'
  | 'rejected'
  | 'storing';

export type StatusKeeper = {
  set(state: ChannelStatus['state'], problem?: Problem, detail?: string): void;
  sawIn(): void;
  sawOut(): void;
  read(): ChannelStatus;
};

export function createStatus(clock: Clock, log: Log): StatusKeeper {
  let status: ChannelStatus = { state: 'off', since: clock.now() };
  return {
    set(state, problem, detail) {
      if (state === status.state && problem === status.problem) return;
      const facts = { channel: 'telegram', state, problem, detail };
      if (problem === undefined) log.info(facts, 'channel changed');
      else log.warn(facts, 'channel in trouble');
      status = { ...status, state, problem, since: clock.now() };
    },
    sawIn() {
      status = { ...status, lastInAt: clock.now() };
    },
    sawOut() {
      status = { ...status, lastOutAt: clock.now() };
    },
    read: () => status,
  };
}
