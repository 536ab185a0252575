/** Signing in through the pages: who works here is let in, also while somebody else tries their account. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Visitor, visit } from './support/visitor.ts';
import { openWorld, password, type World } from './support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

async function signIn(visitor: Visitor, sandi: string, remote: string) {
  visitor.from = remote;
  await visitor.get('/masuk');
  visitor.csrf = visitor.cookies.get('masuk') ?? '';
  return await visitor.post('/masuk', { nama: 'dpkp', sandi });
}

it('a browser that was here before signs in while strangers use up the tries of the account', async () => {
  const own = await visit(world);
  expect((await signIn(own, password, '192.0.2.10')).status).toBe(303);
  own.csrf = /name="_csrf" value="([^"]+)"/.exec((await own.get('/antrean')).text)?.[1] ?? '';
  expect((await own.post('/keluar')).status).toBe(303);
  for (let n = 0; n < 24; n++) expect((await signIn(await visit(world), 'salah', `198.51.100.${n}`)).status).toBe(422);
  const stranger = await signIn(await visit(world), password, '198.51.100.99');
  expect([stranger.status, stranger.text]).toEqual([429, expect.stringContaining('Terlalu banyak percobaan')]);
  expect((await signIn(own, password, '192.0.2.11')).status).toBe(303);
});

it('a cookie that we did not sign makes no browser known', async () => {
  for (let n = 0; n < 24; n++) await signIn(await visit(world), 'salah', `198.51.100.${n}`);
  const forger = await visit(world);
  forger.cookies.set('perangkat', `${world.staff.get('dpkp')!.id}~meja.AAAAAAAAAAAAAAAAAAAAAA`);
  expect((await signIn(forger, password, '192.0.2.12')).status).toBe(429);
});

it('who is signed in cannot try passwords without end', async () => {
  const visitor = await visit(world, 'dpkp');
  const change = { lama: 'salah', baru: 'kuda makan rumput', ulang: 'kuda makan rumput' };
  for (let n = 0; n < 8; n++) expect((await visitor.post('/sandi', change)).text).toContain('tidak cocok');
  expect((await visitor.post('/sandi', { ...change, lama: password })).text).toContain('Terlalu banyak percobaan');
});
