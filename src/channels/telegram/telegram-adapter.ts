/** The Telegram channel: Telegraf routes updates and makes the calls, the intake is our own (stored, then confirmed). */
import type { Update, UserFromGetMe } from 'telegraf/types';
import type { Clock } from '../../lib/clock.ts';
import { assert } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { ChannelAdapter, Intake } from '../channel-adapter.ts';
import { createBackoff } from './backoff.ts';
import { createCalls } from './calls.ts';
import { checkConfig, type TelegramConfig } from './config.ts';
import { connect, watchWebhook } from './connect.ts';
import { fetchTelegramFile } from './files.ts';
import { createParser } from './parser.ts';
import { poll } from './polling.ts';
import { createPressAnswers } from './presses.ts';
import { sendMessage, telegramCapabilities } from './sender.ts';
import { createStatus } from './status.ts';
import { webhookRoute } from './webhook.ts';

export type TelegramAdapter = ChannelAdapter & {
  /**
   * `https://t.me/<bot>?start=<payload>`, also in a process that does not receive. Undefined while Telegram has not told
   * our name. @param payload 1 to 64 of A-Z a-z 0-9 _ -
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
  const calls = createCalls(config);
  // Telegraf asks for this before the first update; an update must be readable while Telegram is down.
  calls.bot.botInfo = nameless(config.token);
  const status = createStatus(clock, log);
  const parse = createParser(calls.bot, { clock, log });
  const presses = createPressAnswers(calls);
  const stopping = new AbortController();
  const { webhook, timing } = config;
  let intake: Intake | undefined;
  let running: Promise<unknown> | undefined;
  const storing = new Set<Promise<void>>();

  /** The way of every update, polled or brought: read, stored, and only then are buttons let go. */
  async function takeIn(updates: readonly Update[], cursor?: string): Promise<void> {
    assert(intake !== undefined, 'an update before the start');
    const reading = await parse(updates);
    const stored = intake.receive(reading.events, cursor);
    storing.add(stored);
    try {
      await stored;
    } finally {
      storing.delete(stored);
    }
    if (reading.events.length > 0) status.sawIn();
    presses.answer(reading.presses);
  }

  async function takeInBrought(updates: readonly Update[]): Promise<void> {
    if (stopping.signal.aborted) throw new Error('stopped');
    try {
      await takeIn(updates);
    } catch (error) {
      status.set('retrying', 'storing', (error as Error).name);
      throw error;
    }
    if (status.read().problem === 'storing') status.set('on');
  }

  async function run(into: Intake): Promise<void> {
    const stop = stopping.signal;
    const backoff = createBackoff(timing.retryFirstMs, timing.retryMaxMs, stop);
    const deps = { calls, config, clock, status, backoff, stop };
    await connect(deps);
    if (stop.aborted) return;
    status.set('on');
    if (webhook !== undefined) return watchWebhook(deps);
    return poll({ calls, intake: into, takeIn, status, timing, backoff, stop });
  }

  return {
    name: 'telegram',
    capabilities: telegramCapabilities,
    async start(into) {
      assert(intake === undefined, 'telegram is started twice');
      intake = into;
      status.set('starting');
      running = run(into).catch((error) => {
        status.set('broken', undefined);
        log.error({ channel: 'telegram', error: (error as Error).name }, 'receiving has ended by a bug');
      });
    },
    async stop() {
      if (stopping.signal.aborted) return running?.then(() => {});
      stopping.abort();
      await running;
      await Promise.allSettled(storing);
      await presses.settled();
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
    routes: webhook && [webhookRoute({ path: webhook.path, secret: webhook.secret, takeIn: takeInBrought })],
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
    has_main_web_app: false,
  } as UserFromGetMe;
}
