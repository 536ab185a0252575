/** What can be wrong with the Telegram channel. */
import type * as keeper from '../status-keeper.ts';

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

export type StatusKeeper = keeper.StatusKeeper<Problem>;
