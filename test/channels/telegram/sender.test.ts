/** How a message of the desk looks on Telegram's wire. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OutboundMessage } from '../../../src/channels/channel-adapter.ts';
import type { TelegramAdapter } from '../../../src/channels/telegram/telegram-adapter.ts';
import { type BotApi, createBotApi } from '../../support/bot-api/bot-api.ts';
import { createTestAdapter } from './telegram-harness.ts';

let api: BotApi;
let adapter: TelegramAdapter;

beforeEach(async () => {
  api = await createBotApi();
  adapter = createTestAdapter(api);
  api.user(501).text('halo');
});

afterEach(async () => {
  await adapter.stop();
  await api.close();
});

async function send(message: Partial<OutboundMessage>) {
  const whole = { id: 'm' as never, address: '501', text: 'Sudah?', choices: [], ...message };
  const result = await adapter.send(whole, { sent: [], partSent: async () => {} });
  return { result, params: api.calls.map(({ params }) => params) };
}

it('is plain text without previews, to a number', async () => {
  const { params } = await send({ text: '*bukan* <b>markup</b> https://contoh.invalid' });
  expect(params).toEqual([
    { chat_id: 501, text: '*bukan* <b>markup</b> https://contoh.invalid', link_preview_options: { is_disabled: true } },
  ]);
});

it('puts short choices side by side, and others one a row', async () => {
  await send({ choices: ['Ya', 'Belum', 'Lain'].map((label, n) => ({ id: `c${n}`, label })) });
  await send({ choices: ['Ya', 'Belum, masih menunggu'].map((label, n) => ({ id: `c${n}`, label })) });
  const rows = api.calls.map(({ params }) => (params.reply_markup as { inline_keyboard: object[] }).inline_keyboard);
  expect(rows).toEqual([
    [
      [
        { text: 'Ya', callback_data: 'c0' },
        { text: 'Belum', callback_data: 'c1' },
      ],
      [{ text: 'Lain', callback_data: 'c2' }],
    ],
    [[{ text: 'Ya', callback_data: 'c0' }], [{ text: 'Belum, masih menunggu', callback_data: 'c1' }]],
  ]);
});

it('takes the longest choice id and the longest text that the desk makes', async () => {
  const { result } = await send({ text: 'é'.repeat(4096), choices: [{ id: 'é'.repeat(20), label: 'x'.repeat(200) }] });
  expect(result).toEqual({ ok: true });
});

it('names what the platform refuses, in its own words', async () => {
  const { result } = await send({ choices: [{ id: 'x'.repeat(65), label: 'Ya' }] });
  expect(result).toEqual({
    ok: false,
    failure: 'rejected',
    retryAfterMs: undefined,
    detail: '400: Bad Request: BUTTON_DATA_INVALID',
  });
});

it('names who blocked us, who is gone, and who never wrote', async () => {
  api.user(502).text('halo');
  api.user(501).block();
  api.user(502).deactivate();
  expect((await send({})).result).toMatchObject({ failure: 'blocked' });
  expect((await send({ address: '502' })).result).toMatchObject({ failure: 'blocked' });
  expect((await send({ address: '503' })).result).toMatchObject({ failure: 'no-such-chat' });
});

it('quotes with the first part only, and where that is gone, not at all', async () => {
  const { params, result } = await send({ text: 'Besok. '.repeat(700), quote: '501:4242' });
  expect(result).toEqual({ ok: true });
  expect(params.map((one) => one.reply_parameters)).toEqual([
    { message_id: 4242, allow_sending_without_reply: true },
    undefined,
  ]);
});

it('quotes nothing of another chat', async () => {
  expect((await send({ quote: '777:1' })).params[0]).not.toHaveProperty('reply_parameters');
});

it('gives up on a call that is never answered', async () => {
  const impatient = createTestAdapter(api, { timing: { callMs: 50 } });
  api.fault('sendMessage', { silent: true });
  const message = { id: 'm' as never, address: '501', text: 'halo', choices: [] };
  const result = await impatient.send(message, { sent: [], partSent: async () => {} });
  expect(result).toMatchObject({ ok: false, failure: 'unreachable', detail: 'no answer in time' });
  await impatient.stop();
});
