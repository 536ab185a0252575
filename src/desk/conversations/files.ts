/** Received files: fetched once, typed by their content, kept under a random name. Writes `file`. */
import type { Db, Trx } from '../../db/database.ts';
import type { AttachmentKind, ChannelName, ConversationId, FileId, MessageId, Millis } from '../../model.ts';

export type WaitingFile = {
  id: FileId;
  kind: AttachmentKind;
  ref: string;
  channel: ChannelName;
  attempts: number;
};

/** @returns the file if it still waits to be fetched. */
export async function waitingFile(db: Db, fileId: FileId): Promise<WaitingFile | null> {
  const row = await db
    .selectFrom('file')
    .innerJoin('message', 'message.id', 'file.message_id')
    .select(['file.id', 'file.kind', 'external_ref', 'message.channel', 'attempts'])
    .where('file.id', '=', fileId)
    .where('file.state', '=', 'waiting')
    .executeTakeFirst();
  return row
    ? { id: row.id, kind: row.kind, ref: row.external_ref, channel: row.channel, attempts: row.attempts }
    : null;
}

/** @returns the conversation in which a file was sent. */
export async function senderOf(db: Db, fileId: FileId): Promise<{ conversationId: ConversationId }> {
  const { conversation_id } = await db
    .selectFrom('file')
    .innerJoin('message', 'message.id', 'file.message_id')
    .select('conversation_id')
    .where('file.id', '=', fileId)
    .executeTakeFirstOrThrow();
  return { conversationId: conversation_id };
}

export async function dueFiles(db: Db, now: Millis, limit: number): Promise<FileId[]> {
  const rows = await db
    .selectFrom('file')
    .select('id')
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

export async function keepFile(
  trx: Trx,
  file: { id: FileId; path: string; mime: string; sizeBytes: number; sha256: string },
): Promise<void> {
  await trx
    .updateTable('file')
    .set({ state: 'stored', path: file.path, mime: file.mime, size_bytes: file.sizeBytes, sha256: file.sha256 })
    .where('id', '=', file.id)
    .where('state', '=', 'waiting')
    .execute();
}

/** A file of ours that goes out with a message: it is here already. */
export async function keepOutbound(
  trx: Trx,
  file: {
    id: FileId;
    messageId: MessageId;
    kind: AttachmentKind;
    path: string;
    name: string;
    mime: string;
    sizeBytes: number;
    sha256: string;
    now: Millis;
  },
): Promise<void> {
  await trx
    .insertInto('file')
    .values({
      id: file.id,
      message_id: file.messageId,
      kind: file.kind,
      state: 'stored',
      external_ref: '',
      name: file.name.slice(0, 200),
      mime: file.mime,
      size_bytes: file.sizeBytes,
      sha256: file.sha256,
      path: file.path,
      due_at: file.now,
      created_at: file.now,
    })
    .execute();
}

/** Not taken: too large, gone, or of a kind that is not kept. */
export async function refuseFile(
  trx: Trx,
  fileId: FileId,
  why: { state: 'refused' | 'failed'; reason: string },
): Promise<void> {
  await trx.updateTable('file').set(why).where('id', '=', fileId).where('state', '=', 'waiting').execute();
}

/** @param counts whether it was an attempt: while the whole channel is away, it is not. */
export async function postponeFile(trx: Trx, fileId: FileId, dueAt: Millis, counts: boolean): Promise<void> {
  await trx
    .updateTable('file')
    .set((set) => ({ due_at: dueAt, attempts: set('attempts', '+', counts ? 1 : 0) }))
    .where('id', '=', fileId)
    .where('state', '=', 'waiting')
    .execute();
}

/** The channel can be reached again: whatever waits for it is due at once. */
export async function fetchNow(trx: Trx, channel: ChannelName, now: Millis): Promise<void> {
  await trx
    .updateTable('file')
    .set({ due_at: now })
    .where('state', '=', 'waiting')
    .where('due_at', '>', now)
    .where('message_id', 'in', (those) =>
      those.selectFrom('message').select('message.id').where('channel', '=', channel),
    )
    .execute();
}

/** @returns the files of a message that are here, oldest first. */
export async function storedFiles(
  db: Db,
  messageId: MessageId,
): Promise<{ kind: AttachmentKind; name: string | null; mime: string; path: string }[]> {
  const rows = await db
    .selectFrom('file')
    .select(['kind', 'name', 'mime', 'path'])
    .where('message_id', '=', messageId)
    .where('state', '=', 'stored')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.flatMap(({ mime, path, ...file }) => (mime && path ? [{ ...file, mime, path }] : []));
}

/** An administrator tries again to fetch it. */
export async function fetchAgain(trx: Trx, fileId: FileId, now: Millis): Promise<void> {
  await trx
    .updateTable('file')
    .set({ state: 'waiting', due_at: now, attempts: 0, reason: null })
    .where('id', '=', fileId)
    .where('state', '=', 'failed')
    .execute();
}
