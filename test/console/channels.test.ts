/** The page of channels: what links an account is shown to administrators who have just shown their password. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChannelLink, ChannelStatus, LinkState } from '../../src/channels/channel-adapter.ts';
import { DomainError } from '../../src/lib/errors.ts';
import type { Log } from '../../src/lib/log.ts';
import { minuteMs } from '../../src/lib/wib.ts';
import { type Visitor, visit } from './support/visitor.ts';
import { openWorld, password, type World } from './support/world.ts';

let world: World;
let admin: Visitor;
let status: ChannelStatus;
let state: LinkState;
let asked: string[];
let restarts: number;
let followers: Set<() => void>;
let logged: unknown[];

beforeEach(async () => {
  state = { qr: { text: 'ref,kunci-rahasia', at: 0 } };
  status = { state: 'unlinked', problem: 'unlinked', since: 0 };
  asked = [];
  restarts = 0;
  followers = new Set();
  logged = [];
  const link: ChannelLink = {
    read: () => state,
    changes: () => [{ at: 0, state: 'unlinked', problem: 'logged-out' }],
    follow(follower) {
      followers.add(follower);
      return () => followers.delete(follower);
    },
    async requestCode(phone) {
      if (status.state !== 'unlinked') throw new DomainError('link-not-waiting');
      asked.push(phone);
      state = { ...state, code: { text: 'KODE1234', at: 0 } };
    },
    restart: () => void (restarts += 1),
  };
  const log = { info: (facts: unknown) => logged.push(facts), warn() {}, error() {}, debug() {} } as unknown as Log;
  world = await openWorld(undefined, { channelStatuses: () => [{ name: 'whatsapp', status, link }], log });
  admin = await visit(world, 'admin');
});
afterEach(() => world.close());

const qrPicture = /src="data:image\/svg\+xml;base64,/;
const later = () => world.clock.advance(11 * minuteMs);

describe('/saluran', () => {
  it('shows the QR as a picture, its text nowhere, and keeps it out of every cache', async () => {
    const page = await admin.get('/saluran');
    expect(page.text).toMatch(qrPicture);
    expect(page.text).not.toContain('kunci-rahasia');
    expect(page.headers.get('Cache-Control')).toBe('no-store');
    expect(logged).toContainEqual({ staffId: world.staff.get('admin')?.id });
    expect(JSON.stringify(logged)).not.toContain('kunci-rahasia');
  });

  it('asks for the password once more when the sign-in is not fresh, and shows it after that', async () => {
    later();
    const before = await admin.get('/saluran');
    expect(before.text).not.toMatch(qrPicture);
    expect(before.text).toContain('action="/saluran/sandi"');
    expect((await admin.post('/saluran/sandi', { sandi: 'keliru' })).status).toBe(422);
    const old = admin.cookies.get('sesi');
    expect((await admin.post('/saluran/sandi', { sandi: password })).status).toBe(303);
    expect(admin.cookies.get('sesi')).not.toBe(old);
    expect((await admin.get('/saluran')).text).toMatch(qrPicture);
    admin.cookies.set('sesi', old ?? '');
    expect((await admin.get('/saluran')).status).toBe(303);
  });

  it('asks for a code, of a number as people write it', async () => {
    expect((await admin.post('/saluran/whatsapp/kode', { nomor: '0000-0000-0501' })).status).toBe(303);
    expect(asked).toEqual(['6200000000501']);
    expect((await admin.get('/saluran')).text).toContain('KODE1234');
    expect((await admin.post('/saluran/whatsapp/kode', { nomor: 'nomor' })).status).toBe(422);
  });

  it('gives no code to a sign-in that is not fresh', async () => {
    later();
    expect((await admin.post('/saluran/whatsapp/kode', { nomor: '000000000501' })).text).toContain('kata sandi');
    expect(asked).toEqual([]);
  });

  it('says what a state means and what to do, and starts anew when asked to', async () => {
    status = { state: 'broken', problem: 'account-blocked', since: 0 };
    const page = await admin.get('/saluran');
    expect(page.text).toContain('WhatsApp memblokir akun ini');
    expect(page.text).not.toMatch(qrPicture);
    expect((await admin.post('/saluran/whatsapp/mulai-ulang')).status).toBe(303);
    expect(restarts).toBe(1);
    expect((await admin.post('/saluran/whatsapp/kode', { nomor: '000000000501' })).text).toContain('tidak menunggu');
  });

  it('is told of each change while it is open, and of none once it is closed', async () => {
    const base = world.deps.config.publicUrl;
    const headers = { Cookie: `sesi=${admin.cookies.get('sesi')}`, Accept: 'text/event-stream' };
    const request = new Request(`${base}/langsung?saluran=ya`, { headers });
    const reader = (await world.console.fetch(request, '192.0.2.7')).body!.getReader();
    const read = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await read()).toContain('event: jumlah');
    for (const follower of followers) follower();
    expect(await read()).toContain('event: berubah');
    await reader.cancel();
    await expect.poll(() => followers.size).toBe(0);
  });

  it('stands in the figures', async () => {
    state = { memoryBytes: 400_000_000 };
    const request = new Request(`${world.deps.config.publicUrl}/metrics`);
    const text = await (await world.console.fetch(request, '127.0.0.1')).text();
    expect(text).toContain('klinik_channel_state{channel="whatsapp",state="unlinked",problem="unlinked"} 1');
    expect(text).toContain('klinik_channel_browser_bytes{channel="whatsapp"} 400000000');
  });
});
