/** Says to Telegram how we want to receive, as soon as it is there, and later asks whether that still holds. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Backoff } from './backoff.ts';
import type { CallResult, Calls } from './calls.ts';
import type { CheckedConfig } from './config.ts';
import { allowedUpdates } from './parser.ts';
import { troubleOf } from './polling.ts';
import type { StatusKeeper } from './status.ts';

type ConnectDeps = {
  calls: Calls;
  config: CheckedConfig;
  status: StatusKeeper;
  backoff: Backoff;
  stop: AbortSignal;
};

/** Resolves when Telegram knows our way of receiving, or on a stop; until then it tries. Drops nothing that waits. */
export async function connect({ calls, config, status, backoff, stop }: ConnectDeps): Promise<void> {
  while (!stop.aborted) {
    const done = await introduce();
    if (done.ok) return backoff.reset();
    if (done.failure.kind === 'stopped') return;
    const { state, problem } = troubleOf(done.failure);
    status.set(state, problem, done.failure.detail);
    await backoff.pause(done.failure.retryAfterMs);
  }

  async function introduce(): Promise<CallResult<unknown>> {
    const me = await calls.call('getMe', {}, { stop });
    if (!me.ok) return me;
    calls.bot.botInfo = me.result;
    return config.webhook === undefined
      ? calls.call('deleteWebhook', { drop_pending_updates: false }, { stop })
      : setWebhook(calls, config.webhook, stop);
  }
}

/** Webhook mode only: a webhook that somebody takes away, or that Telegram cannot reach, is silence otherwise. */
export async function watchWebhook({ calls, config, status, stop }: ConnectDeps): Promise<void> {
  const { webhook, timing } = config;
  if (webhook === undefined) return;
  // Telegram's clock is not ours, and it keeps errors of long ago: only one that was not there at the last look counts.
  let known: { errorDate?: number } | undefined;
  while (!stop.aborted) {
    await wait(timing.webhookCheckMs, undefined, { signal: stop }).catch(() => {});
    const info = stop.aborted ? undefined : await calls.call('getWebhookInfo', {}, { stop });
    if (info === undefined || (!info.ok && info.failure.kind === 'stopped')) return;
    if (!info.ok) {
      const { state, problem } = troubleOf(info.failure);
      status.set(state, problem, info.failure.detail);
    } else if (info.result.url !== webhook.url) {
      status.set('retrying', 'webhook-lost');
      await setWebhook(calls, webhook, stop);
    } else if (status.read().problem !== 'storing') {
      // That one is ended by the next update that is stored, and by nothing else.
      const { pending_update_count: pending, last_error_date: errorDate, last_error_message: words } = info.result;
      const isNew = known !== undefined && errorDate !== known.errorDate;
      if (pending > 0 && isNew) status.set('retrying', 'webhook-failing', words);
      // Between two attempts of Telegram's there is no new error, and nothing is well either.
      else if (pending === 0 || status.read().problem !== 'webhook-failing') status.set('on');
      known = { errorDate };
    }
  }
}

function setWebhook(calls: Calls, webhook: { url: string; secret: string }, stop: AbortSignal) {
  const { url, secret } = webhook;
  return calls.call(
    'setWebhook',
    // One chat's messages come in order whatever this number is; the database takes no more than some writers at once.
    { url, secret_token: secret, allowed_updates: [...allowedUpdates], max_connections: 10 },
    { stop },
  );
}
