/** The stand-in of the Bot API as the crash tests' channel. */
import { type City, type LineRun, openLineRun } from '../line-run.ts';
import { type BotApi, type Call, createBotApi, type WireMessage } from './bot-api.ts';

/** The first id; ids below belong to the stand-in. */
const firstPerson = 10_001;

export type TelegramRun = LineRun & { readonly api: BotApi };

export async function openTelegramRun(city: City): Promise<TelegramRun> {
  const api = await createBotApi();
  const run = openLineRun(city, {
    channel: 'telegram',
    env: { TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.url },
    writer: (person) => writerOf(api, firstPerson + person),
    logged: () => api.calls.length,
    arrived: () => api.calls.filter(({ method, ok }) => method === 'sendMessage' && ok).map(arrivedBy),
    pending: api.pending,
    until: (holds, limitMs) => api.until(holds, 'a moment', limitMs),
    close: api.close,
  });
  return { ...run, api };
}

function writerOf(api: BotApi, id: number) {
  const citizen = api.user(id);
  const shown = () => citizen.received().at(-1);
  return {
    chat: String(id),
    text: (text: string) => `${id}:${citizen.text(text).message_id}`,
    photo: (picture: { bytes: Uint8Array; caption: string }) => `${id}:${citizen.photo(picture).message_id}`,
    buttons: () =>
      shown()
        ?.reply_markup?.inline_keyboard.flat()
        .map(({ text }) => text) ?? [],
    press: (label: string) => `cb:${citizen.press(shown()!, label)}`,
  };
}

function arrivedBy({ seq, at, params, result, fault }: Call) {
  const { chat, message_id } = result as WireMessage;
  const answerLost = fault?.includes('after') ?? false;
  return {
    externalId: `${chat.id}:${message_id}`,
    chat: String(chat.id),
    text: String(params.text),
    seq,
    at,
    answerLost,
  };
}
