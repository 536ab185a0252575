/** A talk of the web chat is carried on in Telegram: asked first, once, in time; nobody sees what was another's. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readKnowledge } from '../../src/app.ts';
import type { Simulator } from '../../src/channels/simulator/simulator-adapter.ts';
import { type ChatDesk, openChatDesk } from '../../src/cli/chat/chat-desk.ts';
import { transact } from '../../src/db/transact.ts';
import { makeLink } from '../../src/desk/contacts/visitor-links.ts';
import { silentLog } from '../../src/lib/log.ts';
import { minuteMs } from '../../src/lib/wib.ts';

const knowledge = readKnowledge(join(import.meta.dirname, '../../data/local/cache'));
const dataDir = mkdtempSync(join(tmpdir(), 'klinik-join-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const address = 'visitor-visitor-visito';
let chat: ChatDesk;
let web: Simulator;
let telegram: Simulator;
let count = 0;

beforeEach(async () => {
  chat = await openChatDesk({ now: Date.UTC(2026, 5, 1, 2), knowledge, log: silentLog, dataDir });
  web = await chat.attach('webchat');
  telegram = await chat.attach('telegram');
});
afterEach(() => chat.close());

/** @returns what was said back. */
async function say(on: Simulator, from: string, text: string, start?: string): Promise<string> {
  const before = on.sent.length;
  const message = {
    kind: 'message',
    externalId: `m${count++}`,
    address: from,
    text,
    sentAt: chat.clock.now(),
  } as const;
  await on.inject([{ ...message, ...(start === undefined ? {} : { start }) }]);
  await chat.advance(10_000);
  return on.sent
    .slice(before)
    .filter((part) => part.address === from)
    .map((part) => part.text)
    .join('\n');
}

const link = () =>
  transact(chat.desk.db, (trx) =>
    makeLink(trx, { kind: 'start', address, expiresAt: chat.clock.now() + 30 * minuteMs }, chat.desk.ids),
  );
const press = async (from: string, secret: string) => say(telegram, from, `/start ${secret}`, secret);
const codeIn = (text: string) => /KP-\w{4}-\w{3}/.exec(text)?.[0] ?? 'none';
const report = async (on: Simulator, from: string, text: string) => codeIn(await say(on, from, text));

const question = 'sendiri yang tadi menulis di chat web';
const isOver = 'sudah tidak berlaku';

describe('a link of the web chat, pressed in Telegram', () => {
  it('joins after a yes: the reports of the web chat can be asked for here', async () => {
    const code = await report(web, address, 'lampu gang mati di Ngronggo RT 3 RW 2');
    const secret = await link();
    expect(await press('sari', secret)).toContain(question);
    expect(await say(telegram, 'sari', 'status')).not.toContain(code);
    expect(await say(telegram, 'sari', 'ya')).toContain('kini tersambung');
    expect(await say(telegram, 'sari', 'status')).toContain(code);
    expect(await say(web, address, 'status')).toContain(code);
  });

  it('joins nothing after a no, and not by a second press', async () => {
    const code = await report(web, address, 'lampu gang mati di Ngronggo RT 3 RW 2');
    const secret = await link();
    await press('sari', secret);
    expect(await say(telegram, 'sari', 'bukan')).toContain('tidak kami sambungkan');
    expect(await press('sari', secret)).toContain(isOver);
    expect(await say(telegram, 'sari', `status ${code}`)).not.toContain('Lampu');
    expect(await say(telegram, 'sari', 'status')).not.toContain(code);
  });

  it('shows the web chat nothing of what its presser had filed before', async () => {
    const theirs = await report(telegram, 'sari', 'jalan berlubang di Mojoroto RT 1 RW 4');
    const code = await report(web, address, 'lampu gang mati di Ngronggo RT 3 RW 2');
    await press('sari', await link());
    expect(await say(telegram, 'sari', 'ya')).toContain('kini tersambung');
    const seenHere = await say(telegram, 'sari', 'status');
    expect([seenHere.includes(theirs), seenHere.includes(code)]).toEqual([true, true]);
    const seenThere = await say(web, address, 'status');
    expect([seenThere.includes(theirs), seenThere.includes(code)]).toEqual([false, true]);
    expect(await say(web, address, `status ${theirs}`)).not.toContain('jalan berlubang');
    const owners = await chat.desk.db
      .selectFrom('ticket')
      .innerJoin('conversation as c', 'c.contact_id', 'ticket.contact_id')
      .select(['code', 'c.channel'])
      .where('c.channel', '=', 'telegram')
      .execute();
    expect(owners.map((row) => row.code).sort()).toEqual([theirs, code].sort());
  });

  it('is over after half an hour, also where the question was put before, and after somebody else had it', async () => {
    const code = await report(web, address, 'lampu gang mati di Ngronggo RT 3 RW 2');
    const late = await link();
    await chat.advance(30 * minuteMs);
    expect(await press('sari', late)).toContain(isOver);
    const asked = await link();
    await press('sari', asked);
    expect(await press('budi', asked)).toContain(isOver);
    await chat.advance(30 * minuteMs);
    expect(await say(telegram, 'sari', 'ya')).toContain(isOver);
    for (const name of ['sari', 'budi']) expect(await say(telegram, name, 'status')).not.toContain(code);
  });

  it('keeps no secret among the messages, and takes other payloads for a plain start', async () => {
    const secret = await link();
    await press('sari', secret);
    expect(await press('budi', 'iklan')).not.toContain(isOver);
    const texts = await chat.desk.db.selectFrom('message').select('text').where('direction', '=', 'in').execute();
    expect(texts).toEqual([{ text: '/start' }, { text: '/start' }]);
  });
});
