/** The entrances of the web chat: who may write, what is refused and with which words, what a visitor sees. */
import { afterEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/lib/clock.ts';
import { createMemoryIntake } from '../contract/memory-intake.ts';
import { intakeInto, openWebchatStand, type WebchatStand } from '../support/webchat-stand.ts';
import { addressIn, cookieOf, openVisitor } from '../support/webchat-visitor.ts';

let stand: WebchatStand;

afterEach(() => stand.close());

async function open(...more: Parameters<typeof openWebchatStand>): Promise<WebchatStand> {
  stand = await openWebchatStand(...more);
  await stand.adapter.start(intakeInto(stand.mailbox));
  return stand;
}

const id = (n = 0) => `message-${n}`;

describe('the page', () => {
  it('comes with a cookie that no script reads and a policy without inline code', async () => {
    await open();
    const response = await fetch(`${stand.url}/chat`);
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toContain('; HttpOnly');
    expect(cookie).toContain('; SameSite=Lax');
    expect(cookie).not.toContain('Secure');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const html = await response.text();
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\bstyle=|\son\w+=/);
    expect(html).toContain('href="tel:112"');
  });

  it('is secure where the desk is reached over https', async () => {
    await open({ cookieSecure: true });
    expect((await fetch(`${stand.url}/chat`)).headers.get('set-cookie')).toContain('; Secure');
  });

  it('has every file that it names, all in all under 40 kB on the wire, kept until they change', async () => {
    await open();
    const html = await (await fetch(`${stand.url}/chat`)).text();
    const paths = new Set([...html.matchAll(/\/chat\/aset\/[\w./-]+/g)].map(([path]) => path));
    expect(paths.size).toBeGreaterThan(8);
    let bytes = html.length;
    for (const path of paths) {
      const response = await fetch(stand.url + path);
      expect([path, response.status]).toEqual([path, 200]);
      expect(response.headers.get('cache-control')).toContain('immutable');
      bytes += Number(response.headers.get('content-length') ?? (await response.arrayBuffer()).byteLength);
    }
    expect(bytes).toBeLessThan(40 * 1024);
    for (const path of ['/chat/aset/old/chat.html', '/chat/aset/x/../../page.ts', '/chat/aset/x/%2e%2e%2fpage.ts'])
      expect((await fetch(stand.url + path)).status).toBe(404);
  });

  it('keeps a visitor over visits', async () => {
    await open();
    const visitor = await openVisitor(stand.url);
    expect(addressIn(cookieOf(await visitor.get('/chat')))).toBe(visitor.address);
    expect(addressIn(cookieOf(await fetch(`${stand.url}/chat`)))).not.toBe(visitor.address);
  });
});

