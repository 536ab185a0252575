/** Logins to the console: only a hash of the cookie is kept. Writes `login_session`. */
import { createHash } from 'node:crypto';
import type { Db, Trx } from '../../db/database.ts';
import { dayMs, hourMs, minuteMs } from '../../lib/wib.ts';
import type { Millis, StaffId } from '../../model.ts';
import { type Staff, type StaffTools, staffFrom } from './staff.ts';

/** A login ends after this long without a click … */
export const loginIdleMs = 10 * hourMs;
/** … and after this long in any case. */
export const loginTotalMs = 7 * dayMs;
/** How exactly `seen_at` is kept: a write a click would be many. */
const seenStepMs = 5 * minuteMs;

/** What the browser gets: the cookie's value, and the token that its forms send along. */
export type NewLogin = { token: string; csrf: string; expiresAt: Millis };
export type Login = {
  staff: Staff;
  csrf: string;
  tokenHash: string;
  createdAt: Millis;
  seenAt: Millis;
  expiresAt: Millis;
};

/** Opens a login for somebody whose password was right. */
export async function openLogin(trx: Trx, staffId: StaffId, tools: StaffTools): Promise<NewLogin> {
  const now = tools.clock.now();
  const login = { token: tools.ids.secret(32), csrf: tools.ids.secret(18), expiresAt: now + loginTotalMs };
  await trx
    .insertInto('login_session')
    .values({
      token_hash: hashToken(login.token),
      staff_id: staffId,
      csrf: login.csrf,
      created_at: now,
      seen_at: now,
      expires_at: login.expiresAt,
    })
    .execute();
  return login;
}

/** @returns the login behind a cookie, or null: unknown, too old, idle for too long, or the account is disabled. */
export async function findLogin(db: Db, token: string, now: Millis): Promise<Login | null> {
  const tokenHash = hashToken(token);
  const row = await db
    .selectFrom('login_session')
    .innerJoin('staff', 'staff.id', 'login_session.staff_id')
    .selectAll('staff')
    .select([
      'login_session.csrf',
      'login_session.created_at as opened_at',
      'login_session.seen_at',
      'login_session.expires_at',
    ])
    .where('token_hash', '=', tokenHash)
    .where('login_session.expires_at', '>', now)
    .where('login_session.seen_at', '>', now - loginIdleMs)
    .where('staff.disabled_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  return {
    staff: staffFrom(row),
    csrf: row.csrf,
    tokenHash,
    createdAt: row.opened_at,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
  };
}

/** Who signed in no longer ago than this may do what opens a whole account. */
const freshMs = 10 * minuteMs;

/** @returns whether somebody has just shown their password. */
export function isFresh(login: Login, now: Millis): boolean {
  return now - login.createdAt < freshMs;
}

/** @returns whether `touchLogin` has something to write, so that most clicks need no transaction. */
export function isTouchDue(login: Login, now: Millis): boolean {
  return now - login.seenAt >= seenStepMs;
}

/** Notes that somebody is there. */
export async function touchLogin(trx: Trx, tokenHash: string, now: Millis): Promise<void> {
  await trx.updateTable('login_session').set({ seen_at: now }).where('token_hash', '=', tokenHash).execute();
}

/** Ends one login. */
export async function signOut(trx: Trx, token: string): Promise<void> {
  await trx.deleteFrom('login_session').where('token_hash', '=', hashToken(token)).execute();
}

/** Ends all logins of an account, but for one where `keepTokenHash` is told. */
export async function endLogins(trx: Trx, staffId: StaffId, keepTokenHash?: string): Promise<void> {
  let query = trx.deleteFrom('login_session').where('staff_id', '=', staffId);
  if (keepTokenHash !== undefined) query = query.where('token_hash', '<>', keepTokenHash);
  await query.execute();
}

/** @returns how many outlived logins were removed (job `clean-up`). */
export async function removeOldLogins(trx: Trx, now: Millis): Promise<number> {
  const result = await trx
    .deleteFrom('login_session')
    .where((where) => where.or([where('expires_at', '<=', now), where('seen_at', '<=', now - loginIdleMs)]))
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
