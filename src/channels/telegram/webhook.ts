/** The entrance for updates that Telegram brings itself: checked, capped, and answered only when stored. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Update } from 'telegraf/types';
import type { ChannelRoute } from '../channel-adapter.ts';
import { readCapped } from './files.ts';

/** An update has some kilobytes; Telegraf would read any size. */
const bodyBytesMax = 1024 * 1024;

type WebhookDeps = {
  path: string;
  secret: string;
  /** Stores the update; throws when it was not stored. */
  takeIn(updates: readonly Update[]): Promise<void>;
};

/**
 * 200 after the update is stored and not before; 503 where it was not, so that Telegram brings it again; 403 without
 * our secret; 413 and 400 for what no update is.
 */
export function webhookRoute({ path, secret, takeIn }: WebhookDeps): ChannelRoute {
  const expected = digest(secret);
  return {
    method: 'POST',
    path,
    async handle(request) {
      const given = request.headers.get('x-telegram-bot-api-secret-token') ?? '';
      // Both as digests: equal lengths, and the time of comparing tells nothing.
      if (!timingSafeEqual(digest(given), expected)) return answer(403);
      if (Number(request.headers.get('content-length') ?? 0) > bodyBytesMax) return answer(413);
      const update = await readUpdate(request);
      if (typeof update === 'number') return answer(update);
      try {
        await takeIn([update]);
      } catch {
        return answer(503);
      }
      return answer(200);
    },
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function answer(status: number): Response {
  return new Response(null, { status });
}

/** @returns the update, or the status to refuse it with. Decoded as a whole: a character may lie across two chunks. */
async function readUpdate(request: Request): Promise<Update | number> {
  try {
    const bytes = request.body === null ? new Uint8Array() : await readCapped(request.body, bodyBytesMax);
    if (bytes === undefined) return 413;
    const update: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const isUpdate = typeof update === 'object' && update !== null && 'update_id' in update;
    return isUpdate && Number.isSafeInteger(update.update_id) ? (update as Update) : 400;
  } catch {
    return 400;
  }
}