describe('writing', () => {
  it('stores the same message once, however often it is sent', async () => {
    await open();
    const visitor = await openVisitor(stand.url);
    for (let tries = 0; tries < 3; tries++)
      expect((await visitor.post('/chat/pesan', { id: id(), text: 'Lampu mati' })).status).toBe(202);
    const { items } = await visitor.history();
    expect(items).toMatchObject([{ author: 'citizen', text: 'Lampu mati', id: id() }]);
  });

  it('takes nothing from another site', async () => {
    await open();
    const visitor = await openVisitor(stand.url);
    const foreign: Record<string, string>[] = [
      { origin: 'https://tetangga.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const path of ['/chat/pesan', '/chat/berkas', '/chat/diterima', '/chat/keluar'])
      for (const headers of foreign) {
        const response = await visitor.post(path, { id: id(), text: 'halo', upTo: 1 }, headers);
        expect([path, headers, response.status]).toEqual([path, headers, 403]);
      }
    const bare = await fetch(`${stand.url}/chat/pesan`, { method: 'POST', headers: { cookie: visitor.cookie } });
    expect(bare.status).toBe(403);
    expect(stand.mailbox.rows(visitor.address)).toEqual([]);
  });

  it('takes nothing from nobody: no cookie, or one that we did not sign', async () => {
    await open();
    const visitor = await openVisitor(stand.url);
    const other = await openVisitor(stand.url);
    const forged = visitor.cookie.replace(visitor.address, other.address);
    for (const cookie of ['', forged, 'klinik_chat=', `klinik_chat=${visitor.address}`]) {
      const response = await visitor.post('/chat/pesan', { id: id(), text: 'halo' }, { cookie });
      expect([cookie, response.status]).toEqual([cookie, 401]);
      expect((await visitor.get('/chat/riwayat', { cookie })).status).toBe(401);
      expect((await visitor.get('/chat/aliran', { cookie })).status).toBe(401);
    }
  });

  it('refuses what it cannot read, with words', async () => {
    await open();
    const visitor = await openVisitor(stand.url);
    const faulty = [
      '{',
      '[]',
      {},
      { id: id() },
      { id: id(), text: '  ' },
      { id: 'x', text: 'halo' },
      { id: id(), location: { latitude: 91, longitude: 0 } },
    ];
    for (const body of faulty) {
      const response = await visitor.post('/chat/pesan', body);
      expect([body, response.status]).toEqual([body, 400]);
      expect(await response.json()).toMatchObject({ error: 'faulty', message: expect.stringContaining('Muat ulang') });
    }
    const long = await visitor.post('/chat/pesan', { id: id(), text: 'a'.repeat(4_001) });
    expect([long.status, await long.json()]).toMatchObject([413, { error: 'too-long' }]);
    expect((await visitor.post('/chat/pesan', { id: id(), text: 'a'.repeat(100_000) })).status).toBe(413);
    expect(stand.mailbox.rows(visitor.address)).toEqual([]);
  });

  it('slows down a visitor, and a network of many visitors, and says for how long', async () => {
    const limits = { messagesPerVisitor: { count: 3, seconds: 60 }, messagesPerNetwork: { count: 5, seconds: 60 } };
    await open({ limits });
    const write = async (visitor: Awaited<ReturnType<typeof openVisitor>>, n: number) =>
      visitor.post('/chat/pesan', { id: id(n), text: `pesan ${n}` });
    const one = await openVisitor(stand.url);
    for (const n of [1, 2, 3]) expect((await write(one, n)).status).toBe(202);
    const refused = await write(one, 4);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ error: 'too-fast', message: expect.stringContaining('tunggu') });
    const other = await openVisitor(stand.url);
    expect((await write(other, 1)).status).toBe(202);
    expect((await write(other, 2)).status).toBe(202);
    const third = await openVisitor(stand.url);
    expect((await write(third, 1)).status).toBe(429);
  });

  it('says that nothing is stored when nothing is stored, and when to try again', async () => {
    stand = await openWebchatStand();
    const intake = createMemoryIntake();
    intake.failNext(1);
    await stand.adapter.start(intake);
    const visitor = await openVisitor(stand.url);
    const refused = await visitor.post('/chat/pesan', { id: id(), text: 'halo' });
    expect([refused.status, await refused.json()]).toMatchObject([503, { error: 'not-stored' }]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await visitor.post('/chat/pesan', { id: id(), text: 'halo' })).status).toBe(202);
    expect(intake.messages).toHaveLength(1);
  });

  it('answers with a refusal, not with an error, while the database is away', async () => {
    await open();
    const visitor = await openVisitor(stand.url);
    stand.mailbox.broken = true;
    const response = await visitor.get('/chat/riwayat');
    expect([response.status, await response.json()]).toMatchObject([503, { error: 'busy' }]);
  });
});

describe('reading', () => {
  it('shows a visitor their own conversation, the newest first page, older ones on demand', async () => {
    await open({ limits: { pageItemsMax: 3 } });
    const visitor = await openVisitor(stand.url);
    const other = await openVisitor(stand.url);
    for (let n = 1; n <= 7; n++) stand.mailbox.put(visitor.address, { author: 'bot', text: String(n), at: n });
    stand.mailbox.put(other.address, { author: 'bot', text: 'rahasia' });
    const newest = await visitor.history();
    expect(newest).toMatchObject({ more: true, resume: 7 });
    expect(newest.items.map(({ text }) => text)).toEqual(['5', '6', '7']);
    const older = await visitor.history('?before=5');
    expect([older.items.map(({ text }) => text), older.more]).toEqual([['2', '3', '4'], true]);
    expect(await visitor.history('?before=2')).toMatchObject({ items: [{ text: '1' }], more: false });
    expect((await visitor.history('?after=2')).items.map(({ text }) => text)).toEqual(['3', '4', '5', '6', '7']);
    expect((await other.history()).items.map(({ text }) => text)).toEqual(['rahasia']);
  });

  it('does not read on past what may still be overtaken', async () => {
    const clock = createManualClock(1_800_000_000_000);
    await open({ clock });
    const visitor = await openVisitor(stand.url);
    const put = (seq: number, at: number) => stand.mailbox.put(visitor.address, { author: 'bot', seq, at, text: '' });
    put(10, clock.now() - 60_000);
    put(12, clock.now());
    expect(await visitor.history()).toMatchObject({ items: [{ seq: 10 }, { seq: 12 }], resume: 10 });
    put(11, clock.now());
    expect(await visitor.history('?after=10')).toMatchObject({ items: [{ seq: 11 }, { seq: 12 }], resume: 10 });
    clock.advance(60_000);
    expect(await visitor.history('?after=10')).toMatchObject({ resume: 12 });
  });

  it('counts as delivered what the page says it has got', async () => {
    await open();
    const visitor = await openVisitor(stand.url);
    const { seq } = await stand.say(visitor.address, { author: 'bot', text: 'halo' });
    await visitor.history();
    expect(stand.mailbox.deliveredUpTo(visitor.address)).toBe(0);
    expect((await visitor.post('/chat/diterima', { upTo: seq })).status).toBe(204);
    expect(stand.mailbox.deliveredUpTo(visitor.address)).toBe(seq);
    expect((await visitor.post('/chat/diterima', { upTo: 'all' })).status).toBe(400);
  });
});
