/** A message with files goes out with their bytes where the channel takes files, and fails whole where it does not. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { readKnowledge } from '../../src/app.ts';
import type { ChannelAdapter, OutboundMessage } from '../../src/channels/channel-adapter.ts';
import { type ChatDesk, knowCitizen, openChatDesk } from '../../src/cli/chat/chat-desk.ts';
import { transact } from '../../src/db/transact.ts';
import { say } from '../../src/desk/conversations/outbound.ts';
import { silentLog } from '../../src/lib/log.ts';
import type { ChannelName } from '../../src/model.ts';

const knowledge = readKnowledge(join(import.meta.dirname, '../../data/local/cache'));
const dataDir = mkdtempSync(join(tmpdir(), 'klinik-files-out-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const bytes = Buffer.from('%PDF-1.4 contoh');

let chat: ChatDesk;
let given: OutboundMessage[];

beforeEach(async () => {
  mkdirSync(join(dataDir, 'files'), { recursive: true });
  writeFileSync(join(dataDir, 'files/surat'), bytes);
  chat = await openChatDesk({ now: Date.UTC(2026, 5, 1, 2), knowledge, log: silentLog, dataDir });
  given = [];
});

async function sayWith(path: string, takesFiles: boolean): Promise<string> {
  const { desk, simulator, clock } = chat;
  const capabilities = { ...simulator.capabilities, ...(takesFiles ? { files: true as const } : {}) };
  (desk.channels as Map<ChannelName, ChannelAdapter>).set('simulator', {
    ...simulator,
    capabilities,
    async send(message, progress) {
      given.push(message);
      return await simulator.send(message, progress);
    },
  });
  const { conversationId } = await knowCitizen(chat, 'sari');
  const file = { kind: 'document' as const, path, name: 'surat.pdf', mime: 'application/pdf' };
  const files = [{ ...file, sizeBytes: bytes.length, sha256: '' }];
  const saying = { conversationId, author: 'bot' as const, text: 'Terlampir.', files, now: clock.now() };
  await transact(desk.db, (trx) => say(trx, saying, desk.ids));
  await chat.settle();
  return (await desk.db.selectFrom('delivery').select('state').executeTakeFirstOrThrow()).state;
}

it('goes out with its bytes', async () => {
  expect(await sayWith('surat', true)).toBe('sent');
  expect(given).toMatchObject([{ text: 'Terlampir.', files: [{ kind: 'document', name: 'surat.pdf', bytes }] }]);
  await chat.close();
});

it.each([
  ['the channel takes none', 'surat', false],
  ['it is not there any more', 'lain', true],
])('fails whole where %s', async (_, path, takesFiles) => {
  expect(await sayWith(path, takesFiles)).toBe('failed');
  expect(given).toEqual([]);
  await chat.close();
});
