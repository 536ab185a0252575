/** Accounts of staff. Writes `staff`. */
import type { Db, Trx } from '../../db/database.ts';
import { DomainError } from '../../lib/errors.ts';
import type { DepartmentKey, Millis, StaffId, StaffRole } from '../../model.ts';
import { endLogins } from './login-store.ts';
import { generatePassword, hashPassword } from './passwords.ts';
import { type Staff, type StaffTools, staffFrom } from './staff.ts';

export type StaffListed = Staff & { createdAt: Millis; lastSeenAt: Millis | null };

export type NewStaff = {
  name: string;
  /** 3 to 40 of a–z 0–9 . _ - */
  username: string;
  role: StaffRole;
  department: DepartmentKey | null;
  sample?: boolean;
};

/**
 * Makes an account with a password that is told once and must be changed at the first sign-in.
 * @param departments the known keys, for the check.
 * @throws {DomainError} `username-bad`, `username-taken`, `name-bad`, `department-unknown`, `department-needed`,
 * `department-not-allowed`.
 */
export async function createStaff(
  trx: Trx,
  account: NewStaff,
  departments: Iterable<DepartmentKey>,
  tools: StaffTools,
): Promise<{ staff: Staff; password: string }> {
  const username = account.username.trim().toLowerCase();
  const name = account.name.trim().replace(/\s+/g, ' ');
  checkAccount({ ...account, username, name }, new Set(departments));
  const password = generatePassword(tools.ids);
  const row = {
    id: tools.ids.next<StaffId>(),
    username,
    name,
    role: account.role,
    department: account.department,
    password_hash: await hashPassword(password),
    must_change_password: 1 as const,
    disabled_at: null,
    sample: account.sample ? (1 as const) : (0 as const),
    created_at: tools.clock.now(),
  };
  const inserted = await trx
    .insertInto('staff')
    .values(row)
    .onConflict((conflict) => conflict.column('username').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) throw new DomainError('username-taken');
  return { staff: staffFrom(row), password };
}

/**
 * The first start needs somebody who can make the others.
 * @returns the administrator with a password to show once, or null when there is one already who can sign in.
 */
export async function ensureAdministrator(
  trx: Trx,
  tools: StaffTools,
): Promise<{ staff: Staff; password: string } | null> {
  const existing = await trx
    .selectFrom('staff')
    .select('id')
    .where('role', '=', 'administrator')
    .where('disabled_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (existing) return null;
  let username = 'admin';
  for (let n = 2; await findStaffByUsername(trx, username); n++) username = `admin${n}`;
  return await createStaff(
    trx,
    { name: 'Administrator', username, role: 'administrator', department: null },
    [],
    tools,
  );
}

/**
 * Ends an account: it cannot sign in, and its logins end now. Its tickets keep it as assignee until somebody takes them
 * over.
 * @throws {DomainError} `staff-unknown`, or `last-administrator`: nobody could make accounts any more.
 */
export async function disableStaff(trx: Trx, staffId: StaffId, now: Millis): Promise<void> {
  const staff = await needStaff(trx, staffId);
  if (staff.disabledAt !== null) return;
  await trx.updateTable('staff').set({ disabled_at: now }).where('id', '=', staffId).execute();
  await endLogins(trx, staffId);
  if (staff.role !== 'administrator') return;
  const left = await trx
    .selectFrom('staff')
    .select('id')
    .where('role', '=', 'administrator')
    .where('disabled_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (!left) throw new DomainError('last-administrator');
}

/** @throws {DomainError} `staff-unknown`. */
export async function enableStaff(trx: Trx, staffId: StaffId): Promise<void> {
  await needStaff(trx, staffId);
  await trx.updateTable('staff').set({ disabled_at: null }).where('id', '=', staffId).execute();
}

/**
 * A new password, told once, to be changed at the next sign-in; ends all logins of the account.
 * @throws {DomainError} `staff-unknown`.
 */
export async function resetPassword(trx: Trx, staffId: StaffId, tools: StaffTools): Promise<string> {
  await needStaff(trx, staffId);
  const password = generatePassword(tools.ids);
  await setPasswordHash(trx, staffId, { hash: await hashPassword(password), mustChange: true });
  await endLogins(trx, staffId);
  return password;
}

/** For `sign-in.ts`, which checks the password first. */
export async function setPasswordHash(
  trx: Trx,
  staffId: StaffId,
  password: { hash: string; mustChange: boolean },
): Promise<void> {
  await trx
    .updateTable('staff')
    .set({ password_hash: password.hash, must_change_password: password.mustChange ? 1 : 0 })
    .where('id', '=', staffId)
    .execute();
}

async function findStaff(db: Db, staffId: StaffId): Promise<Staff | null> {
  const row = await db.selectFrom('staff').selectAll().where('id', '=', staffId).executeTakeFirst();
  return row ? staffFrom(row) : null;
}

export async function findStaffByUsername(
  db: Db,
  username: string,
): Promise<(Staff & { passwordHash: string }) | null> {
  const row = await db.selectFrom('staff').selectAll().where('username', '=', username).executeTakeFirst();
  return row ? { ...staffFrom(row), passwordHash: row.password_hash } : null;
}

/** @returns accounts by name, for the administrator's page; with `department`, those of one department. */
export async function listStaff(db: Db, department?: DepartmentKey): Promise<StaffListed[]> {
  let query = db
    .selectFrom('staff')
    .leftJoin('login_session', 'login_session.staff_id', 'staff.id')
    .selectAll('staff')
    .select((select) => select.fn.max('login_session.seen_at').as('last_seen_at'))
    .groupBy('staff.id')
    .orderBy('staff.name');
  if (department !== undefined) query = query.where('staff.department', '=', department);
  const rows = await query.execute();
  return rows.map((row) => ({ ...staffFrom(row), createdAt: row.created_at, lastSeenAt: row.last_seen_at }));
}

/** @returns colleagues of a department whose accounts are newer than `since`: new readers are announced (law 8). */
export async function newColleagues(db: Db, reader: Staff, since: Millis): Promise<StaffListed[]> {
  if (reader.department === null) return [];
  const colleagues = await listStaff(db, reader.department);
  return colleagues.filter((staff) => staff.createdAt >= since && staff.id !== reader.id && staff.disabledAt === null);
}

function checkAccount(account: NewStaff, departments: ReadonlySet<DepartmentKey>): void {
  if (!/^[a-z0-9][a-z0-9._-]{2,39}$/.test(account.username)) throw new DomainError('username-bad');
  if (account.name.length < 2 || account.name.length > 80) throw new DomainError('name-bad');
  if (account.role !== 'consultant') {
    if (account.department !== null) throw new DomainError('department-not-allowed', { role: account.role });
    return;
  }
  if (account.department === null) throw new DomainError('department-needed');
  if (!departments.has(account.department))
    throw new DomainError('department-unknown', { department: account.department });
}

async function needStaff(trx: Trx, staffId: StaffId): Promise<Staff> {
  const staff = await findStaff(trx, staffId);
  if (!staff) throw new DomainError('staff-unknown');
  return staff;
}
