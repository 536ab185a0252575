/** Failures have names, the operator's slips have cures, and no token is ever said. */
import { TelegramError } from 'telegraf';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { classify, redact } from '../../../src/channels/telegram/calls.ts';
import { checkConfig } from '../../../src/channels/telegram/config.ts';
import { SetupError } from '../../../src/lib/errors.ts';
import { createMemoryIntake } from '../../contract/memory-intake.ts';
import { type BotApi, createBotApi } from '../../support/bot-api/bot-api.ts';
import { createRecordingLog } from './recording-log.ts';
import { createTestAdapter, webhookSecret } from './telegram-harness.ts';

const token = '7000000001:aVerySecretHalf-of_a_token';

describe('classify', () => {
  it.each([
    [429, 'Too Many Requests: retry after 7', 'rate-limited'],
    [500, 'Internal Server Error', 'unreachable'],
    [502, 'Bad Gateway', 'unreachable'],
    [401, 'Unauthorized', 'unauthorised'],
    [404, 'Not Found', 'unauthorised'],
    [403, 'Forbidden: bot was blocked by the user', 'blocked'],
    [403, 'Forbidden: user is deactivated', 'blocked'],
    [409, 'Conflict: terminated by other getUpdates request', 'conflict'],
    [400, 'Bad Request: chat not found', 'no-such-chat'],
    [400, 'Bad Request: PEER_ID_INVALID', 'no-such-chat'],
    [400, 'Bad Request: message is too long', 'rejected'],
    [413, 'Request Entity Too Large', 'rejected'],
  ])('%i %s: %s', (error_code, description, kind) => {
    const error = new TelegramError({ error_code, description });
    expect(classify(error, token)).toMatchObject({ kind, code: error_code });
  });

  it('tells the time to wait in milliseconds', () => {
    const error = new TelegramError({ error_code: 429, description: 'x', parameters: { retry_after: 7 } });
    expect(classify(error, token).retryAfterMs).toBe(7_000);
  });

  it('takes whatever is no answer of the Bot API for a lost connection', () => {
    for (const error of [new TypeError('x'), 'x', undefined, { code: 'ECONNRESET' }]) {
      expect(classify(error, token).kind).toBe('unreachable');
    }
  });
});

describe('redact', () => {
  it('leaves no trace of the token, and cuts', () => {
    const url = `https://api.telegram.org/bot${token}/getMe`;
    const said = redact(`${url} ${encodeURIComponent(token)} ${token.split(':')[1]} ${'x'.repeat(500)}`, token);
    expect(said).not.toContain('aVerySecretHalf');
    expect(said.length).toBeLessThanOrEqual(200);
  });
});

describe('what an operator can get wrong', () => {
  const faultsOf = (config: Parameters<typeof checkConfig>[0]): string[] => {
    try {
      checkConfig(config);
    } catch (error) {
      if (error instanceof SetupError) return error.faults;
    }
    return [];
  };

  it('is told all at once, each with its cure, without the secrets', () => {
    const webhook = { url: 'klinik.example', secret: 'not allowed!' };
    const faults = faultsOf({ token: 'not-a-token', apiRoot: 'ftp://x', webhook });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'TELEGRAM_BOT_TOKEN',
      'TELEGRAM_API_ROOT',
      'TELEGRAM_WEBHOOK_URL',
      'TELEGRAM_WEBHOOK_SECRET',
    ]);
    for (const fault of faults) expect(fault).toContain('→');
    expect(faults.join()).not.toMatch(/not-a-token|not allowed!/);
  });

  it('is nothing where all is well; an API root keeps its path', () => {
    expect(checkConfig({ token, apiRoot: 'http://127.0.0.1:8081/tg' }).apiRoot).toBe('http://127.0.0.1:8081/tg/');
    const webhook = { url: 'https://klinik.example/telegram/hook', secret: webhookSecret };
    expect(checkConfig({ token, webhook }).webhook?.path).toBe('/telegram/hook');
  });
});

describe('over the wire', () => {
  let api: BotApi;
  beforeEach(async () => {
    api = await createBotApi({ token });
  });
  afterEach(() => api.close());

  it('no failure brings the token into the log or into a result', async () => {
    const log = createRecordingLog();
    const adapter = createTestAdapter(api, {}, log);
    const results: unknown[] = [];
    for (const fault of [{ html: 200 }, { html: 502 }, { drop: true as const }, { code: 401 }, { code: 400 }]) {
      api.fault('getMe', fault);
      api.fault('getUpdates', fault);
      api.fault('sendMessage', fault);
      const message = { id: 'm' as never, address: '501', text: 'halo', choices: [] };
      results.push(await adapter.send(message, { sent: [], partSent: async () => {} }));
    }
    const intake = createMemoryIntake();
    await adapter.start(intake);
    api.user(501).text('halo');
    await intake.quiet(() => intake.messages.length === 1);
    await api.close();
    results.push(await adapter.send({ id: 'm' as never, address: '501', text: 'halo', choices: [] }, nothingSent));
    await adapter.stop();
    expect(log.lines.length).toBeGreaterThan(5);
    expect(log.everything() + JSON.stringify(results)).not.toContain('aVerySecretHalf');
    expect(JSON.stringify(results)).toContain('[token]');
    expect(log.everything()).not.toContain('halo');
  });

  it('works through an API root with a path of its own', async () => {
    // The stand-in knows no prefix: that the path was kept shows in its refusal.
    const adapter = createTestAdapter(api, { apiRoot: `${api.url}/prefix` });
    const result = await adapter.send({ id: 'm' as never, address: '501', text: 'halo', choices: [] }, nothingSent);
    expect(result).toMatchObject({ ok: false, failure: 'unauthorised' });
    expect(api.calls).toEqual([]);
  });

  it('gives a start link, also where nothing is received, once Telegram has told our name', async () => {
    const adapter = createTestAdapter(api);
    api.fault('getMe', { code: 500 });
    expect(await adapter.startLink('abc')).toBeUndefined();
    expect(await adapter.startLink('abc')).toBe('https://t.me/klinik_contoh_bot?start=abc');
    await adapter.startLink('def');
    expect(api.calls.filter(({ method }) => method === 'getMe')).toHaveLength(2);
  });

  it('shows typing, and does not mind when it cannot', async () => {
    const adapter = createTestAdapter(api);
    api.user(501).text('halo');
    await adapter.typing!('501');
    await adapter.typing!('502');
    await adapter.typing!('@nobody');
    expect(api.calls.map(({ method, ok, params }) => [method, ok, params])).toEqual([
      ['sendChatAction', true, { chat_id: 501, action: 'typing' }],
      ['sendChatAction', false, { chat_id: 502, action: 'typing' }],
    ]);
  });

  it('keeps its connection for many calls, and lets go of it at the stop', async () => {
    const adapter = createTestAdapter(api);
    api.user(501).text('halo');
    for (let n = 0; n < 10; n++) await adapter.typing!('501');
    expect(api.connections()).toEqual({ opened: 1, open: 1 });
    await adapter.stop();
    await api.until(() => api.connections().open === 0);
  });
});

const nothingSent = { sent: [], partSent: async () => {} };
