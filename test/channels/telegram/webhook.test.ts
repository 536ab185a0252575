/** The webhook's entrance: who may come in, what is refused, and that 200 means stored. */
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramAdapter } from '../../../src/channels/telegram/telegram-adapter.ts';
import { createMemoryIntake, type MemoryIntake } from '../../contract/memory-intake.ts';
import { type BotApi, createBotApi } from '../../support/bot-api/bot-api.ts';
import { createRecordingLog } from './recording-log.ts';
import { openRouteServer, type RouteServer } from './route-server.ts';
import { createTestAdapter, webhookSecret } from './telegram-harness.ts';

let api: BotApi;
let server: RouteServer;
let adapter: TelegramAdapter;
let intake: MemoryIntake;
let log: ReturnType<typeof createRecordingLog>;
let url: string;

beforeEach(async () => {
  api = await createBotApi();
  server = await openRouteServer();
  url = `${server.url}/telegram/webhook`;
  log = createRecordingLog();
  intake = createMemoryIntake();
  adapter = createTestAdapter(api, { webhook: { url, secret: webhookSecret } }, log);
  server.mount(adapter.routes!);
});

afterEach(async () => {
  intake.release();
  await adapter.stop();
  await server.close();
  await api.close();
});

const soon = <T>(read: () => T) => expect.poll(read, { timeout: 10_000, interval: 5 });
const texts = () => intake.messages.map(({ text }) => text);
const calls = (method: string) => api.calls.filter((call) => call.method === method);
const started = async () => {
  await adapter.start(intake);
  await soon(() => adapter.status().state).toBe('on');
};

function update(text: string, id = 1): string {
  const from = { id: 501, is_bot: false, first_name: 'Siti' };
  const message = { message_id: id, chat: { id: 501, type: 'private', first_name: 'Siti' }, from, date: 1, text };
  return JSON.stringify({ update_id: id, message });
}

/** Writes the body in the given pieces, each on its way before the next. */
function post(pieces: readonly Uint8Array[], headers: Record<string, string | number> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: 'POST',
      headers: { 'x-telegram-bot-api-secret-token': webhookSecret, ...headers },
    });
    outgoing.on('response', (answer) => resolve(answer.resume().statusCode!));
    outgoing.on('error', reject);
    outgoing.setNoDelay(true);
    const write = (index: number): void => {
      const piece = pieces[index];
      if (piece === undefined) outgoing.end();
      else outgoing.write(piece, () => setImmediate(write, index + 1));
    };
    write(0);
  });
}

describe('who may come in', () => {
  it.each([
    ['no secret', ''],
    ['another secret', 'guess'],
    ['the beginning of the secret', webhookSecret.slice(0, -1)],
    ['the secret and more', `${webhookSecret}x`],
  ])('%s: 403, and nothing is stored', async (_, secret) => {
    await started();
    const headers = { 'x-telegram-bot-api-secret-token': secret };
    expect(await post([Buffer.from(update('palsu'))], headers)).toBe(403);
    expect(intake.handedOver).toEqual([]);
  });

  it('the secret: 200, and it is stored', async () => {
    await started();
    expect(await post([Buffer.from(update('halo'))])).toBe(200);
    expect(texts()).toEqual(['halo']);
  });
});

describe('what is refused', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', 'halo'],
    ['no object', '7'],
    ['null', 'null'],
    ['no update', '{"message":{}}'],
    ['an update whose id is no number', '{"update_id":"1"}'],
  ])('%s: 400', async (_, body) => {
    await started();
    expect(await post([Buffer.from(body)])).toBe(400);
    expect(intake.handedOver).toEqual([]);
  });

  it('a body over 1 MB: 413, whether announced or not', async () => {
    await started();
    const megabyte = Buffer.alloc(1024 * 1024, 0x20);
    expect(await post([], { 'content-length': 50_000_000 }).catch(() => 413)).toBe(413);
    expect(await post([megabyte, Buffer.from(update('besar'))])).toBe(413);
    expect(intake.handedOver).toEqual([]);
    const room = megabyte.subarray(update('pas').length);
    expect(await post([room, Buffer.from(update('pas'))])).toBe(200);
    expect(texts()).toEqual(['pas']);
  });
});

describe('200 means stored', () => {
  it('reads characters that lie across two pieces of the body', async () => {
    await started();
    const bytes = Buffer.from(update('Ngêrêng 🙏 привет'));
    const pieces = Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
    expect(await post(pieces)).toBe(200);
    expect(texts()).toEqual(['Ngêrêng 🙏 привет']);
  });

  it('answers 503 where nothing was stored, says so, and is well again with the next that is', async () => {
    await started();
    intake.failNext(1);
    expect(await post([Buffer.from(update('halo'))])).toBe(503);
    expect(adapter.status()).toMatchObject({ state: 'retrying', problem: 'storing' });
    expect(texts()).toEqual([]);
    expect(await post([Buffer.from(update('halo'))])).toBe(200);
    expect(texts()).toEqual(['halo']);
    expect(adapter.status()).toMatchObject({ state: 'on', problem: undefined });
  });

  it('answers 503 before the start and after the stop', async () => {
    expect(await post([Buffer.from(update('awal'))])).toBe(503);
    await started();
    await adapter.stop();
    expect(await post([Buffer.from(update('akhir'))])).toBe(503);
    expect(intake.handedOver).toEqual([]);
  });

  it('answers 200 to what is not for us: Telegram would bring it for ever', async () => {
    await started();
    const group = update('halo grup').replace('"type":"private"', '"type":"group"');
    expect(await post([Buffer.from(group)])).toBe(200);
    expect(intake.events).toEqual([]);
  });

  it('reads updates while Telegram itself cannot be called', async () => {
    api.cut();
    await adapter.start(intake);
    expect(await post([Buffer.from(update('halo'))])).toBe(200);
    expect(texts()).toEqual(['halo']);
  });
});

describe('the webhook at Telegram', () => {
  it('is set with our secret and the kinds that we read, and never polled', async () => {
    api.user(501).text('menunggu');
    await started();
    await soon(texts).toEqual(['menunggu']);
    expect(calls('setWebhook').map(({ params }) => params)).toEqual([
      {
        url,
        secret_token: webhookSecret,
        allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
        max_connections: 10,
      },
    ]);
    expect(calls('getUpdates')).toEqual([]);
  });

  it('is set again, and said, where somebody took it away', async () => {
    await started();
    await fetch(`${api.url}/bot${api.token}/deleteWebhook`);
    api.user(501).text('halo');
    await soon(texts).toEqual(['halo']);
    await soon(() => log.states()).toEqual(['starting', 'on', 'retrying:webhook-lost', 'on']);
  });

  it('is said to fail where Telegram does not reach it', async () => {
    await started();
    server.mount([]);
    api.user(501).text('halo');
    await soon(() => adapter.status()).toMatchObject({ state: 'retrying', problem: 'webhook-failing' });
    server.mount(adapter.routes!);
    await soon(texts).toEqual(['halo']);
    await soon(() => adapter.status().state).toBe('on');
  });

  it('is not on while Telegram refuses the address', async () => {
    api.fault('setWebhook', { code: 400, description: 'Bad Request: bad webhook: HTTPS url must be provided' });
    await adapter.start(intake);
    await soon(() => log.states()).toEqual(['starting', 'broken:rejected', 'on']);
    expect(log.lines.find(({ facts }) => facts.problem === 'rejected')?.facts.detail).toContain('HTTPS url');
  });
});
