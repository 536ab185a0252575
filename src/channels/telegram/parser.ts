/** Routes updates through Telegraf and collects what they mean to the desk; answers nobody. */
import type { Context, Telegraf } from 'telegraf';
import type { Update } from 'telegraf/types';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { InboundEvent } from '../channel-adapter.ts';
import { clean, messageKey, nameOf, readMessage, textOf } from './read-message.ts';

/** Asked for by name: without a list Telegram would go on with the one of whoever used this token before. */
export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

/** A pressed button that is to be answered, and its keyboard taken away, once the press is stored. */
export type Press = { callbackId: string; chatId: number; messageId: number };

export type Reading = { events: InboundEvent[]; presses: Press[] };

/** @returns a reader of updates, in their order. An update that makes no sense is kept as an unsupported message. */
export function createParser(
  bot: Telegraf,
  { clock, log }: { clock: Clock; log: Log },
): (updates: readonly Update[]) => Promise<Reading> {
  // Telegraf hands on only the update: each reading is found again by it.
  const readings = new WeakMap<Update, Reading>();
  registerHandlers(bot, clock, (ctx) => readings.get(ctx.update)!);
  bot.catch((error) => {
    throw error;
  });

  return async function parse(updates) {
    const whole: Reading = { events: [], presses: [] };
    for (const update of updates) {
      const reading: Reading = { events: [], presses: [] };
      readings.set(update, reading);
      try {
        await bot.handleUpdate(update);
      } catch (error) {
        log.error({ updateId: update.update_id, error: (error as Error).name }, 'an update could not be read');
        reading.events = unreadable(update, clock);
      }
      whole.events.push(...reading.events);
      whole.presses.push(...reading.presses);
    }
    return whole;
  };
}

function registerHandlers(bot: Telegraf, clock: Clock, readingOf: (ctx: Context) => Reading): void {
  // Groups and channels are never answered, and neither is another bot: two bots would talk for ever.
  bot.use(async (ctx, next) => {
    if (ctx.chat?.type === 'private' && !ctx.from?.is_bot) await next();
  });

  bot.on('my_chat_member', (ctx) => {
    const { chat, date, new_chat_member } = ctx.myChatMember;
    const kind = new_chat_member.status === 'kicked' ? 'blocked' : 'unblocked';
    readingOf(ctx).events.push({ kind, address: String(chat.id), at: date * 1000 });
  });

  bot.on('callback_query', (ctx) => {
    const { id, from, message } = ctx.callbackQuery;
    // Without a message it is an inline result, without data a game: neither is ours.
    if (message === undefined || !('data' in ctx.callbackQuery)) return;
    const data = clean(ctx.callbackQuery.data);
    const chatId = message.chat.id;
    readingOf(ctx).presses.push({ callbackId: id, chatId, messageId: message.message_id });
    readingOf(ctx).events.push({
      kind: 'message',
      externalId: `cb:${id}`,
      address: String(chatId),
      senderName: nameOf(from),
      text: labelOf(message, data),
      choice: data,
      quote: messageKey(chatId, message.message_id),
      // Telegram does not say when a button was pressed.
      sentAt: clock.now(),
    });
  });

  bot.on('edited_message', (ctx) => {
    const message = ctx.editedMessage;
    // A live location moves by "edits", every few seconds; nobody wrote anything.
    if ('location' in message) return;
    const externalId = messageKey(message.chat.id, message.message_id);
    const at = (message.edit_date ?? message.date) * 1000;
    readingOf(ctx).events.push({
      kind: 'edit',
      externalId,
      address: String(message.chat.id),
      text: textOf(message),
      at,
    });
  });

  bot.start((ctx) => {
    const message = readMessage(ctx.message);
    const start = clean(ctx.payload).trim() || undefined;
    if (message !== undefined) readingOf(ctx).events.push({ kind: 'message', ...message, start });
  });

  bot.on('message', (ctx) => {
    const message = readMessage(ctx.message);
    if (message !== undefined) readingOf(ctx).events.push({ kind: 'message', ...message });
  });
}

/** What the pressed button said, so that whoever reads the conversation sees words and not a code. */
function labelOf(message: object, data: string): string {
  const markup = 'reply_markup' in message ? (message.reply_markup as { inline_keyboard?: Button[][] }) : undefined;
  const button = markup?.inline_keyboard?.flat().find((one) => one.callback_data === data);
  return clean(button?.text ?? '');
}

type Button = { text: string; callback_data?: string };

/** The least that can be said of an update that broke its reader: somebody sent something that we cannot read. */
function unreadable(update: Update, clock: Clock): InboundEvent[] {
  const message = 'message' in update ? update.message : undefined;
  const chatId = message?.chat?.id;
  const messageId = message?.message_id;
  if (typeof chatId !== 'number' || typeof messageId !== 'number' || message?.chat.type !== 'private') return [];
  const sentAt = typeof message.date === 'number' ? message.date * 1000 : clock.now();
  const externalId = messageKey(chatId, messageId);
  return [{ kind: 'message', externalId, address: String(chatId), text: '', unsupported: 'unreadable', sentAt }];
}
