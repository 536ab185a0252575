/** Sends one message of the desk to a Telegram chat, in parts, as plain text with its choices as buttons. */
import type { InlineKeyboardButton } from 'telegraf/types';
import type { Choice } from '../../model.ts';
import type { Capabilities, OutboundMessage, SendProgress, SendResult } from '../channel-adapter.ts';
import { type Part, render } from '../render.ts';
import type { CallFailure, Calls } from './calls.ts';
import { messageKey } from './read-message.ts';

/**
 * 4096 is the Bot API's limit of a text, in characters; UTF-16 units are never fewer. Callback data may have 64 bytes,
 * a `Choice.id` has at most 40. A label over some 40 characters is cut by the phones themselves.
 */
export const telegramCapabilities: Capabilities = {
  textMax: 4096,
  choices: { kind: 'buttons', max: 10, labelMax: 40 },
  receipts: 'none',
  edits: true,
};

/** Parts that `progress` names as sent are not sent again. @see ChannelAdapter.send */
export async function sendMessage(
  calls: Calls,
  hint: string,
  message: OutboundMessage,
  progress: SendProgress,
): Promise<SendResult> {
  // A name instead of a number would be a public channel: never written to.
  if (!/^-?\d+$/.test(message.address)) return { ok: false, failure: 'no-such-chat', detail: 'not a chat id' };
  const parts = render(message, telegramCapabilities, hint);
  if (parts.length === 0) return { ok: false, failure: 'rejected', detail: 'nothing to say' };
  for (const [index, part] of parts.entries()) {
    if (index < progress.sent.length) continue;
    const sent = await calls.call('sendMessage', {
      chat_id: Number(message.address),
      text: part.text,
      link_preview_options: { is_disabled: true },
      reply_markup: keyboard(part),
      // Only the first part quotes: the others stand below it.
      reply_parameters: index === 0 ? quoted(message) : undefined,
    });
    if (!sent.ok) return failed(sent.failure);
    await progress.partSent(messageKey(sent.result.chat.id, sent.result.message_id));
  }
  return { ok: true };
}

function failed({ kind, retryAfterMs, detail }: CallFailure): SendResult {
  // 409 is never an answer to sendMessage; whatever it would be, it passes.
  const failure = kind === 'conflict' || kind === 'stopped' ? 'unreachable' : kind;
  return { ok: false, failure, retryAfterMs, detail };
}

function keyboard({ buttons }: Part): { inline_keyboard: InlineKeyboardButton[][] } | undefined {
  if (buttons.length === 0) return undefined;
  return {
    inline_keyboard: rows(buttons).map((row) => row.map(({ id, label }) => ({ text: label, callback_data: id }))),
  };
}

/** Two short labels side by side are read at a glance; anything longer has a line of its own. */
const shortLabel = 14;

function rows(buttons: readonly Choice[]): Choice[][] {
  const perRow = buttons.every(({ label }) => label.length <= shortLabel) ? 2 : 1;
  const count = Math.ceil(buttons.length / perRow);
  return Array.from({ length: count }, (_, row) => buttons.slice(row * perRow, (row + 1) * perRow));
}

/** A message that is gone by now is answered without the quote, not refused. */
function quoted({ address, quote }: OutboundMessage) {
  const [chat, id] = quote?.split(':') ?? [];
  if (chat !== address || id === undefined || !/^\d+$/.test(id)) return undefined;
  return { message_id: Number(id), allow_sending_without_reply: true };
}
