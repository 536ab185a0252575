/** Accounts of staff: made, signed in to, changed, disabled. */
import { beforeEach, describe, expect, it } from 'vitest';
import {
  endLogins,
  findLogin,
  isTouchDue,
  loginIdleMs,
  loginTotalMs,
  openLogin,
  removeOldLogins,
  signOut,
  touchLogin,
} from '../../../src/desk/staff/login-store.ts';
import { checkNewPassword, generatePassword, hashPassword, verifyPassword } from '../../../src/desk/staff/passwords.ts';
import { can, permissionsOf } from '../../../src/desk/staff/roles.ts';
import { changePassword, createSignInLimits, signIn } from '../../../src/desk/staff/sign-in.ts';
import {
  createStaff,
  disableStaff,
  ensureAdministrator,
  listStaff,
  newColleagues,
  resetPassword,
} from '../../../src/desk/staff/staff-store.ts';
import { createManualClock } from '../../../src/lib/clock.ts';
import type { DomainError } from '../../../src/lib/errors.ts';
import { createSeededIds } from '../../../src/lib/ids.ts';
import { describeOnDatabases } from '../../support/databases.ts';
import { makeDesk, start, type TestDesk } from '../desk.ts';

const code = (refused: Promise<unknown>) =>
  refused.then(
    () => 'done',
    (error: DomainError) => error.code ?? error,
  );

describe('a password', () => {
  const ids = createSeededIds(createManualClock(start), 'passwords');

  it('that is made has four groups without look-alikes and may be used', () => {
    const made = new Set(Array.from({ length: 200 }, () => generatePassword(ids)));
    expect(made.size).toBe(200);
    for (const password of made) {
      expect(password).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){3}$/);
      expect(() => checkNewPassword(password, 'siti')).not.toThrow();
    }
  });

  it.each([
    ['elevenchars', 'password-short'],
    ['kata'.repeat(51), 'password-long'],
    ['aaaaaaaaaaaaaaaa', 'password-common'],
    ['prodamaskediri12', 'password-common'],
    ['Password12345678', 'password-common'],
    ['password123456', 'password-common'],
    ['sitisitisiti1234', 'password-common'],
    ['kuda makan rumput', 'done'],
    ['yang lama sekali', 'password-same'],
  ])('%s: %s', async (password, expected) => {
    const check = async () => checkNewPassword(password, 'siti', 'yang lama sekali');
    expect(await code(check())).toBe(expected);
  });

  it('is hashed with argon2id and salted', async () => {
    const [one, two] = [await hashPassword('kuda makan rumput'), await hashPassword('kuda makan rumput')];
    expect(one).toMatch(/^\$argon2id\$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword(one, 'kuda makan rumput')).toBe(true);
    expect(await verifyPassword(one, 'kuda makan rumpun')).toBe(false);
    expect(await verifyPassword('no hash', 'kuda')).toBe(false);
    expect(await verifyPassword(one, 'x'.repeat(10_000))).toBe(false);
  });
});

describe('roles', () => {
  it('have these permissions and no others', () => {
    expect(
      Object.fromEntries(
        (['administrator', 'coordinator', 'consultant', 'front_desk'] as const).map((role) => [
          role,
          permissionsOf(role),
        ]),
      ),
    ).toEqual({
      administrator: ['tickets.read-all', 'cases.read', 'staff.manage', 'operations.manage'],
      coordinator: ['tickets.read-all', 'triage.assign', 'lessons.review', 'cases.read', 'settings.confirm'],
      consultant: ['tickets.work', 'originals.reveal'],
      front_desk: [],
    });
    expect(can({ role: 'consultant' }, 'staff.manage')).toBe(false);
  });
});

