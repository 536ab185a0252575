/** What the Telegram channel is told at the start, and the check that an operator's slip is named with its cure. */
import { SetupError } from '../../lib/errors.ts';
import type { Millis } from '../../model.ts';

export type TelegramConfig = {
  /** From @BotFather, `digits:letters`. */
  token: string;
  /** A self-hosted Bot API server; https://api.telegram.org where not told. */
  apiRoot?: string;
  /** Telegram calls us at `url`; without it we poll. `path`: what app.ts sees, where a proxy rewrites the url's. */
  webhook?: { url: string; secret: string; path?: string };
  timing?: Partial<TelegramTiming>;
};

export type TelegramTiming = {
  /** How long Telegram holds a poll open when nothing arrives. */
  pollSeconds: number;
  /** How much longer than that we wait: after it the connection counts as half-open and is left. */
  pollGraceMs: Millis;
  /** Deadline of every other call. A message in four parts must end within the worker's lease of a minute. */
  callMs: Millis;
  /** Deadline of a whole download. */
  fileMs: Millis;
  /** First wait after a failure; doubled after each further one, up to `retryMaxMs`. */
  retryFirstMs: Millis;
  retryMaxMs: Millis;
  /** How often webhook mode asks Telegram whether it still reaches us. */
  webhookCheckMs: Millis;
};

export const defaultApiRoot = 'https://api.telegram.org';

const defaultTiming: TelegramTiming = {
  pollSeconds: 25,
  pollGraceMs: 15_000,
  callMs: 15_000,
  fileMs: 60_000,
  retryFirstMs: 1_000,
  retryMaxMs: 60_000,
  webhookCheckMs: 300_000,
};

export type CheckedConfig = {
  token: string;
  /** Ends in `/`, so that a path of its own survives the joining of URLs. */
  apiRoot: string;
  webhook?: { url: string; secret: string; path: string };
  timing: TelegramTiming;
};

/** @throws {SetupError} with every fault at once. No fault shows the token or the secret. */
export function checkConfig(config: TelegramConfig): CheckedConfig {
  const faults: string[] = [];
  if (!/^\d+:[\w-]+$/.test(config.token)) {
    faults.push('TELEGRAM_BOT_TOKEN: not of the form 123456:ABC… → copy the token again from @BotFather');
  }
  const root = config.apiRoot ?? defaultApiRoot;
  if (!isHttpUrl(root)) {
    faults.push('TELEGRAM_API_ROOT: not an http(s) address → e.g. http://127.0.0.1:8081, or remove the line');
  }
  const { webhook } = config;
  if (webhook !== undefined && !isHttpUrl(webhook.url)) {
    faults.push('TELEGRAM_WEBHOOK_URL: not an http(s) address → e.g. https://klinik.example/telegram/webhook');
  }
  // The Bot API's own rule for secret_token.
  if (webhook !== undefined && !/^[\w-]{1,256}$/.test(webhook.secret)) {
    faults.push('TELEGRAM_WEBHOOK_SECRET: 1 to 256 of A-Z a-z 0-9 _ - → e.g. the output of: openssl rand -hex 32');
  }
  if (faults.length > 0) throw new SetupError(faults);
  return {
    token: config.token,
    apiRoot: root.endsWith('/') ? root : `${root}/`,
    webhook: webhook && { ...webhook, path: webhook.path ?? new URL(webhook.url).pathname },
    timing: { ...defaultTiming, ...config.timing },
  };
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
