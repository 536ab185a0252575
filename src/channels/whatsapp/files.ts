/** Fetches a file that somebody sent: at most so many bytes, within a time. */
import type { FetchResult } from '../channel-adapter.ts';
import type { WebClient } from './library.ts';

const unreachable: FetchResult = { ok: false, failure: 'unreachable' };
const tooLarge: FetchResult = { ok: false, failure: 'too-large' };
const gone: FetchResult = { ok: false, failure: 'gone' };

/**
 * What WhatsApp does not give now it may give later, when the sender's phone was asked: that is `unreachable`, not
 * `gone`.
 * @param ref the text of a message key.
 */
export async function fetchWhatsappFile(
  client: WebClient | undefined,
  ref: string,
  bytesMax: number,
): Promise<FetchResult> {
  if (!/^false_[^_]+_[^_]+$/.test(ref)) return gone;
  if (!client) return unreachable;
  try {
    const message = await client.find(ref);
    if (!message?.hasFile) return gone;
    if ((message.file?.sizeBytes ?? 0) > bytesMax) return tooLarge;
    const file = await client.download(ref);
    if (!file) return unreachable;
    return file.bytes.byteLength > bytesMax ? tooLarge : { ok: true, bytes: file.bytes, declaredMime: file.mime };
  } catch {
    return unreachable;
  }
}
