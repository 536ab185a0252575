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

/** A message that is about to be edited, as it stands now. */
export type Editable = {
  id: MessageId;
  conversationId: ConversationId;
  text: string;
  /** The danger that was answered on arrival. */
  emergency: string | null;
  isHandled: boolean;
  isSealed: boolean;
};

/**
 * Holds the conversation until the transaction ends, so that no turn can take the message in meanwhile.
 * @returns the message of a platform's id, or null when we never had it.
 */
export async function holdInbound(trx: Trx, channel: ChannelName, externalId: string): Promise<Editable | null> {
  const known = trx
    .selectFrom('message')
    .where('channel', '=', channel)
    .where('external_id', '=', externalId)
    .where('direction', '=', 'in');
  const held = await trx
    .updateTable('conversation')
    .set((set) => ({ address: set.ref('address') }))
    .where('id', 'in', known.select('conversation_id'))
    .returning('id')
    .executeTakeFirst();
  if (!held) return null;
  const row = await known.select(['id', 'text', 'emergency', 'handled_at', 'sealed_at']).executeTakeFirstOrThrow();
  return {
    id: row.id,
    conversationId: held.id,
    text: row.text,
    emergency: row.emergency,
    isHandled: row.handled_at !== null,
    isSealed: row.sealed_at !== null,
  };
}

/**
 * An edit replaces the text and keeps what stood before; of a sealed message both are sealed. One that no turn has
 * taken in yet is simply read anew; one that was handled keeps its tickets, and the caller tells them.
 * @param edit `text`: masked. `original`: where masking changed something. `emergency`: the danger in it, or null.
 */
export async function editInbound(
  trx: Trx,
  message: Editable,
  edit: { text: string; original: string | null; emergency: string | null; now: Millis },
  seal: Seal,
): Promise<void> {
  const original = message.isSealed ? (edit.original ?? edit.text) : edit.original;
  const latest = await latestOriginal(trx, message.id);
  const isSame = latest !== undefined && original !== null && seal.open(latest.sealed, message.id) === original;
  // What a platform tells as an edit may be a link's preview.
  if (isSame || (original === null && message.text === edit.text)) return;
  const version = await versionOf(trx, message.id);
  await trx
    .insertInto('message_version')
    .values({ message_id: message.id, version, text: message.text, replaced_at: edit.now })
    .execute();
  await trx
    .updateTable('message')
    .set((set) => ({
      text: message.isSealed ? message.text : edit.text,
      edited_at: edit.now,
      emergency: edit.emergency ?? set.ref('emergency'),
    }))
    .where('id', '=', message.id)
    .execute();
  if (original !== null) await keepOriginal(trx, { id: message.id, version: version + 1, original, seal });
}

/** @returns the number of the text that stands now: it has been edited so often. */
async function versionOf(trx: Trx, id: MessageId): Promise<number> {
  const { count } = await trx
    .selectFrom('message_version')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('message_id', '=', id)
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function latestOriginal(trx: Trx, id: MessageId): Promise<{ version: number; sealed: string } | undefined> {
  return await trx
    .selectFrom('message_original')
    .select(['version', 'sealed'])
    .where('message_id', '=', id)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
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

/**
 * Law 8, the accused is Inspektorat itself: the text, and every text that stood before it, is kept sealed only; nobody
 * at the desk reads it.
 */
export async function sealMessage(
  trx: Trx,
  message: { id: MessageId; shown: string; now: Millis },
  seal: Seal,
): Promise<void> {
  const { id, shown, now } = message;
  const current = await trx.selectFrom('message').select(['text', 'sealed_at']).where('id', '=', id).executeTakeFirst();
  if (!current || current.sealed_at !== null) return;
  const before = await trx
    .selectFrom('message_version')
    .select(['version', 'text'])
    .where('message_id', '=', id)
    .execute();
  const kept = await trx.selectFrom('message_original').select('version').where('message_id', '=', id).execute();
  const hasOriginal = new Set(kept.map(({ version }) => version));
  for (const { version, text } of [...before, { version: before.length, text: current.text }])
    if (!hasOriginal.has(version)) await keepOriginal(trx, { id, version, original: text, seal });
  await trx.updateTable('message_version').set({ text: shown }).where('message_id', '=', id).execute();
  await trx.updateTable('message').set({ text: shown, sealed_at: now }).where('id', '=', id).execute();
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
