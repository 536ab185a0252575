/**
 * What citizens wrote: stored once, masked, with the sealed original apart. Writes `message` (inbound) and its
 * satellites.
 */
import type { Trx } from '../../db/database.ts';
import type { Ids } from '../../lib/ids.ts';
import type { Seal } from '../../lib/seal.ts';
import type { AttachmentKind, ChannelName, ConversationId, FileId, Location, MessageId, Millis } from '../../model.ts';

export type InboundRow = {
  conversationId: ConversationId;
  channel: ChannelName;
  externalId: string;
  kind: 'text' | AttachmentKind | 'location' | 'contact' | 'choice' | 'unsupported';
  /** Masked. */
  text: string;
  /** Only where masking changed something. */
  original: string | null;
  choice: string | null;
  location: Location | null;
  quoteMessageId: MessageId | null;
  emergency: string | null;
  attachments: readonly { kind: AttachmentKind; ref: string; name?: string }[];
  sentAt: Millis;
  now: Millis;
};

/** @returns the new message, or null when this external id was stored before (a redelivery). */
export async function insertInbound(
  trx: Trx,
  row: InboundRow,
  tools: { ids: Ids; seal: Seal },
): Promise<{ id: MessageId; seq: number; files: FileId[] } | null> {
  const id = tools.ids.next<MessageId>();
  const inserted = await trx
    .insertInto('message')
    .values({
      id,
      conversation_id: row.conversationId,
      channel: row.channel,
      direction: 'in',
      author: 'citizen',
      external_id: row.externalId,
      kind: row.kind,
      text: row.text,
      choice: row.choice,
      latitude: row.location?.latitude ?? null,
      longitude: row.location?.longitude ?? null,
      quote_message_id: row.quoteMessageId,
      emergency: row.emergency,
      sent_at: row.sentAt,
      created_at: row.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('seq')
    .executeTakeFirst();
  if (!inserted) return null;
  if (row.original !== null) await keepOriginal(trx, { id, version: 0, original: row.original, seal: tools.seal });
  const files: FileId[] = [];
  for (const attachment of row.attachments) {
    const fileId = tools.ids.next<FileId>();
    files.push(fileId);
    await trx
      .insertInto('file')
      .values({
        id: fileId,
        message_id: id,
        kind: attachment.kind,
        state: 'waiting',
        external_ref: attachment.ref,
        name: attachment.name?.slice(0, 200) ?? null,
        due_at: row.now,
        created_at: row.now,
      })
      .execute();
  }
  return { id, seq: inserted.seq, files };
}

/**
 * An edit replaces the text and keeps what stood before. A message that no turn has taken in yet is simply read anew;
 * one that was handled keeps its tickets, and the caller tells them.
 * @returns the message, or null when we never had it.
 */
export async function editInbound(
  trx: Trx,
  edit: { channel: ChannelName; externalId: string; text: string; original: string | null; now: Millis },
  seal: Seal,
): Promise<{ id: MessageId; conversationId: ConversationId; handled: boolean } | null> {
  const message = await trx
    .selectFrom('message')
    .select(['id', 'conversation_id', 'text', 'handled_at'])
    .where('channel', '=', edit.channel)
    .where('external_id', '=', edit.externalId)
    .where('direction', '=', 'in')
    .executeTakeFirst();
  if (!message) return null;
  const found = { id: message.id, conversationId: message.conversation_id, handled: message.handled_at !== null };
  if (message.text === edit.text) return found;
  const versions = await trx
    .selectFrom('message_version')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('message_id', '=', message.id)
    .executeTakeFirstOrThrow();
  const version = Number(versions.count);
  await trx
    .insertInto('message_version')
    .values({ message_id: message.id, version, text: message.text, replaced_at: edit.now })
    .execute();
  await trx.updateTable('message').set({ text: edit.text, edited_at: edit.now }).where('id', '=', message.id).execute();
  if (edit.original !== null)
    await keepOriginal(trx, { id: message.id, version: version + 1, original: edit.original, seal });
  return found;
}

/** The platform says that the citizen took a message back: it stays, marked. */
export async function markDeleted(trx: Trx, channel: ChannelName, externalId: string, now: Millis): Promise<void> {
  await trx
    .updateTable('message')
    .set({ deleted_at: now })
    .where('channel', '=', channel)
    .where('external_id', '=', externalId)
    .where('direction', '=', 'in')
    .execute();
}

/** Law 8, the accused is Inspektorat itself: the text is kept sealed only, nobody at the desk reads it. */
export async function sealMessage(trx: Trx, id: MessageId, seal: Seal, shown: string): Promise<void> {
  const message = await trx.selectFrom('message').select('text').where('id', '=', id).executeTakeFirst();
  if (!message || message.text === shown) return;
  const kept = await trx
    .selectFrom('message_original')
    .select('message_id')
    .where('message_id', '=', id)
    .executeTakeFirst();
  if (!kept) await keepOriginal(trx, { id, version: 0, original: message.text, seal });
  await trx.updateTable('message').set({ text: shown }).where('id', '=', id).execute();
}

async function keepOriginal(
  trx: Trx,
  what: { id: MessageId; version: number; original: string; seal: Seal },
): Promise<void> {
  await trx
    .insertInto('message_original')
    .values({ message_id: what.id, version: what.version, sealed: what.seal.close(what.original, what.id) })
    .execute();
}
