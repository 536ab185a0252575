/** The parts of a row, read from a channel's message. */
import type { InboundMessage } from '../channels/channel-adapter.ts';
import type { Trx } from '../db/database.ts';
import type { insertInbound } from '../desk/conversations/inbound.ts';
import { cleanText } from '../lib/text.ts';
import type { ChannelName, MessageId } from '../model.ts';
import { maskPersonalData } from '../triage/personal-data.ts';

/** The message that is answered by quoting: one of the citizen's, or a part of one of ours. */
export async function quoted(trx: Trx, channel: ChannelName, externalId: string): Promise<MessageId | null> {
  const own = await trx
    .selectFrom('message')
    .select('id')
    .where('channel', '=', channel)
    .where('external_id', '=', externalId)
    .where('direction', '=', 'in')
    .executeTakeFirst();
  if (own) return own.id;
  const ours = await trx
    .selectFrom('sent_part')
    .select('message_id')
    .where('channel', '=', channel)
    .where('external_id', '=', externalId)
    .executeTakeFirst();
  return ours?.message_id ?? null;
}

/** "KTP_3571….jpg": the file itself says it to those who may open it. */
export function masksName<T extends { name?: string }>(attachment: T): T {
  if (attachment.name === undefined) return attachment;
  return { ...attachment, name: maskPersonalData(cleanText(attachment.name, 200)).text };
}

export function textOf(message: InboundMessage): string {
  // What stands behind "/start" is a secret, no words.
  if (message.start) return '/start';
  if (message.card) return `${message.card.name} ${message.card.phone}`;
  return message.text;
}

export function kindOf(message: InboundMessage): Parameters<typeof insertInbound>[1]['kind'] {
  if (message.choice !== undefined) return 'choice';
  const attachment = message.attachments?.[0];
  if (attachment) return attachment.kind;
  if (message.location) return 'location';
  if (message.card) return 'contact';
  return message.unsupported ? 'unsupported' : 'text';
}
