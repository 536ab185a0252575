/** Fetching files: within a cap and a time, from Telegram or from the disk of a self-hosted server. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TelegramAdapter } from '../../../src/channels/telegram/telegram-adapter.ts';
import { type BotApi, createBotApi, type WireMessage } from '../../support/bot-api/bot-api.ts';
import { createTestAdapter } from './telegram-harness.ts';

let api: BotApi;
let adapter: TelegramAdapter;

beforeEach(async () => {
  api = await createBotApi();
  adapter = createTestAdapter(api, { timing: { callMs: 2_000, fileMs: 2_000 } });
});

afterEach(async () => {
  await adapter.stop();
  await api.close();
});

const bytes = (size: number) => new Uint8Array(size).map((_, index) => index % 251);
const refOf = (message: WireMessage) => (message.document as { file_id: string }).file_id;

it('fetches a file whole, whatever its name', async () => {
  const sent = bytes(300_000);
  const ref = refOf(api.user(501).document({ bytes: sent, name: 'RAB #1 50%?.pdf' }));
  const fetched = await adapter.fetchFile(ref, 1_000_000);
  expect(fetched.ok && Buffer.compare(fetched.bytes, sent)).toBe(0);
  expect(fetched.ok && fetched.declaredMime).toBe('application/octet-stream');
});

it('does not begin what is announced as too large', async () => {
  const ref = refOf(api.user(501).document({ bytes: bytes(10), name: 'a', size: 1_001 }));
  expect(await adapter.fetchFile(ref, 1_000)).toEqual({ ok: false, failure: 'too-large' });
});

it('does not believe what is announced', async () => {
  const ref = refOf(api.user(501).document({ bytes: bytes(500_000), name: 'a', size: 10 }));
  expect(await adapter.fetchFile(ref, 1_000)).toEqual({ ok: false, failure: 'too-large' });
});

it('knows that Telegram gives nothing over 20 MB', async () => {
  const ref = refOf(api.user(501).document({ name: 'a', size: 21 * 1024 * 1024 }));
  expect(await adapter.fetchFile(ref, 50 * 1024 * 1024)).toEqual({ ok: false, failure: 'too-large' });
});

it.each([
  ['getFile is cut off', 'getFile', { drop: true }],
  ['Telegram is too busy', 'getFile', { retry_after: 3 }],
  ['the token is not accepted', 'getFile', { code: 401 }],
  ['the download is cut off', 'file', { drop: true }],
  ['a gateway answers the download', 'file', { html: 502 }],
] as const)('can be tried again where %s', async (_, method, fault) => {
  const ref = refOf(api.user(501).document({ bytes: bytes(10), name: 'a' }));
  api.fault(method, fault);
  expect(await adapter.fetchFile(ref, 1_000)).toEqual({ ok: false, failure: 'unreachable' });
  expect(await adapter.fetchFile(ref, 1_000)).toMatchObject({ ok: true });
});

it('ends a download that does not come to an end', async () => {
  const impatient = createTestAdapter(api, { timing: { fileMs: 50 } });
  const ref = refOf(api.user(501).document({ bytes: bytes(10), name: 'a' }));
  api.fault('file', { silent: true });
  expect(await impatient.fetchFile(ref, 1_000)).toEqual({ ok: false, failure: 'unreachable' });
  await impatient.stop();
});

it('says gone of a file that Telegram names and then does not have', async () => {
  const ref = refOf(api.user(501).document({ bytes: bytes(10), name: 'a' }));
  api.fault('file', { html: 404 });
  expect(await adapter.fetchFile(ref, 1_000)).toEqual({ ok: false, failure: 'gone' });
});

it('reads from the disk where a self-hosted server keeps its files there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bot-api-'));
  try {
    const path = join(folder, 'photo.jpg');
    await writeFile(path, bytes(100));
    const at = (file_path: string) => api.answer('getFile', { file_id: 'x', file_path });
    at(path);
    expect(await adapter.fetchFile('x', 100)).toMatchObject({ ok: true, bytes: Buffer.from(bytes(100)) });
    expect(await adapter.fetchFile('x', 99)).toEqual({ ok: false, failure: 'too-large' });
    at(join(folder, 'nothing.jpg'));
    expect(await adapter.fetchFile('x', 100)).toEqual({ ok: false, failure: 'gone' });
  } finally {
    await rm(folder, { recursive: true });
  }
});
