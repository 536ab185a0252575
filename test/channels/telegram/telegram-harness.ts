/** The Telegram channel as the contract's suite drives it: real Telegraf, real HTTP, our stand-in of the Bot API. */
import type { ChannelAdapter, SendFailure } from '../../../src/channels/channel-adapter.ts';
import type { TelegramConfig } from '../../../src/channels/telegram/config.ts';
import { createTelegramAdapter, type TelegramAdapter } from '../../../src/channels/telegram/telegram-adapter.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { type Log, silentLog } from '../../../src/lib/log.ts';
import type { ChannelHarness, HarnessCitizen } from '../../contract/channel.contract.ts';
import { type BotApi, createBotApi, type Fault } from '../../support/bot-api/bot-api.ts';
import { openRouteServer } from './route-server.ts';

export const webhookSecret = 'secret_of-no-real-bot';

/** Waits short enough for a test; deadlines long enough for a slow machine. */
export const testTiming = {
  pollSeconds: 10,
  pollGraceMs: 20_000,
  callMs: 20_000,
  fileMs: 20_000,
  retryFirstMs: 5,
  retryMaxMs: 50,
  webhookCheckMs: 50,
};

export function createTestAdapter(
  api: BotApi,
  config: Partial<TelegramConfig> = {},
  log: Log = silentLog,
): TelegramAdapter {
  return createTelegramAdapter(
    { token: api.token, apiRoot: api.url, ...config, timing: { ...testTiming, ...config.timing } },
    { clock: systemClock, log, choiceHint: 'Balas dengan angkanya.' },
  );
}

export async function openTelegramHarness(mode: 'polling' | 'webhook'): Promise<ChannelHarness & { api: BotApi }> {
  const api = await createBotApi();
  const server = mode === 'webhook' ? await openRouteServer() : undefined;
  let twice = false;

  return {
    api,
    async connect(): Promise<ChannelAdapter> {
      const webhook = server && { url: `${server.url}/telegram/webhook`, secret: webhookSecret };
      const adapter = createTestAdapter(api, { webhook });
      server?.mount(adapter.routes ?? []);
      return adapter;
    },
    citizen(name) {
      const citizen = createCitizen(api, name === 'a' ? 501 : 502);
      return {
        ...citizen,
        async write(text) {
          const message = api.user(Number(citizen.address())).text(text);
          // Polling cannot lose an acknowledgement: the offset is stored with the batch. The same message under a new
          // update id is what a restart of Telegram's own server looks like.
          if (twice) api.push('message', message);
          twice = false;
        },
      };
    },
    wire: {
      unacknowledged: api.pending,
      loseAcknowledgement() {
        if (mode === 'webhook') api.fault('webhook', { after: true });
        else twice = true;
      },
      failNextSend: (failure, options = {}) => api.fault('sendMessage', faultFor(failure, options)),
      cut: api.cut,
      mend: api.mend,
    },
    async close() {
      await server?.close();
      await api.close();
    },
  };
}

function createCitizen(api: BotApi, id: number): HarnessCitizen {
  const person = api.user(id);
  return {
    open: async () => void person.start(),
    address: () => String(id),
    write: async (text) => void person.text(text),
    async press(label) {
      const message = person.received().findLast(({ reply_markup }) => reply_markup !== undefined);
      person.press(message!, label);
    },
    photo: async (bytes, caption) => void person.photo({ bytes, caption }),
    location: async (latitude, longitude) => void person.location(latitude, longitude),
    edit: async (text) => person.edit(person.messages().findLast(({ from }) => from.id === id)!, text),
    quote: async (text) => void person.text(text, { replyTo: person.received().at(-1) }),
    block: async () => person.block(),
    unblock: async () => person.unblock(),
    arrived: async () =>
      person.received().map(({ message_id, text, reply_markup, reply_to_message: quoted }) => ({
        externalId: `${id}:${message_id}`,
        text: text ?? '',
        choices: reply_markup?.inline_keyboard.flat().map((button) => button.text) ?? [],
        quote: quoted && `${quoted.chat.id}:${quoted.message_id}`,
      })),
  };
}

function faultFor(failure: SendFailure, { retryAfterMs, after }: { retryAfterMs?: number; after?: true }): Fault {
  switch (failure) {
    case 'rate-limited':
      return { retry_after: (retryAfterMs ?? 1_000) / 1000 };
    case 'unreachable':
      return { drop: true, after };
    case 'blocked':
      return { code: 403, description: 'Forbidden: bot was blocked by the user' };
    case 'no-such-chat':
      return { code: 400, description: 'Bad Request: chat not found' };
    case 'unauthorised':
      return { code: 401, description: 'Unauthorized' };
    case 'rejected':
      return { code: 400, description: 'Bad Request: BUTTON_DATA_INVALID' };
  }
}
