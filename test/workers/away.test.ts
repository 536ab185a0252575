/** What waits for a channel that is away: nothing of it is used up, and all of it goes when the channel is back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { readKnowledge } from '../../src/app.ts';
import type { ChannelAdapter, ChannelStatus, OutboundMessage } from '../../src/channels/channel-adapter.ts';
import { type ChatDesk, openChatDesk } from '../../src/cli/chat/chat-desk.ts';
import { listDeadLetters } from '../../src/desk/reports/dead-letters.ts';
import { silentLog } from '../../src/lib/log.ts';
import { hourMs, minuteMs } from '../../src/lib/wib.ts';
import type { ChannelName } from '../../src/model.ts';
import { createIntake } from '../../src/turn/receive.ts';

const knowledge = readKnowledge(join(import.meta.dirname, '../../data/local/cache'));
const dataDir = mkdtempSync(join(tmpdir(), 'klinik-away-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const photo = Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb004300', 'hex');

let chat: ChatDesk;
let state: ChannelStatus['state'];
let given: OutboundMessage[];

beforeEach(async () => {
  chat = await openChatDesk({ now: Date.UTC(2026, 5, 1, 2), knowledge, log: silentLog, dataDir });
  state = 'on';
  given = [];
  const { simulator } = chat;
  const channels = chat.desk.channels as Map<ChannelName, ChannelAdapter>;
  channels.set('simulator', {
    ...simulator,
    status: () => ({ state, since: 0 }),
    async send(message, progress) {
      given.push(message);
      return state === 'on' ? await simulator.send(message, progress) : { ok: false, failure: 'unreachable' };
    },
    fetchFile: async (ref, bytesMax) =>
      state === 'on' ? await simulator.fetchFile(ref, bytesMax) : { ok: false, failure: 'unreachable' },
  });
  simulator.putFile('foto', photo);
});
afterEach(() => chat.close());

const files = () => chat.desk.db.selectFrom('file').select(['state', 'attempts']).execute();
const texts = () => chat.sent.map(({ text }) => text);

async function write(externalId: string, text: string): Promise<void> {
  const at = chat.clock.now();
  const attachments = [{ kind: 'photo' as const, ref: 'foto' }];
  const message = { externalId, address: 'sari', text, attachments, sentAt: at };
  await chat.simulator.inject([{ kind: 'message', ...message }]);
  await chat.advance(minuteMs / 10);
}

it.each(['unlinked', 'retrying', 'broken'] as const)('a channel that is %s for a day costs nothing', async (how) => {
  state = how;
  await write('1', 'lampu gang mati di Ngronggo RT 3 RW 2');
  await chat.advance(24 * hourMs);
  expect(texts()).toEqual([]);
  expect(await files()).toEqual([{ state: 'waiting', attempts: 0 }]);
  expect(await listDeadLetters(chat.desk.db)).toEqual([]);
  expect(given.length).toBeGreaterThan(24);
  state = 'on';
  await createIntake('simulator', chat.desk).connected();
  await chat.settle();
  expect(texts().join('\n')).toMatch(/KP-/);
  expect(await files()).toEqual([{ state: 'stored', attempts: 0 }]);
});

it('what another channel waits for stays where it is', async () => {
  state = 'retrying';
  await write('1', 'lampu gang mati di Ngronggo RT 3 RW 2');
  const due = () => chat.desk.db.selectFrom('delivery').select('due_at').execute();
  const before = await due();
  await createIntake('whatsapp', chat.desk).connected();
  expect(await due()).toEqual(before);
});

it('a 112 answer is handed over as one', async () => {
  await write('1', 'tolong pak ada kebakaran rumah di Ngronggo');
  expect(given[0]).toMatchObject({ urgent: true });
});
