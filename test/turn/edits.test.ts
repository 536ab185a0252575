/** What somebody changes in a message afterwards: judged like a new one, and sealed where the message was. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readKnowledge } from '../../src/app.ts';
import { type ChatDesk, openChatDesk } from '../../src/cli/chat/chat-desk.ts';
import { silentLog } from '../../src/lib/log.ts';
import { minuteMs } from '../../src/lib/wib.ts';

const knowledge = readKnowledge(join(import.meta.dirname, '../../data/local/cache'));
const dataDir = mkdtempSync(join(tmpdir(), 'klinik-edits-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const lamp = 'lampu gang mati di Ngronggo RT 3 RW 2';
const fire = 'tolong ada kebakaran rumah di Ngronggo RT 3 RW 2';
const bribe = 'ketua pokmas minta suap lima juta supaya proyek paving jalan, saya lihat sendiri';
const ofInspektorat = 'pegawai inspektorat minta suap lima juta ke pokmas kami, saya lihat sendiri';
const words = {
  fire: knowledge.dangerWords(knowledge.triage.danger(fire)?.kind ?? ''),
  sealed: knowledge.words('sealed'),
};

let chat: ChatDesk;
beforeEach(async () => {
  chat = await openChatDesk({ now: Date.UTC(2026, 5, 1, 2), knowledge, log: silentLog, dataDir });
});
afterEach(() => chat.close());

const address = 'sari';
const write = (text: string) =>
  chat.simulator.inject([{ kind: 'message', externalId: '1', address, text, sentAt: chat.clock.now() }]);
async function edit(text: string): Promise<string[]> {
  const before = chat.sent.length;
  chat.clock.advance(1_000);
  await chat.simulator.inject([{ kind: 'edit', externalId: '1', address, text, at: chat.clock.now() }]);
  await chat.settle();
  return chat.sent.slice(before).map((part) => part.text);
}
const turn = () => chat.advance(minuteMs);
const tickets = () =>
  chat.desk.db.selectFrom('ticket').select(['department', 'confidential', 'urgent', 'subject']).orderBy('id').execute();
const inbound = () =>
  chat.desk.db.selectFrom('message').select(['id', 'text']).where('direction', '=', 'in').orderBy('seq').execute();
/** The messages of each ticket, by department. */
async function held(department: string): Promise<string[]> {
  const rows = await chat.desk.db
    .selectFrom('message_ticket')
    .innerJoin('ticket', 'ticket.id', 'message_ticket.ticket_id')
    .innerJoin('message', 'message.id', 'message_ticket.message_id')
    .select('text')
    .where('ticket.department', '=', department)
    .where('direction', '=', 'in')
    .execute();
  return rows.map((row) => row.text);
}

describe('before the turn', () => {
  it('the edited text is judged', async () => {
    await write('halo');
    await edit(lamp);
    await turn();
    expect(await tickets()).toMatchObject([{ department: 'dpkp', subject: lamp }]);
  });

  it('a turn that had read the old text is decided again', async () => {
    await write('halo');
    const { desk } = chat as { desk: { -readonly [Key in keyof ChatDesk['desk']]: ChatDesk['desk'][Key] } };
    const { settings } = desk;
    let edits = 0;
    desk.settings = async () => {
      const known = await settings();
      if (edits++ === 0) {
        chat.clock.advance(1_000);
        await chat.simulator.inject([{ kind: 'edit', externalId: '1', address, text: lamp, at: chat.clock.now() }]);
      }
      return known;
    };
    await turn();
    expect(await tickets()).toMatchObject([{ department: 'dpkp', subject: lamp }]);
  });

  it('danger in it is answered on arrival, and the turn knows', async () => {
    await write('halo');
    expect(await edit(fire)).toEqual([words.fire]);
    expect(await edit(`${fire} !`)).toEqual([]);
    await turn();
    const message = await chat.desk.db
      .selectFrom('message')
      .select('emergency')
      .where('external_id', '=', '1')
      .execute();
    expect(message).toEqual([{ emergency: knowledge.triage.danger(fire)?.kind }]);
  });
});

describe('after the turn', () => {
  it('joins the ticket that holds the message', async () => {
    await write(lamp);
    await turn();
    await edit(`${lamp}, dekat musala`);
    await turn();
    expect(await tickets()).toHaveLength(1);
    expect(await held('dpkp')).toEqual([`${lamp}, dekat musala`]);
  });

  it('danger in it is answered on arrival and heard as a message of its own', async () => {
    await write(lamp);
    await turn();
    expect(await edit(fire)).toEqual([words.fire]);
    await turn();
    expect((await inbound()).map(({ text }) => text)).toEqual([lamp, fire]);
  });

  it('an allegation in it goes to Inspektorat, and the ticket of the old words never shows it', async () => {
    await write(lamp);
    await turn();
    await edit(bribe);
    expect(await held('dpkp')).toEqual([lamp]);
    await turn();
    expect(await held('dpkp')).toEqual([lamp]);
    expect(await held('inspektorat')).toEqual([bribe]);
    await chat.simulator.inject([
      { kind: 'edit', externalId: '1', address, text: bribe, at: chat.clock.now() - minuteMs },
    ]);
    await turn();
    expect(await tickets()).toHaveLength(2);
  });

  it('more words to an allegation stay with it', async () => {
    await write(bribe);
    await turn();
    await edit(`${bribe}, kemarin sore`);
    await turn();
    expect(await held('inspektorat')).toEqual([`${bribe}, kemarin sore`]);
    expect(await tickets()).toHaveLength(1);
  });
});

describe('of what is sealed', () => {
  const everything = async () => {
    const versions = await chat.desk.db.selectFrom('message_version').select('text').execute();
    return [...(await inbound()), ...versions].map(({ text }) => text);
  };

  it('nothing is left in plain: neither what stood before, nor what comes later', async () => {
    await write('halo, saya mau lapor soal suap');
    await edit(ofInspektorat);
    await turn();
    expect(await everything()).toEqual([words.sealed, words.sealed]);
    expect(await edit(`${ofInspektorat}, namanya Contoh`)).toEqual([]);
    expect(await edit('tolong ada kebakaran')).toEqual([words.fire]);
    expect(new Set(await everything())).toEqual(new Set([words.sealed]));
    const [message] = await inbound();
    const originals = await chat.desk.db.selectFrom('message_original').selectAll().orderBy('version').execute();
    expect(originals.map(({ sealed }) => chat.desk.seal.open(sealed, message!.id))).toEqual([
      'halo, saya mau lapor soal suap',
      ofInspektorat,
      `${ofInspektorat}, namanya Contoh`,
      'tolong ada kebakaran',
    ]);
  });
});
