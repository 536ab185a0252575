/** The stand-in itself keeps the Bot API's rules, so that tests over it mean something. Called by the real Telegraf. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Telegram, type TelegramError } from 'telegraf';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BotApi, type Citizen, createBotApi } from '../../support/bot-api/bot-api.ts';
import { openRouteServer } from './route-server.ts';

let api: BotApi;
let telegram: Telegram;
let siti: Citizen;

beforeEach(async () => {
  api = await createBotApi();
  telegram = new Telegram(api.token, { apiRoot: api.url });
  siti = api.user(501);
});

afterEach(() => api.close());

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'no refusal',
    (error: TelegramError) => error.message,
  );
const poll = (params: object = {}) => telegram.callApi('getUpdates', params as never);
const keyboard = (text = 'Ya', callback_data = 'ya') => ({
  reply_markup: { inline_keyboard: [[{ text, callback_data }]] },
});

describe('the queue', () => {
  it('keeps updates until a higher offset is asked for', async () => {
    siti.text('satu');
    siti.text('dua');
    const first = await poll();
    expect(first).toHaveLength(2);
    expect(await poll({ limit: 1 })).toEqual(first.slice(0, 1));
    expect(await poll({ offset: first[1]!.update_id })).toEqual(first.slice(1));
    expect(await poll({ offset: first[1]!.update_id + 1 })).toEqual([]);
    expect(api.pending()).toBe(0);
  });

  it('answers a waiting poll when something comes', async () => {
    const waiting = poll({ timeout: 30 });
    await api.until(api.polling);
    siti.text('halo');
    expect(await waiting).toMatchObject([{ message: { text: 'halo' } }]);
  });

  it('ends the older of two polls, and every poll where a webhook is set', async () => {
    const older = refusal(poll({ timeout: 30 }));
    await api.until(api.polling);
    const younger = refusal(poll({ timeout: 30 }));
    expect(await older).toContain('terminated by other getUpdates request');
    await api.until(api.polling);
    await telegram.setWebhook('http://127.0.0.1:9/x');
    expect(await younger).toContain('terminated by setWebhook request');
    expect(await refusal(poll())).toContain("can't use getUpdates method while webhook is active");
  });

  it('gives only the kinds that were asked for', async () => {
    await poll({ allowed_updates: ['message'] });
    siti.text('halo');
    siti.block();
    expect((await poll()).map((update) => Object.keys(update)[1])).toEqual(['message']);
  });

  it('knows its token', async () => {
    const stranger = new Telegram('1:another', { apiRoot: api.url });
    expect(await refusal(stranger.getMe())).toContain('401');
    expect((await telegram.getMe()).username).toBe('klinik_contoh_bot');
    expect(api.calls.map(({ method }) => method)).toEqual(['getMe']);
  });
});

describe('the rules', () => {
  beforeEach(() => void siti.text('halo'));

  it.each([
    ['to nobody', () => telegram.sendMessage(999, 'x'), 'chat not found'],
    ['nothing', () => telegram.sendMessage(501, '  '), 'message text is empty'],
    ['too much', () => telegram.sendMessage(501, 'x'.repeat(4097)), 'message is too long'],
    [
      'button data over 64 bytes',
      () => telegram.sendMessage(501, 'x', keyboard('Ya', 'é'.repeat(33))),
      'BUTTON_DATA_INVALID',
    ],
    ['a button without a word', () => telegram.sendMessage(501, 'x', keyboard(' ')), 'inline keyboard button'],
    [
      'an answer to nothing',
      () => telegram.sendMessage(501, 'x', { reply_parameters: { message_id: 999 } }),
      'message to be replied not found',
    ],
    ['an edit of nothing', () => telegram.editMessageText(501, 999, undefined, 'x'), 'message to edit not found'],
    ['an edit of somebody else', () => telegram.editMessageText(501, 1, undefined, 'x'), "message can't be edited"],
    ['an answer to an old press', () => telegram.answerCbQuery('999'), 'query is too old'],
    ['a parse mode', () => telegram.sendMessage(501, 'x', { parse_mode: 'HTML' }), 'unsupported parse_mode'],
    ['a method that is not there', () => telegram.callApi('getStickerSet' as never, {} as never), '404'],
  ])('refuse %s', async (_, call, words) => {
    expect(await refusal(call())).toContain(words);
  });

  it('refuse an edit that changes nothing', async () => {
    const { message_id } = await telegram.sendMessage(501, 'Sudah?', keyboard());
    await telegram.editMessageReplyMarkup(501, message_id, undefined, undefined);
    expect(await refusal(telegram.editMessageReplyMarkup(501, message_id, undefined, undefined))).toContain(
      'not modified',
    );
    await telegram.editMessageText(501, message_id, undefined, 'Baik.');
    expect(siti.received().map(({ text }) => text)).toEqual(['Baik.']);
    await telegram.deleteMessage(501, message_id);
    expect(siti.received()).toEqual([]);
  });

  it('a press comes as a callback, can be answered once, and only while the button stands', async () => {
    const { message_id } = await telegram.sendMessage(501, 'Sudah?', keyboard());
    const message = siti.received()[0]!;
    const id = siti.press(message, 'Ya');
    expect((await poll()).at(-1)).toMatchObject({ callback_query: { id, data: 'ya', message: { message_id } } });
    expect(await telegram.answerCbQuery(id)).toBe(true);
    expect(await refusal(telegram.answerCbQuery(id))).toContain('query is too old');
    await telegram.editMessageReplyMarkup(501, message_id, undefined, undefined);
    expect(() => siti.press(message, 'Ya')).toThrow('no button');
  });

  it('who blocks is not written to, until they write again', async () => {
    siti.block();
    expect(await refusal(telegram.sendMessage(501, 'x'))).toContain('403: Forbidden: bot was blocked by the user');
    siti.text('halo lagi');
    await telegram.sendMessage(501, 'x');
    const kinds = (await poll()).map((update) => Object.keys(update)[1]);
    expect(kinds).toEqual(['message', 'my_chat_member', 'my_chat_member', 'message']);
  });

  it('files come and go, as forms too; over 20 MB none goes', async () => {
    const sent = Buffer.from('%PDF-1.7 contoh');
    const { document } = await telegram.sendDocument(501, { source: sent, filename: 'RAB.pdf' }, { caption: 'RAB' });
    expect(siti.received()[0]!.caption).toBe('RAB');
    const link = await telegram.getFileLink(document.file_id);
    expect(Buffer.from(await (await fetch(link)).arrayBuffer())).toEqual(sent);
    const form = new URLSearchParams({ chat_id: '501', text: 'dari formulir', ...jsonOf(keyboard()) });
    await fetch(`${api.url}/bot${api.token}/sendMessage`, { method: 'POST', body: form });
    expect(siti.received().at(-1)).toMatchObject({ text: 'dari formulir', ...keyboard() });
    const large = siti.document({ name: 'film', size: 30_000_000 }).document as { file_id: string };
    expect(await refusal(telegram.getFile(large.file_id))).toContain('file is too big');
  });
});

describe('faults', () => {
  beforeEach(() => void siti.text('halo'));

  it('done, then the connection dropped: it was done', async () => {
    api.fault('sendMessage', { after: true });
    expect(await refusal(telegram.sendMessage(501, 'x'))).toMatch(/socket hang up|ECONNRESET/);
    expect(siti.received()).toHaveLength(1);
    expect(api.calls.at(-1)).toMatchObject({ method: 'sendMessage', ok: true, fault: 'after' });
  });

  it('failed: it was not done; as often as told, and for whom', async () => {
    api.fault('sendMessage', { retry_after: 3, times: 2 }, ({ chat_id }) => chat_id === 501);
    api.user(502).text('halo');
    await telegram.sendMessage(502, 'x');
    expect(await refusal(telegram.sendMessage(501, 'x'))).toContain('429: Too Many Requests: retry after 3');
    expect(await refusal(telegram.sendMessage(501, 'x'))).toContain('429');
    expect(siti.received()).toEqual([]);
    await telegram.sendMessage(501, 'x');
    expect(siti.received()).toHaveLength(1);
  });

  it('later: it is done, and answered', async () => {
    api.fault('sendMessage', { delayMs: 20 });
    await telegram.sendMessage(501, 'x');
    expect(siti.received()).toHaveLength(1);
  });
});

it('brings each chat its updates in order, again and again until they are taken', async () => {
  const server = await openRouteServer();
  const taken: string[] = [];
  const busy = new Set<number>();
  let count = 0;
  server.mount([
    {
      method: 'POST',
      path: '/hook',
      async handle(request) {
        const { message } = (await request.json()) as { message: { text: string; chat: { id: number } } };
        expect(busy).not.toContain(message.chat.id);
        busy.add(message.chat.id);
        await new Promise((resolve) => setTimeout(resolve, 1));
        busy.delete(message.chat.id);
        if (++count % 3 === 0) return new Response(null, { status: 503 });
        taken.push(`${message.chat.id} ${message.text}`);
        expect(request.headers.get('x-telegram-bot-api-secret-token')).toBe('s3');
        const method = { method: 'sendMessage', chat_id: message.chat.id, text: 'baik' };
        return message.text === '9' ? Response.json(method) : new Response();
      },
    },
  ]);
  await telegram.setWebhook(`${server.url}/hook`, { secret_token: 's3', max_connections: 2 });
  for (let n = 0; n < 10; n++) for (const id of [501, 502, 503]) api.user(id).text(String(n));
  await api.until(() => api.pending() === 0);
  for (const id of [501, 502, 503]) {
    const own = taken.filter((one) => one.startsWith(`${id} `));
    expect(own).toEqual(Array.from({ length: 10 }, (_, n) => `${id} ${n}`));
  }
  await api.until(() => api.user(503).received().length === 1);
  expect((await telegram.getWebhookInfo()).last_error_message).toContain('503');
  await telegram.deleteWebhook();
  await server.close();
});

it('runs as a process of its own, and is told by others what happens', async () => {
  const args = ['--import', 'tsx', 'test/support/bot-api/main.ts', '--until-stdin-ends', '--token', '7:process'];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const { url, port, token } = JSON.parse(line) as { url: string; port: number; token: string };
    expect({ url, token }).toEqual({ url: `http://127.0.0.1:${port}`, token: '7:process' });
    const control = async (path: string, body?: object) => {
      const init = body && { method: 'POST', body: JSON.stringify(body) };
      return (await fetch(`${url}/control/${path}`, init)).json() as Promise<Record<string, unknown>>;
    };
    const remote = new Telegram(token, { apiRoot: url });

    const { acts } = await control('acts', {
      acts: [
        { user: 501, text: 'satu' },
        { user: 501, location: [-7.8, 112] },
      ],
    });
    expect(acts).toMatchObject([{ message_id: 1 }, { message_id: 2 }]);
    await control('acts', { acts: [{ user: 501, edit: 1, text: 'dua' }] });
    await remote.sendMessage(501, 'Sudah?', keyboard());
    await control('acts', { acts: [{ user: 501, press: 'Ya' }] });
    expect(await control('state')).toMatchObject({ pending: 4, calls: 1, webhook: { url: '' } });

    await control('faults', { method: 'sendMessage', fault: { after: true }, chat: 501 });
    await expect(remote.sendMessage(501, 'x')).rejects.toThrow();
    const calls = await control('calls?from=1&method=sendMessage');
    expect(calls).toMatchObject({ calls: [{ ok: true, fault: 'after', params: { text: 'x' } }], next: 2 });
    expect((await control('chat?user=501')).messages).toMatchObject([{ text: 'dua' }, {}, { text: 'Sudah?' }, {}]);
    expect(await control('acts', { acts: [{ user: 501, press: 'Tidak' }] })).toEqual({
      error: 'Error: no button "Tidak"',
    });
    expect(await control('nothing')).toEqual({ error: 'no such control' });
  } finally {
    child.stdin.end();
  }
  await once(child, 'exit');
  expect(child.exitCode).toBe(0);
});

const jsonOf = (object: object) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, JSON.stringify(value)]));
