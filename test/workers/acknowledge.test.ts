/** While a department answers, the bot is silent; on a channel that has signs, a sign says that a message arrived. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readKnowledge } from '../../src/app.ts';
import type { ChannelAdapter } from '../../src/channels/channel-adapter.ts';
import { openChatDesk } from '../../src/cli/chat/chat-desk.ts';
import { transact } from '../../src/db/transact.ts';
import { takeOwnership } from '../../src/desk/conversations/owner.ts';
import { silentLog } from '../../src/lib/log.ts';
import { minuteMs } from '../../src/lib/wib.ts';
import type { ChannelName } from '../../src/model.ts';

const knowledge = readKnowledge(join(import.meta.dirname, '../../data/local/cache'));
const dataDir = mkdtempSync(join(tmpdir(), 'klinik-sign-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

it('a message gets a sign where nothing is said to it, once a turn, and none where it is answered', async () => {
  const chat = await openChatDesk({ now: Date.UTC(2026, 5, 1, 2), knowledge, log: silentLog, dataDir });
  const signs: string[] = [];
  const channels = chat.desk.channels as Map<ChannelName, ChannelAdapter>;
  channels.set('simulator', {
    ...chat.simulator,
    acknowledge: async (address, externalId) => void signs.push(`${address} ${externalId}`),
  });
  const write = async (...texts: string[]) => {
    const sentAt = chat.clock.now();
    await chat.simulator.inject(
      texts.map((text) => ({ kind: 'message', externalId: text, address: 'sari', text, sentAt })),
    );
    await chat.advance(minuteMs / 10);
  };
  await write('lampu gang mati di Ngronggo RT 3 RW 2');
  expect(chat.sent.length).toBeGreaterThan(0);
  expect(signs).toEqual([]);

  const ticket = await chat.desk.db.selectFrom('ticket').select(['id', 'conversation_id']).executeTakeFirstOrThrow();
  const taken = { conversationId: ticket.conversation_id, department: 'dpkp', ticketId: ticket.id, until: null };
  await transact(chat.desk.db, (trx) => takeOwnership(trx, taken));
  const before = chat.sent.length;
  await write('dekat pos ronda pak', 'yang catnya hijau');
  expect(chat.sent).toHaveLength(before);
  expect(signs).toEqual(['sari yang catnya hijau']);

  // A command is the bot's to answer, whoever owns the reply.
  await write('status');
  expect(chat.sent.length).toBeGreaterThan(before);
  expect(signs).toHaveLength(1);
  await chat.close();
});
