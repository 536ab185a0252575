/** Reads one Telegram message of a private chat into the desk's own words. Pure. */
import type { CommonMessageBundle, Message, User } from 'telegraf/types';
import type { Location } from '../../model.ts';
import type { InboundAttachment, InboundMessage } from '../channel-adapter.ts';

/**
 * @returns the message, its texts as written but without NUL and half surrogates; or undefined for what Telegram notes
 *   in a chat by itself (pinned, timer changed): nobody said anything.
 */
export function readMessage(message: Message): InboundMessage | undefined {
  const base: InboundMessage = {
    externalId: messageKey(message.chat.id, message.message_id),
    address: String(message.chat.id),
    senderName: nameOf(message.from),
    text: textOf(message),
    quote: quoteOf(message),
    sentAt: message.date * 1000,
  };
  const attachment = readAttachment(message);
  if (attachment !== undefined) return { ...base, attachments: [attachment] };
  const location = readLocation(message);
  if (location !== undefined) return { ...base, location };
  if ('contact' in message) {
    const { first_name, last_name, phone_number } = message.contact;
    return { ...base, card: { name: clean(joined(first_name, last_name)), phone: clean(phone_number) } };
  }
  if ('text' in message) return base;
  const kind = kindOf(message);
  return quiet.has(kind) ? undefined : { ...base, unsupported: kind };
}

/** The external id of a message, in or out: unique in this bot for ever. */
export function messageKey(chatId: number, messageId: number): string {
  return `${chatId}:${messageId}`;
}

/** Text or caption. PostgreSQL takes no NUL, and half a surrogate pair would be stored as another character. */
export function textOf(message: Message): string {
  if ('text' in message) return clean(message.text);
  return 'caption' in message ? clean(message.caption ?? '') : '';
}

export function nameOf(user: User | undefined): string | undefined {
  if (user === undefined) return undefined;
  return clean(joined(user.first_name, user.last_name)) || undefined;
}

export function clean(text: string): string {
  // `u` makes the class match only surrogates without their other half.
  return text.replace(/\0|\p{Surrogate}/gu, '');
}

function quoteOf(message: Message): string | undefined {
  const quoted = 'reply_to_message' in message ? message.reply_to_message : undefined;
  return quoted && messageKey(quoted.chat.id, quoted.message_id);
}

function readAttachment(message: Message): InboundAttachment | undefined {
  if ('photo' in message) {
    const largest = message.photo.reduce((best, size) => (size.width > best.width ? size : best));
    return { kind: 'photo', ref: largest.file_id, sizeBytes: largest.file_size };
  }
  if ('voice' in message) return file('voice', message.voice);
  if ('audio' in message) return file('audio', message.audio);
  if ('video' in message) return file('video', message.video);
  if ('video_note' in message) return file('video', message.video_note);
  // A silent film; Telegram repeats it as `document` for old clients, so it is asked first.
  if ('animation' in message) return file('video', message.animation);
  if ('document' in message) return file('document', message.document);
  if ('sticker' in message) return file('sticker', message.sticker);
  return undefined;
}

function file(
  kind: InboundAttachment['kind'],
  given: { file_id: string; file_name?: string; file_size?: number },
): InboundAttachment {
  const name = given.file_name === undefined ? undefined : clean(given.file_name);
  return { kind, ref: given.file_id, name, sizeBytes: given.file_size };
}

function readLocation(message: Message): Location | undefined {
  if ('venue' in message) {
    const { location, title, address } = message.venue;
    return { ...point(location), name: clean(joined(title, address, ', ')) };
  }
  return 'location' in message ? point(message.location) : undefined;
}

function point(location: { latitude: number; longitude: number }): Location {
  return { latitude: location.latitude, longitude: location.longitude };
}

function joined(first: string, second: string | undefined, between = ' '): string {
  return [first, second].filter(Boolean).join(between);
}

/** Fields that say nothing of what a message is. */
const surroundings = new Set<keyof CommonMessageBundle | string>([
  'message_id',
  'message_thread_id',
  'date',
  'edit_date',
  'chat',
  'from',
  'sender_chat',
  'sender_boost_count',
  'sender_business_bot',
  'author_signature',
  'business_connection_id',
  'via_bot',
  'forward_origin',
  'forward_from',
  'forward_from_chat',
  'forward_from_message_id',
  'forward_signature',
  'forward_sender_name',
  'forward_date',
  'is_automatic_forward',
  'is_from_offline',
  'is_topic_message',
  'reply_to_message',
  'reply_to_story',
  'external_reply',
  'quote',
  'reply_markup',
  'has_protected_content',
  'has_media_spoiler',
  'show_caption_above_media',
  'media_group_id',
  'caption',
  'caption_entities',
  'entities',
  'link_preview_options',
  'effect_id',
]);

/** Notes of Telegram's own in a private chat. */
const quiet = new Set([
  'pinned_message',
  'message_auto_delete_timer_changed',
  'chat_background_set',
  'write_access_allowed',
  'boost_added',
  'proximity_alert_triggered',
]);

/** The platform's own name of what this is, also for kinds that are newer than this code. */
function kindOf(message: Message): string {
  return Object.keys(message).find((key) => !surroundings.has(key)) ?? 'empty';
}
