/** Polling under all that Telegram and the network do: nothing is lost or confirmed too early, and it comes back. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramConfig } from '../../../src/channels/telegram/config.ts';
import type { TelegramAdapter } from '../../../src/channels/telegram/telegram-adapter.ts';
import { createMemoryIntake, type MemoryIntake } from '../../contract/memory-intake.ts';
import { type BotApi, createBotApi } from '../../support/bot-api/bot-api.ts';
import { createRecordingLog } from './recording-log.ts';
import { createTestAdapter } from './telegram-harness.ts';

let api: BotApi;
let intake: MemoryIntake;
let log: ReturnType<typeof createRecordingLog>;
let adapters: TelegramAdapter[];

beforeEach(async () => {
  api = await createBotApi();
  intake = createMemoryIntake();
  log = createRecordingLog();
  adapters = [];
});

afterEach(async () => {
  intake.release();
  for (const adapter of adapters) await adapter.stop();
  await api.close();
});

async function start(timing: TelegramConfig['timing'] = {}, into = intake): Promise<TelegramAdapter> {
  const adapter = createTestAdapter(api, { timing }, log);
  adapters.push(adapter);
  await adapter.start(into);
  return adapter;
}

const soon = <T>(read: () => T) => expect.poll(read, { timeout: 10_000, interval: 5 });
const texts = () => intake.messages.map(({ text }) => text);
const calls = (method: string) => api.calls.filter((call) => call.method === method);

describe('trouble on the way', () => {
  it.each([
    ['too fast', { retry_after: 0.02 }, 'retrying:rate-limited'],
    ['a bad gateway with a page', { html: 502 }, 'retrying:unreachable'],
    ['a page with status 200', { html: 200 }, 'retrying:unreachable'],
    ['an inner error', { code: 500 }, 'retrying:unreachable'],
    ['a cut connection', { drop: true }, 'retrying:unreachable'],
    ['a token that is not accepted', { code: 401, description: 'Unauthorized' }, 'broken:unauthorised'],
    ['a token that no bot has', { code: 404, description: 'Not Found' }, 'broken:unauthorised'],
    ['a refusal', { code: 400, description: 'Bad Request: wrong parameter' }, 'broken:rejected'],
  ] as const)('%s: says so, goes on, loses nothing', async (_, fault, state) => {
    api.fault('getUpdates', { ...fault, times: 2 });
    await start();
    api.user(501).text('halo');
    await soon(texts).toEqual(['halo']);
    await soon(() => log.states()).toEqual(['starting', 'on', state, 'on']);
  });

  it('leaves a half-open connection after its own deadline', async () => {
    api.fault('getUpdates', { silent: true });
    await start({ pollSeconds: 0, pollGraceMs: 60 });
    api.user(501).text('halo');
    await soon(texts).toEqual(['halo']);
    expect(log.states()).toContain('retrying:unreachable');
  });

  it('gets again what was given out while the connection broke', async () => {
    api.fault('getUpdates', { after: true }, ({ offset }) => offset === undefined);
    api.user(501).text('halo');
    await start();
    await soon(texts).toEqual(['halo']);
    expect(intake.handedOver).toHaveLength(1);
  });

  it('starts while Telegram is down, and is there when Telegram is', async () => {
    api.cut();
    const adapter = await start();
    await soon(() => adapter.status()).toMatchObject({ state: 'retrying', problem: 'unreachable' });
    api.mend();
    api.user(501).text('halo');
    await soon(texts).toEqual(['halo']);
    expect(adapter.status().state).toBe('on');
  });

  it('stops while Telegram is down', async () => {
    api.cut();
    const adapter = await start();
    await soon(() => adapter.status().problem).toBe('unreachable');
    await adapter.stop();
    expect(adapter.status().state).toBe('stopped');
  });
});

describe('who else uses the token', () => {
  it('says that another process polls, and goes on when it has ended', async () => {
    const first = await start();
    await soon(() => first.status().state).toBe('on');
    const second = await start({}, createMemoryIntake());
    await soon(() => log.states()).toContain('retrying:conflict');
    await second.stop();
    api.user(501).text('halo');
    await soon(texts).toEqual(['halo']);
    await soon(() => first.status().state).toBe('on');
  });

  it('takes away a webhook of earlier days, and keeps what waited for it', async () => {
    api.user(501).text('dari kemarin');
    await fetch(`${api.url}/bot${api.token}/setWebhook?url=http://127.0.0.1:9/gone`);
    await start();
    await soon(texts).toEqual(['dari kemarin']);
    expect(calls('deleteWebhook').map(({ params }) => params)).toEqual([{ drop_pending_updates: false }]);
  });

  it('says that somebody has set a webhook since, and does not quarrel', async () => {
    const adapter = await start();
    await soon(() => adapter.status().state).toBe('on');
    await fetch(`${api.url}/bot${api.token}/setWebhook?url=http://127.0.0.1:9/theirs`);
    await soon(() => adapter.status()).toMatchObject({ state: 'broken', problem: 'webhook-set' });
    expect(calls('deleteWebhook')).toHaveLength(1);
    await fetch(`${api.url}/bot${api.token}/deleteWebhook`);
    await soon(() => adapter.status().state).toBe('on');
  });
});

describe('the offset', () => {
  it('comes from the table, so a batch is confirmed only when it is stored', async () => {
    intake.failNext(2);
    api.user(501).text('halo');
    await start();
    await soon(() => api.pending()).toBe(0);
    expect(texts()).toEqual(['halo']);
    expect(log.states()).toEqual(['starting', 'on', 'retrying:storing', 'on']);
    const offsets = calls('getUpdates').map(({ params }) => params.offset);
    expect(offsets.slice(0, 3)).toEqual([undefined, undefined, undefined]);
  });

  it('is asked again where it cannot be read', async () => {
    let failing = 2;
    const flaky: MemoryIntake = Object.create(intake);
    flaky.cursor = async () => {
      if (failing-- > 0) throw new Error('the database is locked');
      return intake.cursor();
    };
    api.user(501).text('halo');
    await start({}, flaky);
    await soon(texts).toEqual(['halo']);
    expect(log.states()).toContain('retrying:storing');
  });

  it('lost, brings the same ids again', async () => {
    // The confirmation never gets through, so that the message is still there for the next process.
    api.fault('getUpdates', { silent: true }, ({ offset }) => offset !== undefined);
    const adapter = await start();
    api.user(501).text('halo');
    await soon(texts).toEqual(['halo']);
    await adapter.stop();
    const forgetful = createMemoryIntake();
    await start({}, forgetful);
    await soon(() => forgetful.messages).toEqual(intake.messages);
  });

  it('follows update ids that begin anew after a quiet week', async () => {
    await start();
    api.user(501).text('satu');
    await soon(texts).toEqual(['satu']);
    await soon(() => api.pending()).toBe(0);
    api.renumber(4_000);
    api.user(501).text('dua');
    await soon(texts).toEqual(['satu', 'dua']);
    await soon(() => api.pending()).toBe(0);
    api.user(501).text('tiga');
    await soon(texts).toEqual(['satu', 'dua', 'tiga']);
    expect(intake.handedOver).toHaveLength(3);
  });

  it('passes over what is not for us', async () => {
    await start();
    const chat = { id: -100, type: 'supergroup', title: 'RT 3' };
    const from = { id: 501, is_bot: false, first_name: 'Siti' };
    api.push('message', { message_id: 1, chat, from, date: 1, text: 'halo grup' });
    await soon(() => api.pending()).toBe(0);
    expect(intake.handedOver).toEqual([]);
    expect(await intake.cursor()).toBeDefined();
  });

  it('takes more than a batch', async () => {
    for (let n = 0; n < 250; n++) api.user(600 + (n % 5)).text(String(n));
    await start();
    await soon(() => intake.messages.length).toBe(250);
    expect(texts()).toEqual(Array.from({ length: 250 }, (_, n) => String(n)));
  });
});

describe('what is asked for', () => {
  it('names the kinds of updates, and never drops those that wait', async () => {
    await start();
    api.user(501).text('halo');
    await soon(() => calls('getUpdates').length).toBeGreaterThan(0);
    expect(calls('getUpdates')[0]!.params).toMatchObject({
      limit: 100,
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    });
    expect(JSON.stringify(api.calls)).not.toContain('"drop_pending_updates":true');
  });
});

describe('pressed buttons', () => {
  async function withKeyboard(adapter: TelegramAdapter) {
    api.user(501).start();
    await intake.quiet(() => intake.messages.length > 0);
    const choices = [{ id: 'ya', label: 'Ya' }];
    const message = { id: 'm' as never, address: '501', text: 'Sudah?', choices };
    await adapter.send(message, { sent: [], partSent: async () => {} });
    return api.user(501).received().at(-1)!;
  }

  it('are let go only after they are stored', async () => {
    const message = await withKeyboard(await start());
    intake.hold();
    api.user(501).press(message, 'Ya');
    await intake.quiet(intake.held);
    expect(calls('answerCallbackQuery')).toEqual([]);
    intake.release();
    await soon(() => calls('answerCallbackQuery').length).toBe(1);
    await soon(() => message.reply_markup).toBeUndefined();
    expect(intake.messages.at(-1)).toMatchObject({ choice: 'ya' });
  });

  it('are stored even where letting go fails, and the desk hears of it no more', async () => {
    const adapter = await start();
    const message = await withKeyboard(adapter);
    api.fault('answerCallbackQuery', { code: 400, description: 'Bad Request: query is too old' });
    api.fault('editMessageReplyMarkup', { drop: true });
    api.user(501).press(message, 'Ya');
    await soon(() => intake.messages.at(-1)?.choice).toBe('ya');
    await adapter.stop();
    expect(calls('editMessageReplyMarkup')).toHaveLength(1);
    expect(log.lines.filter(({ facts }) => 'error' in facts)).toEqual([]);
  });

  it('pressed in a storm are all stored; only some are waited for', async () => {
    const adapter = await start();
    const message = await withKeyboard(adapter);
    for (let n = 0; n < 300; n++) api.user(501).press(message, 'Ya');
    await soon(() => intake.messages.filter(({ choice }) => choice === 'ya').length).toBe(300);
    await adapter.stop();
    expect(calls('answerCallbackQuery').length).toBeGreaterThanOrEqual(200);
  });
});
