/** The Bot API's rules on what may be sent, with its own words of refusal (read in tdlib/telegram-bot-api). */
import { ApiError, type Markup } from './world.ts';

/** @returns the text as Telegram keeps it. */
export function checkText(text: unknown): string {
  const kept = String(text ?? '').trim();
  if (kept === '') throw new ApiError(400, 'Bad Request: message text is empty');
  if ([...kept].length > 4096) throw new ApiError(400, 'Bad Request: message is too long');
  return kept;
}

export function checkCaption(caption: unknown): string | undefined {
  if (caption === undefined) return undefined;
  if ([...String(caption)].length > 1024) throw new ApiError(400, 'Bad Request: message caption is too long');
  return String(caption);
}

/** @returns undefined for no keyboard, and for an empty one. */
export function checkMarkup(given: unknown): Markup | undefined {
  if (given === undefined || given === null) return undefined;
  const markup = given as Markup;
  if (!Array.isArray(markup.inline_keyboard)) throw new ApiError(400, "Bad Request: can't parse reply keyboard markup");
  const buttons = markup.inline_keyboard.flat();
  for (const { text, callback_data: data, url } of buttons) {
    if (typeof text !== 'string' || text.trim() === '') {
      throw new ApiError(400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed");
    }
    if ((data === undefined) === (url === undefined)) {
      throw new ApiError(400, "Bad Request: can't parse inline keyboard button: exactly one action must be told");
    }
    const bytes = Buffer.byteLength(data ?? 'url');
    if (bytes < 1 || bytes > 64) throw new ApiError(400, 'Bad Request: BUTTON_DATA_INVALID');
  }
  return buttons.length === 0 ? undefined : markup;
}

/** The stand-in reads plain text only: a parse mode would need Telegram's own parser to be judged. */
export function checkPlain(params: Record<string, unknown>): void {
  if (params.parse_mode !== undefined) throw new ApiError(400, 'Bad Request: unsupported parse_mode');
}