describeOnDatabases('staff', (context) => {
  let desk: TestDesk;
  const departments = ['dpkp', 'inspektorat'];
  beforeEach(() => {
    desk = makeDesk(context.db);
  });
  const create = (account: Partial<Parameters<typeof createStaff>[1]> = {}) =>
    desk.act((trx) =>
      createStaff(
        trx,
        { name: 'Siti Rekaan', username: 'siti', role: 'consultant', department: 'dpkp', ...account },
        departments,
        desk,
      ),
    );

  it('get a name that is free, a role that fits their desk, and a password that nobody stores', async () => {
    const { staff, password } = await create({ username: ' Siti.R ', name: ' Siti   Rekaan ' });
    expect(staff).toMatchObject({ username: 'siti.r', name: 'Siti Rekaan', mustChangePassword: true });
    const row = await context.db.selectFrom('staff').selectAll().executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain(password);
    expect(await verifyPassword(row.password_hash, password)).toBe(true);
    expect(await code(create({ username: 'SITI.R' }))).toBe('username-taken');
    expect(await code(create({ username: 'a b' }))).toBe('username-bad');
    expect(await code(create({ name: 'S' }))).toBe('name-bad');
    expect(await code(create({ department: null }))).toBe('department-needed');
    expect(await code(create({ department: 'luar' }))).toBe('department-unknown');
    expect(await code(create({ role: 'coordinator' }))).toBe('department-not-allowed');
    expect(await listStaff(context.db)).toHaveLength(1);
  });

  it('the first start makes one administrator, the second none', async () => {
    await create({ username: 'admin', role: 'front_desk', department: null });
    const made = await desk.act((trx) => ensureAdministrator(trx, desk));
    expect(made?.staff).toMatchObject({ role: 'administrator', username: 'admin2', mustChangePassword: true });
    expect(await desk.act((trx) => ensureAdministrator(trx, desk))).toBeNull();
  });

  it('the last administrator cannot be disabled', async () => {
    const made = await desk.act((trx) => ensureAdministrator(trx, desk));
    const first = made!.staff.id;
    expect(await code(desk.act((trx) => disableStaff(trx, first, start)))).toBe('last-administrator');
    expect((await listStaff(context.db))[0]?.disabledAt).toBeNull();
    await create({ username: 'kedua', role: 'administrator', department: null });
    await desk.act((trx) => disableStaff(trx, first, start));
    expect((await listStaff(context.db)).map((staff) => staff.disabledAt !== null).sort()).toEqual([false, true]);
  });

  it('sign in with name in any case and password, and get a cookie of which only a hash is kept', async () => {
    const { password } = await create();
    const tools = { ...desk, limits: createSignInLimits() };
    const login = await signIn(context.db, { username: ' SITI ', password, remote: '192.0.2.1' }, tools);
    expect(login.staff).toMatchObject({ username: 'siti', mustChangePassword: true });
    const found = await findLogin(context.db, login.token, desk.clock.now());
    expect(found).toMatchObject({ csrf: login.csrf, staff: { id: login.staff.id } });
    const [row] = await context.db.selectFrom('login_session').selectAll().execute();
    expect(JSON.stringify(row)).not.toContain(login.token);
    expect(await findLogin(context.db, `${login.token}x`, desk.clock.now())).toBeNull();
  });

  it('a login ends when idle, at last in any case, on leaving, and with the account', async () => {
    const { staff } = await create();
    const open = () => desk.act((trx) => openLogin(trx, staff.id, desk));
    const isOpen = async (token: string) => (await findLogin(context.db, token, desk.clock.now())) !== null;
    const idle = await open();
    desk.clock.advance(loginIdleMs - 1);
    expect(await isOpen(idle.token)).toBe(true);
    desk.clock.advance(1);
    expect(await isOpen(idle.token)).toBe(false);

    const busy = await open();
    const opened = desk.clock.now();
    while (desk.clock.now() + loginIdleMs / 2 < opened + loginTotalMs) {
      desk.clock.advance(loginIdleMs / 2);
      const login = (await findLogin(context.db, busy.token, desk.clock.now()))!;
      expect(isTouchDue(login, desk.clock.now())).toBe(true);
      await desk.act((trx) => touchLogin(trx, login.tokenHash, desk.clock.now()));
      expect(isTouchDue((await findLogin(context.db, busy.token, desk.clock.now()))!, desk.clock.now())).toBe(false);
    }
    desk.clock.set(opened + loginTotalMs);
    expect(await isOpen(busy.token)).toBe(false);
    expect(await desk.act((trx) => removeOldLogins(trx, desk.clock.now()))).toBe(2);

    const left = await open();
    const kept = await open();
    await desk.act((trx) => signOut(trx, left.token));
    expect([await isOpen(left.token), await isOpen(kept.token)]).toEqual([false, true]);
    await desk.act((trx) => disableStaff(trx, staff.id, start));
    expect(await isOpen(kept.token)).toBe(false);
    expect(await context.db.selectFrom('login_session').selectAll().execute()).toEqual([]);
  });

  it('change their password, which ends the other logins but not the one that asks', async () => {
    const { staff, password } = await create();
    const [here, there] = [
      await desk.act((trx) => openLogin(trx, staff.id, desk)),
      await desk.act((trx) => openLogin(trx, staff.id, desk)),
    ];
    const keepTokenHash = (await findLogin(context.db, here.token, start))!.tokenHash;
    const change = (current: string, next: string) =>
      code(desk.act((trx) => changePassword(trx, { staffId: staff.id, current, next, keepTokenHash })));
    expect(await change('salah', 'kuda makan rumput')).toBe('password-wrong');
    expect(await change(password, password)).toBe('password-same');
    expect(await change(password, 'pendek')).toBe('password-short');
    expect(await change(password, 'kuda makan rumput')).toBe('done');
    expect(await findLogin(context.db, there.token, start)).toBeNull();
    expect(await findLogin(context.db, here.token, start)).toMatchObject({ staff: { mustChangePassword: false } });
    const tools = { ...desk, limits: createSignInLimits() };
    const attempt = (word: string) =>
      code(signIn(context.db, { username: 'siti', password: word, remote: 'a' }, tools));
    expect([await attempt(password), await attempt('kuda makan rumput')]).toEqual(['sign-in-failed', 'done']);
  });

  it('a new password by the administrator must be changed and ends every login', async () => {
    const { staff } = await create();
    const login = await desk.act((trx) => openLogin(trx, staff.id, desk));
    const password = await desk.act((trx) => resetPassword(trx, staff.id, desk));
    expect(await findLogin(context.db, login.token, start)).toBeNull();
    const tools = { ...desk, limits: createSignInLimits() };
    const again = await signIn(context.db, { username: 'siti', password, remote: 'a' }, tools);
    expect(again.staff.mustChangePassword).toBe(true);
    await desk.act((trx) => endLogins(trx, staff.id));
    expect(await findLogin(context.db, again.token, start)).toBeNull();
    const nobody = 'nobody' as typeof staff.id;
    expect(await code(desk.act((trx) => resetPassword(trx, nobody, desk)))).toBe('staff-unknown');
  });

  it('a new reader in a desk is announced to the others there (law 8)', async () => {
    const { staff: old } = await create({ username: 'lama', department: 'inspektorat' });
    desk.clock.advance(1_000);
    const since = desk.clock.now();
    await create({ username: 'baru', name: 'Pak Baru Misal', department: 'inspektorat' });
    await create({ username: 'lain', department: 'dpkp' });
    expect((await newColleagues(context.db, old, since)).map((staff) => staff.username)).toEqual(['baru']);
    const { staff: boss } = await create({ username: 'koord', role: 'coordinator', department: null });
    expect(await newColleagues(context.db, boss, since)).toEqual([]);
  });
});
