/** Signing in and changing the password, with limits per account and per address. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Db, Trx } from '../../db/database.ts';
import { transact } from '../../db/transact.ts';
import { DomainError } from '../../lib/errors.ts';
import type { StaffId } from '../../model.ts';
import { endLogins, type NewLogin, openLogin } from './login-store.ts';
import { checkNewPassword, hashPassword, verifyPassword } from './passwords.ts';
import type { Staff, StaffTools } from './staff.ts';
import { findStaffByUsername, setPasswordHash } from './staff-store.ts';

/** Counts failures, in this process: an attacker who spreads over processes gets that many times the tries. */
export type SignInLimits = { account: RateLimiterMemory; address: RateLimiterMemory };

/** 8 wrong passwords an account in 15 minutes, 30 an address: an office behind one router has many people. */
export function createSignInLimits(): SignInLimits {
  return {
    account: new RateLimiterMemory({ points: 8, duration: 15 * 60, keyPrefix: 'account' }),
    address: new RateLimiterMemory({ points: 30, duration: 15 * 60, keyPrefix: 'address' }),
  };
}

/**
 * An unknown name, a wrong password and a disabled account fail alike and take as long.
 * @param attempt `remote`: the caller's address.
 * @throws {DomainError} `sign-in-failed`; `sign-in-limited` with `minutes` to wait.
 */
export async function signIn(
  db: Db,
  attempt: { username: string; password: string; remote: string },
  tools: StaffTools & { limits: SignInLimits },
): Promise<NewLogin & { staff: Staff }> {
  const username = attempt.username.trim().toLowerCase().slice(0, 80);
  // Taken before the slow check and given back after a success: tries in parallel cannot slip by.
  await take(tools.limits.account, username);
  await take(tools.limits.address, attempt.remote);
  const found = await findStaffByUsername(db, username);
  const isRight = await verifyPassword(found?.passwordHash ?? (await nobodysHash()), attempt.password);
  if (!found || !isRight || found.disabledAt !== null) throw new DomainError('sign-in-failed');
  await tools.limits.account.delete(username);
  await tools.limits.address.reward(attempt.remote);
  const { passwordHash: _, ...staff } = found;
  const login = await transact(db, (trx) => openLogin(trx, staff.id, tools));
  return { ...login, staff };
}

/**
 * Ends all other logins of the account.
 * @param change `keepTokenHash`: the login that asks, which goes on.
 * @throws {DomainError} `password-wrong`, or a code of `checkNewPassword`.
 */
export async function changePassword(
  trx: Trx,
  change: { staffId: StaffId; current: string; next: string; keepTokenHash?: string },
): Promise<void> {
  const row = await trx
    .selectFrom('staff')
    .select(['username', 'password_hash'])
    .where('id', '=', change.staffId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (!row || !(await verifyPassword(row.password_hash, change.current))) throw new DomainError('password-wrong');
  checkNewPassword(change.next, row.username, change.current);
  await setPasswordHash(trx, change.staffId, { hash: await hashPassword(change.next), mustChange: false });
  await endLogins(trx, change.staffId, change.keepTokenHash);
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new DomainError('sign-in-limited', { minutes: Math.ceil(error.msBeforeNext / 60_000) });
  }
}

let nobody: Promise<string> | undefined;
/** Something to verify against where there is no account, so that the time taken tells nothing. */
function nobodysHash(): Promise<string> {
  nobody ??= hashPassword('nobody has this password');
  return nobody;
}
