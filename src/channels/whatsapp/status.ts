/** What can be wrong with the WhatsApp channel. */
import type * as keeper from '../status-keeper.ts';

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

export type StatusKeeper = keeper.StatusKeeper<Problem>;
