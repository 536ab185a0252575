/** Calls to the Bot API through Telegraf: each with a deadline of its own, each failure named, no token in any word. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Telegraf, TelegramError } from 'telegraf';
import type { Opts, Telegram } from 'telegraf/types';
import type { Millis } from '../../model.ts';
import type { SendFailure } from '../channel-adapter.ts';
import type { CheckedConfig } from './config.ts';

export type CallFailure = {
  /** `conflict`: somebody else polls or a webhook is set (409). `stopped`: we ended the call ourselves. */
  kind: SendFailure | 'conflict' | 'stopped';
  /** HTTP status or Bot API error code, where there was an answer. */
  code?: number;
  retryAfterMs?: Millis;
  /** For the log: Telegram's or the network's words, without the token, at most 200 characters. */
  detail: string;
};

export type CallResult<T> = { ok: true; result: T } | { ok: false; failure: CallFailure };

export type Calls = {
  /** Routes updates; every call it would make itself goes through `call`. */
  readonly bot: Telegraf;
  /** Never throws for what Telegram or the network does. */
  call<M extends keyof Telegram>(
    method: M,
    payload: Opts<M>,
    options?: { deadlineMs?: Millis; stop?: AbortSignal },
  ): Promise<CallResult<ReturnType<Telegram[M]>>>;
  /** Where a file that `getFile` named is downloaded. Holds the token: never log it. */
  fileUrl(filePath: string): URL;
  /** Waits for the calls under way, at most their own deadlines, and lets go of the connections. */
  close(): Promise<void>;
};

export function createCalls(config: CheckedConfig): Calls {
  const Agent = config.apiRoot.startsWith('https:') ? HttpsAgent : HttpAgent;
  // One connection is the poll's; idle ones are closed before the other side does it under a message of ours.
  const agent = new Agent({ keepAlive: true, keepAliveMsecs: 10_000, maxSockets: 32, timeout: 30_000 });
  const bot = new Telegraf(config.token, {
    telegram: { apiRoot: config.apiRoot, webhookReply: false },
    // Handlers here only read; Telegraf's own limit would confirm an update that is still being read.
    handlerTimeout: Number.POSITIVE_INFINITY,
  });
  // Set after the construction: for http Telegraf throws the option away.
  bot.telegram.options.agent = agent;
  const underWay = new Set<Promise<unknown>>();

  async function call<M extends keyof Telegram>(
    method: M,
    payload: Opts<M>,
    { deadlineMs = config.timing.callMs, stop }: { deadlineMs?: Millis; stop?: AbortSignal } = {},
  ): Promise<CallResult<ReturnType<Telegram[M]>>> {
    const deadline = new AbortController();
    const end = () => deadline.abort();
    const timer = setTimeout(end, deadlineMs);
    stop?.addEventListener('abort', end, { once: true });
    if (stop?.aborted) end();
    try {
      // Telegraf's type is of a polyfill; node-fetch 2 takes the platform's own signal.
      const signal = deadline.signal as never;
      const answer = bot.telegram.callApi(method, payload, { signal });
      underWay.add(answer);
      try {
        return { ok: true, result: await answer };
      } finally {
        underWay.delete(answer);
      }
    } catch (error) {
      if (stop?.aborted) return { ok: false, failure: { kind: 'stopped', detail: 'stopped' } };
      if (deadline.signal.aborted) return { ok: false, failure: { kind: 'unreachable', detail: 'no answer in time' } };
      return { ok: false, failure: classify(error, config.token) };
    } finally {
      clearTimeout(timer);
      stop?.removeEventListener('abort', end);
    }
  }

  return {
    bot,
    call,
    fileUrl: (filePath) =>
      new URL(`file/bot${config.token}/${filePath.split('/').map(encodeURIComponent).join('/')}`, config.apiRoot),
    async close() {
      await Promise.allSettled(underWay);
      agent.destroy();
    },
  };
}

/** What a failed call means. Words of the Bot API server: tdlib/telegram-bot-api, Client.cpp. */
export function classify(error: unknown, token: string): CallFailure {
  // Everything that is no answer of the Bot API: refused, reset, timed out, not JSON (a proxy's page).
  if (!(error instanceof TelegramError)) return { kind: 'unreachable', detail: redact(words(error), token) };
  const { code, description, parameters } = error;
  const detail = redact(`${code}: ${description}`, token);
  const retryAfterMs = parameters?.retry_after === undefined ? undefined : parameters.retry_after * 1000;
  return { kind: kindOf(code, description ?? ''), code, retryAfterMs, detail };
}

function kindOf(code: number, description: string): CallFailure['kind'] {
  if (code === 429) return 'rate-limited';
  if (code >= 500) return 'unreachable';
  // 404 and 421 are the answers to a token that no bot has.
  if (code === 401 || code === 404 || code === 421) return 'unauthorised';
  if (code === 403) return 'blocked';
  if (code === 409) return 'conflict';
  return /chat not found|user not found|PEER_ID_INVALID/i.test(description) ? 'no-such-chat' : 'rejected';
}

/** @returns the text without the token, whole or only its secret half, cut to 200 characters. */
export function redact(text: string, token: string): string {
  const secret = token.slice(token.indexOf(':') + 1);
  const clean = text.replaceAll(token, '[token]').replaceAll(encodeURIComponent(token), '[token]');
  return (secret.length < 8 ? clean : clean.replaceAll(secret, '[token]')).slice(0, 200);
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
