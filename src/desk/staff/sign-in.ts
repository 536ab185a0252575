/** Signing in and changing the password, with limits by network, account and device. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Db, Trx } from '../../db/database.ts';
import { transact } from '../../db/transact.ts';
import { DomainError } from '../../lib/errors.ts';
import { networkOf } from '../../lib/network.ts';
import type { StaffId } from '../../model.ts';
import { endLogins, type NewLogin, openLogin } from './login-store.ts';
import { checkNewPassword, hashPassword, verifyPassword } from './passwords.ts';
import type { Staff, StaffTools } from './staff.ts';
import { findStaffByUsername, setPasswordHash } from './staff-store.ts';

/**
 * Counts failures, in this process: an attacker who spreads over processes gets that many times the tries. `network`:
 * all that comes from there. `pair`: one account from one network. `account`: one account from everywhere that it never
 * signed in from. `device`: one account from a browser that it signed in from before.
 */
export type SignInLimits = Readonly<Record<'network' | 'pair' | 'account' | 'device', RateLimiterMemory>>;

/** So many wrong passwords in 15 minutes: an office behind one router has many people. */
const failuresMax = { network: 30, pair: 8, account: 24, device: 8 } as const;
const windowSeconds = 15 * 60;

export function createSignInLimits(): SignInLimits {
  const limiter = (keyPrefix: keyof SignInLimits) =>
    new RateLimiterMemory({ points: failuresMax[keyPrefix], duration: windowSeconds, keyPrefix });
  return {
    network: limiter('network'),
    pair: limiter('pair'),
    account: limiter('account'),
    device: limiter('device'),
  };
}

/** A browser that somebody signed in from: whose it is, and a sign of its own. */
export type KnownDevice = { staffId: StaffId; id: string };

/**
 * An unknown name, a wrong password and a disabled account fail alike and take as long. Who tries an account from
 * elsewhere makes new devices of it wait, but not the browsers that its owner works with.
 * @param attempt `remote`: the caller's address. `device`: what the browser is known as, or null.
 * @throws {DomainError} `sign-in-failed`; `sign-in-limited` with `minutes` to wait.
 */
export async function signIn(
  db: Db,
  attempt: { username: string; password: string; remote: string; device?: KnownDevice | null },
  tools: StaffTools & { limits: SignInLimits },
): Promise<NewLogin & { staff: Staff }> {
  const username = attempt.username.trim().toLowerCase().slice(0, 80);
  const network = networkOf(attempt.remote);
  // Taken before the slow check and given back after a success: tries in parallel cannot slip by. The network comes
  // first: nobody fills up the counts of more accounts than it has tries.
  await take(tools.limits.network, network);
  const found = await findStaffByUsername(db, username);
  const { device } = attempt;
  const giveBack =
    device && device.staffId === found?.id
      ? await takeTry(tools.limits, device.staffId, device.id)
      : await takeElsewhere(tools.limits, username, network);
  const isRight = await verifyPassword(found?.passwordHash ?? (await nobodysHash()), attempt.password);
  if (!found || !isRight || found.disabledAt !== null) throw new DomainError('sign-in-failed');
  await giveBack();
  await tools.limits.network.reward(network);
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

/**
 * Counts a try at a password by somebody whose browser is known, before the slow check.
 * @returns what gives the tries back after a success. @throws {DomainError} `sign-in-limited` with `minutes` to wait.
 */
export async function takeTry(limits: SignInLimits, staffId: StaffId, device: string): Promise<() => Promise<void>> {
  const key = `${staffId} ${device}`;
  await take(limits.device, key);
  return async () => {
    await limits.device.delete(key);
  };
}

/** The account's own count is taken last, and only a success of this very try gives its point back. */
async function takeElsewhere(limits: SignInLimits, username: string, network: string): Promise<() => Promise<void>> {
  const pair = `${username} ${network}`;
  await take(limits.pair, pair);
  await take(limits.account, username);
  return async () => {
    await limits.pair.delete(pair);
    await limits.account.reward(username);
  };
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
