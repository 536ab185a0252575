/** Fetches a file that somebody sent: at most so many bytes, within a time, from Telegram or a self-hosted server. */
import { open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { FetchResult } from '../channel-adapter.ts';
import type { Calls } from './calls.ts';
import { type CheckedConfig, defaultApiRoot } from './config.ts';

const unreachable: FetchResult = { ok: false, failure: 'unreachable' };
const tooLarge: FetchResult = { ok: false, failure: 'too-large' };
const gone: FetchResult = { ok: false, failure: 'gone' };

/** @see ChannelAdapter.fetchFile @param ref a `file_id`. */
export async function fetchTelegramFile(
  calls: Calls,
  config: CheckedConfig,
  ref: string,
  bytesMax: number,
): Promise<FetchResult> {
  const named = await calls.call('getFile', { file_id: ref });
  if (!named.ok) {
    // Over 20 MB Telegram's own server gives no file to bots.
    if (/file is too big/i.test(named.failure.detail)) return tooLarge;
    return named.failure.kind === 'rejected' ? gone : unreachable;
  }
  const { file_path: path, file_size: size } = named.result;
  if (path === undefined) return gone;
  if (size !== undefined && size > bytesMax) return tooLarge;
  // A self-hosted server in local mode names a file on this machine's disk. Telegram's own server never does.
  const local = isAbsolute(path) && !config.apiRoot.startsWith(defaultApiRoot);
  return local ? readLocal(path, bytesMax) : download(calls.fileUrl(path), config.timing.fileMs, bytesMax);
}

async function download(url: URL, deadlineMs: number, bytesMax: number): Promise<FetchResult> {
  try {
    // No redirects: the address holds the token, and would hand it on.
    const answer = await fetch(url, { signal: AbortSignal.timeout(deadlineMs), redirect: 'error' });
    if (!answer.ok || answer.body === null) {
      await answer.body?.cancel();
      return answer.status === 404 || answer.status === 410 ? gone : unreachable;
    }
    const bytes = await readCapped(answer.body, bytesMax);
    if (bytes === undefined) return tooLarge;
    return { ok: true, bytes, declaredMime: answer.headers.get('content-type') ?? undefined };
  } catch {
    return unreachable;
  }
}

/** @returns undefined once it is more than `bytesMax`; the rest is not read. */
export async function readCapped(
  stream: ReadableStream<Uint8Array>,
  bytesMax: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the stream.
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > bytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function readLocal(path: string, bytesMax: number): Promise<FetchResult> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      return size > bytesMax ? tooLarge : { ok: true, bytes: await file.readFile() };
    } finally {
      await file.close();
    }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? gone : unreachable;
  }
}
