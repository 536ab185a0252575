/** The stream of the web chat: what arrives, in which order, from which process, and when it ends. */
import { afterEach, expect, it } from 'vitest';
import { webchatLimits } from '../../src/channels/webchat/limits.ts';
import { createStreams } from '../../src/channels/webchat/stream.ts';
import type { ChatItem, WebchatDeps } from '../../src/channels/webchat/webchat-adapter.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { intakeInto, openWebchatStand, type WebchatStand } from '../support/webchat-stand.ts';
import { type OpenStream, openVisitor, type WebchatVisitor } from '../support/webchat-visitor.ts';

let stand: WebchatStand;
let visitor: WebchatVisitor;

afterEach(() => stand.close());

/** Polling is out of the way unless a test is about it. */
async function open(limits: WebchatDeps['limits'] = {}): Promise<void> {
  stand = await openWebchatStand({ limits: { pollMs: 600_000, ...limits } });
  await stand.adapter.start(intakeInto(stand.mailbox));
  visitor = await openVisitor(stand.url);
}

async function items(stream: OpenStream): Promise<{ texts: string[]; seqs: number[]; resume: number; id?: string }> {
  const event = await stream.next('items');
  const data = JSON.parse(event.data) as { items: ChatItem[]; resume: number };
  const texts = data.items.map(({ text }) => text);
  return { texts, seqs: data.items.map(({ seq }) => seq), resume: data.resume, id: event.id };
}

const say = (text: string) => stand.say(visitor.address, { author: 'bot', text });

it('begins at once, so that a proxy which holds events back is noticed', async () => {
  await open();
  const stream = await visitor.stream();
  await stream.next('beat');
  expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
  expect(stream.response.headers.get('cache-control')).toContain('no-store');
});

it('brings what is said, and what the visitor writes in another tab', async () => {
  await open();
  const stream = await visitor.stream();
  await say('Selamat pagi');
  expect((await items(stream)).texts).toEqual(['Selamat pagi']);
  await visitor.post('/chat/pesan', { id: 'message-1', text: 'Pagi' });
  expect((await items(stream)).texts).toEqual(['Pagi']);
});

it('brings nothing of anybody else', async () => {
  await open();
  const other = await openVisitor(stand.url);
  const stream = await other.stream();
  await say('rahasia');
  await stand.say(other.address, { author: 'bot', text: 'umum' });
  expect((await items(stream)).texts).toEqual(['umum']);
});

it('finds by looking what another process wrote', async () => {
  await open({ pollMs: 20 });
  const stream = await visitor.stream();
  stand.mailbox.put(visitor.address, { author: 'staff', text: 'dari proses lain' });
  expect((await items(stream)).texts).toEqual(['dari proses lain']);
});

it('goes on where it ended: after the last id, or where the page says', async () => {
  await open({ settleMs: -1 });
  const first = await visitor.stream();
  await say('satu');
  const { id } = await items(first);
  await first.close();
  await say('dua');
  await say('tiga');
  const again = await visitor.stream('?after=0', { 'last-event-id': id! });
  expect((await items(again)).texts).toEqual(['dua', 'tiga']);
  const asked = await visitor.stream(`?after=${Number(id) + 1}`);
  expect((await items(asked)).texts).toEqual(['tiga']);
});

it('misses no message that commits late below one that was sent, and sends none twice', async () => {
  await open();
  const stream = await visitor.stream();
  const early = stand.mailbox.put(visitor.address, { author: 'bot', text: '', seq: 100 });
  await say('nomor seratus satu');
  expect((await items(stream)).seqs).toEqual([early.seq, early.seq + 1]);
  stand.mailbox.put(visitor.address, { author: 'staff', text: 'terlambat', seq: 99 });
  await say('nomor seratus dua');
  const second = await items(stream);
  expect(second.texts).toEqual(['terlambat', 'nomor seratus dua']);
  expect(second.resume).toBe(0);
});

it('comes over a database that is away for a while', async () => {
  await open({ pollMs: 20 });
  stand.mailbox.broken = true;
  const stream = await visitor.stream();
  await stream.next('beat');
  stand.mailbox.put(visitor.address, { author: 'bot', text: 'akhirnya' });
  stand.mailbox.broken = false;
  expect((await items(stream)).texts).toEqual(['akhirnya']);
});

it('shows that somebody types, and that it is alive', async () => {
  await open({ heartbeatMs: 20 });
  const stream = await visitor.stream();
  await stream.next('beat');
  await stand.adapter.typing?.(visitor.address);
  await stream.next('typing');
  await stream.next('beat');
});

it('opens no more than so many at once, and one again when one is closed', async () => {
  await open({ streamsPerVisitorMax: 2 });
  const first = await visitor.stream();
  await visitor.stream();
  const refused = await visitor.get('/chat/aliran');
  expect(refused.status).toBe(503);
  await first.close();
  await expect.poll(async () => (await visitor.get('/chat/aliran')).status, { timeout: 10_000 }).toBe(200);
});

it('counts networks and all streams too', async () => {
  await open({ streamsPerNetworkMax: 2 });
  await visitor.stream();
  await (await openVisitor(stand.url)).stream();
  expect((await (await openVisitor(stand.url)).get('/chat/aliran')).status).toBe(503);
});

it('ends a stream after its time, and all when the channel stops', async () => {
  await open({ streamMs: 20 });
  await (await visitor.stream()).ended();
  await stand.close();
  await open();
  const stream = await visitor.stream();
  await stand.adapter.stop();
  await stream.ended();
  expect((await visitor.get('/chat/aliran')).status).toBe(503);
  expect((await visitor.post('/chat/pesan', { id: 'message-1', text: 'halo' })).status).toBe(503);
});

it('drops a page that does not read, and lets it come back', async () => {
  await open();
  const { mailbox } = stand;
  const limits = { ...webchatLimits, pollMs: 600_000, streamLagBytesMax: 1_000, streamsPerVisitorMax: 1 };
  const streams = createStreams({ mailbox, clock: systemClock, log: silentLog, limits, shown: (item) => item });
  const unread = streams.open(visitor.address, 0, 'network')!;
  mailbox.put(visitor.address, { author: 'bot', text: 'a'.repeat(2_000) });
  streams.kick(visitor.address);
  await expect.poll(() => streams.open(visitor.address, 0, 'network'), { timeout: 10_000 }).not.toBeNull();
  expect(await unread.text()).toContain('aaaa');
  streams.close();
});
