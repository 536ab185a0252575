/** Brings updates to the bot's webhook: one chat's in order, chats side by side, again until the answer is 2xx. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Faults } from './faults.ts';
import type { Update, Updates } from './updates.ts';
import { ApiError, type World } from './world.ts';

export type Webhook = ReturnType<typeof createWebhook>;

type Perform = (method: string, params: Record<string, unknown>) => Promise<unknown>;
type Target = { url: string; secret?: string; connections: number };

/** Much shorter than Telegram's, so that a test need not wait. */
const retryFirstMs = 20;
const retryMaxMs = 1_000;

/** @param perform does a method that the webhook's answer asked for. */
export function createWebhook(world: World, updates: Updates, faults: Faults, perform: Perform) {
  let target: Target | undefined;
  let lastError: { date: number; message: string } | undefined;
  const busy = new Set<string>();
  let closed = false;
  updates.onPush(pump);

  /** Starts whatever may start: a lane's oldest update, while there are connections left. */
  function pump(): void {
    if (target === undefined || closed) return;
    for (const update of updates.queue) {
      if (busy.size >= target.connections) return;
      const lane = laneOf(update);
      if (busy.has(lane)) continue;
      busy.add(lane);
      void bring(update).finally(() => {
        busy.delete(lane);
        pump();
      });
    }
  }

  async function bring(update: Update): Promise<void> {
    for (let delay = 0; target !== undefined && !closed; delay = Math.min(retryMaxMs, delay * 2 || retryFirstMs)) {
      await wait(delay);
      if (target === undefined) return;
      const problem = world.down ? 'Connection refused' : await post(target, update, { faults, perform });
      if (problem === undefined) return updates.confirm(update.update_id);
      lastError = { date: world.nowSeconds(), message: problem };
      world.changed();
    }
  }

  return {
    isSet: () => target !== undefined,
    set(params: Record<string, unknown>) {
      const url = String(params.url ?? '');
      if (url !== '' && !URL.canParse(url)) throw new ApiError(400, 'Bad Request: bad webhook: invalid URL');
      updates.setAllowed(params.allowed_updates);
      if (params.drop_pending_updates === true) updates.queue.length = 0;
      lastError = undefined;
      if (url === '') {
        target = undefined;
        return;
      }
      const secret = params.secret_token === undefined ? undefined : String(params.secret_token);
      target = { url, secret, connections: Number(params.max_connections ?? 40) };
      updates.endPoll('Conflict: terminated by setWebhook request');
      pump();
    },
    info: () => ({
      url: target?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: updates.queue.length,
      max_connections: target?.connections,
      allowed_updates: updates.allowed(),
      last_error_date: lastError?.date,
      last_error_message: lastError?.message,
    }),
    close() {
      closed = true;
    },
  };
}

/** @returns what went wrong. */
async function post(
  { url, secret }: Target,
  update: Update,
  { faults, perform }: { faults: Faults; perform: Perform },
): Promise<string | undefined> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (secret !== undefined) headers['x-telegram-bot-api-secret-token'] = secret;
  const fault = faults.take('webhook', update);
  if (fault !== undefined && !fault.after) return 'Connection timed out';
  try {
    const body = JSON.stringify(update);
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) });
    const text = await answer.text();
    if (!answer.ok) return `Wrong response from the webhook: ${answer.status} ${answer.statusText}`;
    if (fault !== undefined) return 'Webhook connection closed';
    if (text.startsWith('{')) {
      const { method, ...params } = JSON.parse(text) as Record<string, unknown>;
      if (typeof method === 'string') await perform(method, params).catch(() => {});
    }
    return undefined;
  } catch {
    return 'Connection refused';
  }
}

/** Telegram keeps the order within a chat and a kind (tdlib/telegram-bot-api, webhook_queue_id). */
function laneOf(update: Update): string {
  const kind = Object.keys(update).find((key) => key !== 'update_id') ?? '';
  const content = update[kind] as { chat?: { id: number }; message?: { chat: { id: number } }; from?: { id: number } };
  const chat = content.chat?.id ?? content.message?.chat.id ?? content.from?.id;
  return kind === 'edited_message' ? `message ${chat}` : `${kind} ${chat}`;
}
