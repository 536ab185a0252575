/** A file that is not taken: its message stays, and whoever sent it is told once, with what would be taken. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { readKnowledge } from '../../src/app.ts';
import type { ChannelAdapter, FetchResult } from '../../src/channels/channel-adapter.ts';
import { type ChatDesk, openChatDesk } from '../../src/cli/chat/chat-desk.ts';
import { silentLog } from '../../src/lib/log.ts';
import { hourMs, minuteMs } from '../../src/lib/wib.ts';
import type { ChannelName } from '../../src/model.ts';

const knowledge = readKnowledge(join(import.meta.dirname, '../../data/local/cache'));
const dataDir = mkdtempSync(join(tmpdir(), 'klinik-refused-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
/** An ELF program, whatever its sender calls it. */
const program = Buffer.concat([Buffer.from('7f454c4602010100', 'hex'), Buffer.alloc(64)]);

let chat: ChatDesk;
let answer: FetchResult;

beforeEach(async () => {
  chat = await openChatDesk({ now: Date.UTC(2026, 5, 1, 2), knowledge, log: silentLog, dataDir });
  const channels = chat.desk.channels as Map<ChannelName, ChannelAdapter>;
  channels.set('simulator', { ...chat.simulator, fetchFile: async () => answer });
});
afterEach(() => chat.close());

/** @param files how many pictures come with it. */
async function write(externalId: string, files = 1): Promise<void> {
  const sentAt = chat.clock.now();
  const attachments = Array.from({ length: files }, (_, number) => ({ kind: 'photo' as const, ref: `${number}` }));
  const message = { externalId, address: 'sari', text: 'lampu gang mati di Ngronggo RT 3 RW 2', attachments, sentAt };
  await chat.simulator.inject([{ kind: 'message', ...message }]);
}

const told = (key: 'file-kind' | 'file-lost' | 'file-too-large') => {
  const words = key === 'file-too-large' ? knowledge.words(key, { size: 20 }) : knowledge.words(key);
  return chat.sent.filter(({ text }) => text === words).length;
};

it.each([
  ['too large', 'file-too-large', { ok: false, failure: 'too-large' }],
  ['gone', 'file-lost', { ok: false, failure: 'gone' }],
  ['a program that is called a photo', 'file-kind', { ok: true, bytes: program, declaredMime: 'image/jpeg' }],
] as const)('%s: told, and the message is answered all the same', async (_, key, how) => {
  answer = how;
  await write('1');
  await chat.advance(minuteMs);
  expect(told(key)).toBe(1);
  expect(chat.sent.map(({ text }) => text).join('\n')).toMatch(/KP-/);
  expect(await chat.desk.db.selectFrom('message').select('id').where('external_id', '=', '1').execute()).toHaveLength(
    1,
  );
});

it('never arriving: told when it is given up, not before', async () => {
  answer = { ok: false, failure: 'unreachable' };
  await write('1');
  await chat.advance(20 * minuteMs);
  expect(told('file-lost')).toBe(0);
  await chat.advance(hourMs);
  expect(told('file-lost')).toBe(1);
});

it('ten of an album are told of once; another one after a while is told of again', async () => {
  answer = { ok: false, failure: 'too-large' };
  await write('1', 10);
  await chat.advance(minuteMs);
  expect(told('file-too-large')).toBe(1);
  await chat.advance(hourMs);
  await write('2');
  await chat.advance(minuteMs);
  expect(told('file-too-large')).toBe(2);
});
