/** What the intake writes down: masked whatever part of a message it stands in. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readKnowledge } from '../../src/app.ts';
import { type ChatDesk, openChatDesk } from '../../src/cli/chat/chat-desk.ts';
import { silentLog } from '../../src/lib/log.ts';

const knowledge = readKnowledge(join(import.meta.dirname, '../../data/local/cache'));
const dataDir = mkdtempSync(join(tmpdir(), 'klinik-receive-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

let chat: ChatDesk;
beforeEach(async () => {
  chat = await openChatDesk({ now: Date.UTC(2026, 5, 1, 2), knowledge, log: silentLog, dataDir });
});
afterEach(() => chat.close());

describe('personal data', () => {
  it('is masked in the name of a file and of the sender, too', async () => {
    const name = 'KTP_0000000000000000 hub 080000000000.jpg';
    chat.simulator.putFile('f', Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb004300', 'hex'));
    await chat.simulator.inject([
      {
        kind: 'message',
        externalId: '1',
        address: 'sari',
        senderName: 'Sari 080000000000',
        text: '',
        attachments: [{ kind: 'photo', ref: 'f', name }],
        sentAt: chat.clock.now(),
      },
    ]);
    const { db } = chat.desk;
    expect(await db.selectFrom('file').select('name').execute()).toEqual([{ name: 'KTP_[NIK] hub [no. HP].jpg' }]);
    expect(await db.selectFrom('contact').select('name').execute()).toEqual([{ name: 'Sari [no. HP]' }]);
  });
});
