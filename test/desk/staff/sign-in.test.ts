/** Signing in: what fails alike, who has to wait, and who not. */
import { beforeEach, expect, it } from 'vitest';
import { createSignInLimits, type KnownDevice, signIn } from '../../../src/desk/staff/sign-in.ts';
import { createStaff, disableStaff, enableStaff } from '../../../src/desk/staff/staff-store.ts';
import type { DomainError } from '../../../src/lib/errors.ts';
import type { StaffId } from '../../../src/model.ts';
import { describeOnDatabases } from '../../support/databases.ts';
import { makeDesk, start, type TestDesk } from '../desk.ts';

const code = (refused: Promise<unknown>) =>
  refused.then(
    () => 'done',
    (error: DomainError) => error.code ?? error,
  );

describeOnDatabases('signing in', (context) => {
  let desk: TestDesk;
  beforeEach(() => {
    desk = makeDesk(context.db);
  });
  const create = (account: Partial<Parameters<typeof createStaff>[1]> = {}) =>
    desk.act((trx) =>
      createStaff(
        trx,
        { name: 'Siti Rekaan', username: 'siti', role: 'consultant', department: 'dpkp', ...account },
        ['dpkp'],
        desk,
      ),
    );

  it('unknown, wrong and disabled fail alike', async () => {
    const { staff, password } = await create();
    await create({ username: 'mantan' });
    const tools = { ...desk, limits: createSignInLimits() };
    const attempt = (username: string, word: string) =>
      code(signIn(context.db, { username, password: word, remote: '192.0.2.1' }, tools));
    expect(await attempt('nobody', password)).toBe('sign-in-failed');
    expect(await attempt('siti', 'salah')).toBe('sign-in-failed');
    await desk.act((trx) => disableStaff(trx, staff.id, start));
    expect(await attempt('siti', password)).toBe('sign-in-failed');
    await desk.act((trx) => enableStaff(trx, staff.id));
    expect(await attempt('siti', password)).toBe('done');
  });

  it('after eight failures an account waits there, whatever is typed, and not elsewhere', async () => {
    const { password } = await create();
    const tools = { ...desk, limits: createSignInLimits() };
    const attempt = (word: string, remote: string) =>
      signIn(context.db, { username: 'siti', password: word, remote }, tools);
    for (let n = 0; n < 8; n++) expect(await code(attempt('salah', '192.0.2.1'))).toBe('sign-in-failed');
    await expect(attempt(password, '192.0.2.1')).rejects.toMatchObject({
      code: 'sign-in-limited',
      facts: { minutes: 15 },
    });
    expect(await code(attempt(password, '192.0.2.2'))).toBe('done');
  });

  it('tried from many networks, an account takes no new device for a while, but those of its owner', async () => {
    const { staff, password } = await create();
    const tools = { ...desk, limits: createSignInLimits() };
    const attempt = (word: string, n: number, device?: KnownDevice) =>
      code(signIn(context.db, { username: 'siti', password: word, remote: `192.0.2.${n}`, device }, tools));
    for (let n = 0; n < 24; n++) expect(await attempt('salah', n)).toBe('sign-in-failed');
    expect(await attempt(password, 99)).toBe('sign-in-limited');
    expect(await attempt(password, 99, { staffId: staff.id, id: 'meja' })).toBe('done');
    expect(await attempt(password, 99, { staffId: 'other' as StaffId, id: 'meja' })).toBe('sign-in-limited');
    for (let n = 0; n < 8; n++)
      expect(await attempt('salah', n, { staffId: staff.id, id: 'dicuri' })).toBe('sign-in-failed');
    expect(await attempt('salah', 98, { staffId: staff.id, id: 'dicuri' })).toBe('sign-in-limited');
    expect(await attempt(password, 98, { staffId: staff.id, id: 'meja' })).toBe('done');
  });

  it('a network that is at its limit uses up the tries of no account', async () => {
    const { password } = await create();
    const tools = { ...desk, limits: createSignInLimits() };
    const attempt = (username: string, word: string, remote: string) =>
      code(signIn(context.db, { username, password: word, remote }, tools));
    for (let n = 0; n < 30; n++) await attempt(`nobody${n}`, 'x', '2001:db8:0:12::1');
    for (let n = 0; n < 40; n++)
      expect(await attempt('siti', 'salah', `2001:db8:0:12::${n + 2}`)).toBe('sign-in-limited');
    expect(await attempt('siti', password, '192.0.2.1')).toBe('done');
  });

  it('in parallel no more tries get through than one after another', async () => {
    await create();
    const tools = { ...desk, limits: createSignInLimits() };
    const failedOf = async (remote: (n: number) => string) => {
      const attempts = Array.from({ length: 30 }, (_, n) =>
        code(signIn(context.db, { username: 'siti', password: 'salah', remote: remote(n) }, tools)),
      );
      return (await Promise.all(attempts)).filter((one) => one === 'sign-in-failed').length;
    };
    expect(await failedOf(() => '198.51.100.1')).toBe(8);
    expect(await failedOf((n) => `192.0.2.${n}`)).toBe(16);
  });

  it('an address that tries many names waits; a success there does not count', async () => {
    const { password } = await create();
    const limits = createSignInLimits();
    const attempt = (username: string, word: string) =>
      code(signIn(context.db, { username, password: word, remote: '192.0.2.7' }, { ...desk, limits }));
    for (let n = 0; n < 30; n++) expect(await attempt(`nobody${n}`, 'x')).toBe('sign-in-failed');
    expect(await attempt('siti', password)).toBe('sign-in-limited');
    const other = createSignInLimits();
    const right = { username: 'siti', password, remote: '192.0.2.8' };
    for (let n = 0; n < 31; n++) expect(await code(signIn(context.db, right, { ...desk, limits: other }))).toBe('done');
  });
});
