/** Links that carry a talk of the web chat elsewhere: who gets one, what ends it. */
import { afterEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/lib/clock.ts';
import { dayMs } from '../../src/lib/wib.ts';
import { intakeInto, openWebchatStand, type WebchatStand } from '../support/webchat-stand.ts';
import { addressIn, cookieOf, openVisitor } from '../support/webchat-visitor.ts';

let stand: WebchatStand;

afterEach(() => stand.close());

async function open(...more: Parameters<typeof openWebchatStand>): Promise<WebchatStand> {
  stand = await openWebchatStand(...more);
  await stand.adapter.start(intakeInto(stand.mailbox));
  return stand;
}

const follow = (path: string) => fetch(stand.url + path, { redirect: 'manual' });
const opens = async (path: string) => (await follow(path)).headers.get('location') === '/chat?tautan=diterima';

describe('a return link', () => {
  it('opens the conversation on another device, and leaves the address line at once', async () => {
    await open();
    const visitor = await openVisitor(stand.url);
    const path = await visitor.returnPath();
    const response = await follow(path);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/chat?tautan=diterima');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(addressIn(cookieOf(response))).toBe(visitor.address);
    expect((await visitor.get(path)).headers.get('location')).toBe('/chat');
  });

  it('is nothing where it was changed, or is another kind of secret', async () => {
    await open();
    const visitor = await openVisitor(stand.url);
    const cookieToken = visitor.cookie.split('=')[1]!;
    const tries = [
      `${await visitor.returnPath()}x`,
      `/chat/kembali?t=${cookieToken}`,
      '/chat/kembali',
      '/chat/kembali?t=..',
    ];
    for (const path of tries) {
      const response = await follow(path);
      expect([path, response.headers.get('location')]).toEqual([path, '/chat?tautan=tidak-berlaku']);
      expect(response.headers.get('set-cookie')).toBeNull();
    }
  });

  it('lives for thirty days after its last use', async () => {
    const clock = createManualClock(1_800_000_000_000);
    await open({ clock });
    const path = await (await openVisitor(stand.url)).returnPath();
    for (let uses = 0; uses < 3; uses++) {
      clock.advance(30 * dayMs - 1);
      expect(await opens(path)).toBe(true);
    }
    clock.advance(30 * dayMs);
    expect(await opens(path)).toBe(false);
  });

  it('ends with a newer one, and with leaving', async () => {
    await open();
    const visitor = await openVisitor(stand.url);
    const first = await visitor.returnPath();
    const second = await visitor.returnPath();
    expect([await opens(first), await opens(second)]).toEqual([false, true]);
    const response = await visitor.post('/chat/keluar', {});
    expect(response.headers.get('set-cookie')).toContain('klinik_chat=; Max-Age=0');
    expect(await opens(second)).toBe(false);
  });

  it('is made for a visitor alone, from our own page, and not without end', async () => {
    await open({ limits: { linksPerVisitor: { count: 2, seconds: 60 } } });
    const visitor = await openVisitor(stand.url);
    const foreign = await visitor.post('/chat/tautan', {}, { origin: 'https://tetangga.example' });
    expect(foreign.status).toBe(403);
    expect((await visitor.post('/chat/tautan', {}, { cookie: '' })).status).toBe(401);
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await visitor.post('/chat/tautan', {})).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('is told on the page with its time', async () => {
    await open();
    const html = await (await fetch(`${stand.url}/chat`)).text();
    expect(html).toContain('berlaku 30 hari sejak terakhir dibuka');
  });
});

describe('going on in another channel', () => {
  it('is offered where the channel is on, and leads there with a new secret each time', async () => {
    await open({ links: { telegramBot: 'klinik_contoh_bot' } });
    const visitor = await openVisitor(stand.url);
    const { links } = await visitor.history();
    expect(links).toEqual({ telegram: '/chat/telegram' });
    const told = async () => (await visitor.get('/chat/telegram')).headers.get('location');
    const [first, second] = [await told(), await told()];
    expect(first).toMatch(/^https:\/\/t\.me\/klinik_contoh_bot\?start=[\w-]{22}$/);
    expect(second).not.toBe(first);
    expect(second).not.toContain(visitor.address);
  });

  it('leads nobody there who is no visitor, or was led here by another site', async () => {
    await open({ links: { telegramBot: 'klinik_contoh_bot' } });
    const visitor = await openVisitor(stand.url);
    expect((await follow('/chat/telegram')).headers.get('location')).toBe('/chat');
    const led = await visitor.get('/chat/telegram', { 'sec-fetch-site': 'cross-site' });
    expect(led.headers.get('location')).toBe('/chat');
  });
});
