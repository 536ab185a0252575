/** Reads one WhatsApp message into the desk's own words. Pure. */
import type { AttachmentKind } from '../../model.ts';
import type { InboundMessage } from '../channel-adapter.ts';
import type { WebMessage } from './web-message.ts';

/** @returns whether somebody wrote this to us: no group, status, newsletter or message of our own. */
export function isFromResident({ fromMe, chat, isStatus }: WebMessage): boolean {
  return !fromMe && !isStatus && isTalk(chat);
}

/** A chat with one person. WhatsApp's own notices come from a number of its own. */
export function isTalk(chat: string): boolean {
  return /^[1-9]\d*@(c\.us|lid)$/.test(chat);
}

/**
 * Unique in this account for ever, and the same whether the chat goes by phone or by LID: the key's own part is
 * random, known to the two sides only.
 */
export function externalIdOf({ fromMe, id }: Pick<WebMessage, 'fromMe' | 'id'>): string {
  return `${fromMe ? 'us' : 'them'}:${id}`;
}

/** @returns the text of a key in a chat, by which the page finds the message; undefined for what is no id of ours. */
export function serializedIn(chat: string, externalId: string): string | undefined {
  const [, who, id] = /^(us|them):([\w.-]+)$/.exec(externalId) ?? [];
  return id === undefined ? undefined : `${who === 'us'}_${chat}_${id}`;
}

/**
 * @returns the message, its texts without NUL and half surrogates; undefined for what nobody wrote (notices, a
 *   message that cannot be read yet, the cover of an album whose pictures follow).
 */
export function readMessage(message: WebMessage): InboundMessage | undefined {
  if (quiet.has(message.type)) return undefined;
  const { senderName, location, cards, quoted, hasFile, file, type } = message;
  const base: InboundMessage = {
    externalId: externalIdOf(message),
    address: message.chat,
    senderName: senderName === undefined ? undefined : clean(senderName) || undefined,
    text: type === 'location' ? '' : clean(message.text),
    quote: quoted && externalIdOf({ fromMe: quoted.by !== message.chat, id: quoted.id }),
    sentAt: message.t * 1000,
  };
  if (location !== undefined) return { ...base, location };
  const card = type === 'vcard' || type === 'multi_vcard' ? readCard(cards[0] ?? '') : undefined;
  if (card) return { ...base, text: '', card };
  const kind = fileKinds[type];
  if (kind === undefined) return type === 'chat' ? base : { ...base, text: '', unsupported: type };
  // A picture to be seen once, or one that WhatsApp has lost: there is nothing to fetch.
  if (!hasFile) return { ...base, unsupported: type };
  const name = file?.name === undefined ? undefined : clean(file.name);
  return { ...base, attachments: [{ kind, ref: message.serialized, name, sizeBytes: file?.sizeBytes }] };
}

/** PostgreSQL takes no NUL, and half a surrogate pair would be stored as another character. */
export function clean(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, '');
}

const fileKinds: Readonly<Record<string, AttachmentKind>> = {
  image: 'photo',
  video: 'video',
  ptt: 'voice',
  audio: 'audio',
  document: 'document',
  sticker: 'sticker',
};

const quiet = new Set([
  'album',
  'broadcast_notification',
  'ciphertext',
  'debug',
  'e2e_notification',
  'gp2',
  'notification',
  'notification_template',
  'pinned_message',
  'protocol',
  'reaction',
  'revoked',
]);

/** Name and first number of a contact card (RFC 6350: a line may be folded, and its name have parameters). */
function readCard(vcard: string): InboundMessage['card'] {
  const lines = clean(vcard)
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/);
  const value = (name: string) => {
    const line = lines.find((one) => new RegExp(`^(item\\d+\\.)?${name}[;:]`, 'i').test(one));
    return line?.slice(line.indexOf(':') + 1).trim() ?? '';
  };
  return { name: value('FN'), phone: value('TEL') };
}
