/** A turn that meets something: a department that takes over meanwhile, or a fault that does not go away. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Knowledge, readKnowledge } from '../../src/app.ts';
import { type ChatDesk, openChatDesk } from '../../src/cli/chat/chat-desk.ts';
import { transact } from '../../src/db/transact.ts';
import { takeOwnership } from '../../src/desk/conversations/owner.ts';
import { reviveTurn } from '../../src/desk/conversations/turns.ts';
import { listDeadLetters } from '../../src/desk/reports/dead-letters.ts';
import { silentLog } from '../../src/lib/log.ts';
import { minuteMs } from '../../src/lib/wib.ts';

const knowledge = readKnowledge(join(import.meta.dirname, '../../data/local/cache'));
const dataDir = mkdtempSync(join(tmpdir(), 'klinik-turn-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const poison = 'lampu gang mati di Ngronggo RT 3 RW 2';
type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

const apology = knowledge.words('cannot-handle');

describe('a turn that is decided while a department takes over', () => {
  it('says nothing of what the bot had decided: the words go to the department', async () => {
    const chat = await openChatDesk({ now: Date.UTC(2026, 5, 1, 2), knowledge, log: silentLog, dataDir });
    const { desk } = chat as { desk: Writable<ChatDesk['desk']> };
    await write(chat, '1', poison);
    const before = chat.sent.length;
    const ticket = await desk.db.selectFrom('ticket').select(['id', 'conversation_id']).executeTakeFirstOrThrow();
    // Asked for between the reading of the conversation and the commit of the turn.
    const { settings } = desk;
    let takeovers = 0;
    desk.settings = async () => {
      const taken = { conversationId: ticket.conversation_id, department: 'dpkp', ticketId: ticket.id, until: null };
      if (takeovers++ === 0) await transact(desk.db, (trx) => takeOwnership(trx, taken));
      return settings();
    };
    await write(chat, '2', 'jam buka kliniknya kapan ya?');
    expect(chat.sent.slice(before).map(({ text }) => text)).toEqual([]);
    expect(takeovers).toBeGreaterThan(1);
    const held = await desk.db.selectFrom('message_ticket').select('message_id').execute();
    const last = await desk.db
      .selectFrom('message')
      .select('id')
      .where('external_id', '=', '2')
      .executeTakeFirstOrThrow();
    expect(held.map((row) => row.message_id)).toContain(last.id);
    await chat.close();
  });
});

describe('a ticket that a turn files', () => {
  it('keeps what decided and what its message names', async () => {
    const chat = await openChatDesk({ now: Date.UTC(2026, 5, 10, 2), knowledge, log: silentLog, dataDir });
    await write(chat, '1', 'lampu gang mati di Ngronggo, dana prodamas plus 12 juta, bisa dicek Jumat pagi?');
    const { evidence } = await chat.desk.db.selectFrom('ticket').select('evidence').executeTakeFirstOrThrow();
    expect(JSON.parse(evidence)).toMatchObject({
      best: { department: 'dpkp' },
      settledBy: 'router',
      reasons: expect.arrayContaining([expect.stringContaining('DPKP')]),
      said: { amounts: [12_000_000], programmes: ['prodamas-plus'], times: [{ day: '2026-06-12', sure: true }] },
    });
    await chat.close();
  });
});

describe('a turn that fails each time', () => {
  let chat: ChatDesk;
  let broken = true;
  let canApologise = true;

  beforeEach(async () => {
    broken = true;
    canApologise = true;
    chat = await openChatDesk({ now: Date.UTC(2026, 5, 1, 2), knowledge: breakable(), log: silentLog, dataDir });
  });
  afterEach(() => chat.close());

  it('is tried again, laid aside once, and the citizen is told once that it is kept', async () => {
    await write(chat, '1', poison);
    await chat.advance(10 * minuteMs);
    expect(await listDeadLetters(chat.desk.db)).toMatchObject([{ kind: 'turn', error: 'Error: boom', attempts: 4 }]);
    expect(texts()).toEqual([apology]);
    await chat.advance(60 * minuteMs);
    expect(await listDeadLetters(chat.desk.db)).toHaveLength(1);
    expect(texts()).toEqual([apology]);
  });

  it('does not stand in the way of what is written afterwards', async () => {
    await write(chat, '1', poison);
    await chat.advance(10 * minuteMs);
    broken = false;
    await write(chat, '2', 'lampu jalan mati di Mojoroto');
    expect(texts().at(-1)).toMatch(/KP-/);
    expect(texts().filter((text) => text === apology)).toHaveLength(1);
  });

  it('comes to its end where the citizen cannot even be told', async () => {
    canApologise = false;
    await write(chat, '1', poison);
    await chat.advance(10 * minuteMs);
    expect(await listDeadLetters(chat.desk.db)).toMatchObject([{ kind: 'turn', error: 'Error: boom' }]);
    expect(texts()).toEqual([]);
    await chat.advance(60 * minuteMs);
    expect(await listDeadLetters(chat.desk.db)).toHaveLength(1);
  });

  it('is answered after all when an administrator has it tried again', async () => {
    await write(chat, '1', poison);
    await chat.advance(10 * minuteMs);
    broken = false;
    const [letter] = await listDeadLetters(chat.desk.db);
    await transact(chat.desk.db, (trx) => reviveTurn(trx, letter!.ref, chat.clock.now()));
    await chat.advance(minuteMs);
    expect(texts().at(-1)).toMatch(/KP-/);
  });

  /** Judging fails while `broken`, the words of the apology are not there while `canApologise` is false. */
  function breakable(): Knowledge {
    return {
      ...knowledge,
      triage: {
        danger: (text) => knowledge.triage.danger(text),
        version: knowledge.triage.version,
        judge: (...given) => {
          if (broken) throw new Error('boom');
          return knowledge.triage.judge(...given);
        },
      },
      words: ((key, ...rest) => {
        if (key === 'cannot-handle' && !canApologise) throw new Error('no words');
        return knowledge.words(key, ...rest);
      }) as Knowledge['words'],
    };
  }

  function texts(): string[] {
    return chat.sent.map(({ text }) => text);
  }
});

async function write(chat: ChatDesk, externalId: string, text: string): Promise<void> {
  const now = chat.clock.now();
  await chat.simulator.inject([
    { kind: 'message', externalId, address: 'sari', senderName: 'Sari Rekaan', text, sentAt: now },
  ]);
  await chat.advance(minuteMs);
}
