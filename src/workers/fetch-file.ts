/** Fetches a received file from its channel; what it is is told by its bytes, not by its sender. */
import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { channelIsAway } from '../channels/channel-adapter.ts';
import type { Trx } from '../db/database.ts';
import { transact } from '../db/transact.ts';
import { keepFile, postponeFile, refuseFile, senderOf, waitingFile } from '../desk/conversations/files.ts';
import { lastSaid, say } from '../desk/conversations/outbound.ts';
import { addDeadLetter } from '../desk/reports/dead-letters.ts';
import { minuteMs } from '../lib/wib.ts';
import type { FileId } from '../model.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** Telegram's own limit for bots; enough for a phone's photo or some minutes of voice. */
const fileBytesMax = 20 * 1024 * 1024;
const attemptsMax = 6;
/** The same is told again only after so long. */
const tellAgainMs = 10 * minuteMs;

/** What people need to show us; everything else is refused, with words on the ticket page. */
const keptTypes = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'application/pdf',
  'audio/ogg',
  'audio/mpeg',
  'audio/mp4',
  'audio/x-m4a',
  'audio/aac',
  'audio/webm',
  'video/mp4',
  'video/webm',
  'video/quicktime',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
]);
/** Containers whose type names the format and not the use. */
const alias: Record<string, string> = {
  'audio/ogg; codecs=opus': 'audio/ogg',
  'audio/opus': 'audio/ogg',
  'application/ogg': 'audio/ogg',
};

export async function fetchFile(fileId: FileId, deps: WorkerDeps): Promise<void> {
  const file = await waitingFile(deps.db, fileId);
  if (!file) return;
  const adapter = deps.channels.get(file.channel);
  const fetched = adapter
    ? await adapter.fetchFile(file.ref, fileBytesMax)
    : ({ ok: false, failure: 'unreachable' } as const);
  if (fetched.ok) return await keep(fileId, fetched.bytes, deps);
  if (fetched.failure !== 'unreachable') return await refuse(fileId, fetched.failure, deps);
  // A channel that is away for a day has not lost the file: only what it refuses while it is there counts.
  if (channelIsAway(adapter))
    return await transact(deps.db, (trx) => postponeFile(trx, fileId, deps.clock.now() + minuteMs, false));
  const attempts = file.attempts + 1;
  await transact(deps.db, async (trx) => {
    if (attempts < attemptsMax)
      return await postponeFile(trx, fileId, deps.clock.now() + minuteMs * 2 ** (attempts - 1), true);
    await refuseFile(trx, fileId, { state: 'failed', reason: 'unreachable' });
    await tellSender(trx, fileId, deps.words('file-lost'), deps);
    await addDeadLetter(trx, { kind: 'file', ref: fileId, error: 'unreachable', attempts }, deps);
  });
}

/** The message stays; whoever sent the file is told that it was not taken, and what would be. */
async function refuse(fileId: FileId, reason: 'too-large' | 'kind' | 'gone', deps: WorkerDeps): Promise<void> {
  const size = fileBytesMax / 1024 / 1024;
  const texts = { 'too-large': () => deps.words('file-too-large', { size }), kind: () => deps.words('file-kind') };
  const text = reason === 'gone' ? deps.words('file-lost') : texts[reason]();
  await transact(deps.db, async (trx) => {
    await refuseFile(trx, fileId, { state: 'refused', reason });
    await tellSender(trx, fileId, text, deps);
  });
  deps.changed();
}

/** Ten pictures of an album that are too large are told of once (law 10). The sweep finds what is to be sent. */
async function tellSender(trx: Trx, fileId: FileId, text: string, deps: WorkerDeps): Promise<void> {
  const now = deps.clock.now();
  const { conversationId } = await senderOf(trx, fileId);
  const said = await lastSaid(trx, conversationId, text);
  if (said !== null && now - said < tellAgainMs) return;
  await say(trx, { conversationId, author: 'bot', text, now }, deps.ids);
}

async function keep(fileId: FileId, bytes: Uint8Array, deps: WorkerDeps): Promise<void> {
  const mime = await typeOf(bytes);
  if (mime === null || !keptTypes.has(mime)) return await refuse(fileId, 'kind', deps);
  const name = deps.ids.secret(24);
  const path = join(name.slice(0, 2), name);
  const target = join(deps.dataDir, 'files', path);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  // A crash while writing leaves a file that nothing names, never half a file that something does.
  await writeFile(`${target}.part`, bytes, { mode: 0o600, flush: true });
  await rename(`${target}.part`, target);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await transact(deps.db, (trx) => keepFile(trx, { id: fileId, path, mime, sizeBytes: bytes.length, sha256 }));
  deps.changed();
}

async function typeOf(bytes: Uint8Array): Promise<string | null> {
  const mime = (await fileTypeFromBuffer(bytes))?.mime;
  return mime ? (alias[mime] ?? mime) : null;
}
