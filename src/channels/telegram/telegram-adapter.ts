/** The Telegram channel: Telegraf routes updates and makes calls, the intake is our own (stored, then confirmed). */
import type { UserFromGetMe } from 'telegraf/types';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { ChannelAdapter } from '../channel-adapter.ts';
import { createStatusKeeper, tellWhenBack } from '../status-keeper.ts';
import { createCalls } from './calls.ts';
import { checkConfig, type TelegramConfig } from './config.ts';
import { fetchTelegramFile } from './files.ts';
import { createReceiver } from './receiver.ts';
import { sendMessage, telegramCapabilities } from './sender.ts';
import type { Problem } from './status.ts';
import { webhookRoute } from './webhook.ts';

export type TelegramAdapter = ChannelAdapter & {
  /**
   * `https://t.me/<bot>?start=<payload>`, also in a process that does not receive. Undefined while Telegram has not
   * told our name. @param payload 1 to 64 of A-Z a-z 0-9 _ -
   */
  startLink(payload: string): Promise<string | undefined>;
};

export type TelegramDeps = {
  clock: Clock;
  log: Log;
  /** Closing line under numbered choices (where they are too many for buttons), in the citizens' language. */
  choiceHint: string;
};

/**
 * Receives by polling, or by webhook where one is configured. Several processes may send; only one may poll.
 * @throws {SetupError} for a token, address or secret that cannot be right.
 */
export function createTelegramAdapter(
  given: TelegramConfig,
  { clock, log, choiceHint }: TelegramDeps,
): TelegramAdapter {
  const config = checkConfig(given);
  const { webhook } = config;
  const calls = createCalls(config);
  // Telegraf asks for this before the first update; an update must be readable while Telegram is down.
  calls.bot.botInfo = nameless(config.token);
  const status = createStatusKeeper<Problem>('telegram', { clock, log });
  const receiver = createReceiver(calls, config, { clock, log, status });

  return {
    name: 'telegram',
    capabilities: telegramCapabilities,
    async start(intake) {
      tellWhenBack(status, intake);
      receiver.start(intake);
    },
    async stop() {
      await receiver.stop();
      await calls.close();
      status.set('stopped');
    },
    async send(message, progress) {
      const result = await sendMessage(calls, choiceHint, message, progress);
      if (result.ok) status.sawOut();
      return result;
    },
    fetchFile: (ref, bytesMax) => fetchTelegramFile(calls, config, ref, bytesMax),
    status: () => status.read(),
    async typing(address) {
      if (/^-?\d+$/.test(address)) await calls.call('sendChatAction', { chat_id: Number(address), action: 'typing' });
    },
    routes: webhook && [webhookRoute({ path: webhook.path, secret: webhook.secret, takeIn: receiver.bring })],
    async startLink(payload) {
      if (calls.bot.botInfo?.username === '') {
        const me = await calls.call('getMe', {});
        if (me.ok) calls.bot.botInfo = me.result;
      }
      const username = calls.bot.botInfo?.username;
      return username ? `https://t.me/${username}?start=${payload}` : undefined;
    },
  };
}

/** What the token alone tells of the bot. */
function nameless(token: string): UserFromGetMe {
  return {
    id: Number(token.split(':')[0]),
    is_bot: true,
    first_name: '',
    username: '',
    can_join_groups: false,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  };
}
