/** Views, order, search and counts of a queue, and the page of one ticket. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Staff } from '../../../src/desk/staff/staff.ts';
import { joinMessage } from '../../../src/desk/tickets/citizen-actions.ts';
import { subjectFrom } from '../../../src/desk/tickets/open-ticket.ts';
import { type QueueFilter, queuePageRows, readQueue } from '../../../src/desk/tickets/queue.ts';
import { claimTicket, replyToTicket, resolveTicket } from '../../../src/desk/tickets/ticket-actions.ts';
import { readTicketPage } from '../../../src/desk/tickets/ticket-page.ts';
import { assignFromTriage } from '../../../src/desk/tickets/ticket-routing.ts';
import { dayMs } from '../../../src/lib/wib.ts';
import { describeOnDatabases } from '../../support/databases.ts';
import { makeDesk, type TestDesk } from '../desk.ts';

describe('a subject', () => {
  it('is one line, cut between words', () => {
    expect(subjectFrom('  lampu\n\ngang   mati ')).toBe('lampu gang mati');
    const long = subjectFrom(`${'kata '.repeat(40)}`);
    expect(long).toMatch(/kata…$/);
    expect(long.length).toBeLessThanOrEqual(160);
    expect(subjectFrom('x'.repeat(300))).toHaveLength(160);
  });
});

describeOnDatabases('a queue', (context) => {
  let desk: TestDesk;
  let siti: Staff;
  beforeEach(async () => {
    desk = makeDesk(context.db);
    siti = await desk.staff('consultant', 'dpkp', 'Siti Rekaan');
  });
  const read = (reader: Staff, filter: Partial<QueueFilter> = {}) =>
    readQueue(context.db, reader, { view: 'open', ...filter }, desk.clock.now());
  const subjects = async (reader: Staff, filter: Partial<QueueFilter> = {}) =>
    (await read(reader, filter)).rows.map((row) => row.subject);

  async function fill(): Promise<void> {
    const act = async (text: string, facts = {}) => {
      const ticket = await desk.filed({ text, ...facts });
      desk.clock.advance(1_000);
      return { ticketId: ticket.id, staff: siti, draftVersion: 0, ticket };
    };
    await act('bebas');
    const mine = await act('milik saya');
    await desk.act((trx) => claimTicket(trx, mine, desk));
    const others = await act('milik lain');
    const budi = await desk.staff('consultant', 'dpkp', 'Budi Misal');
    await desk.act((trx) => claimTicket(trx, { ...others, staff: budi }, desk));
    const waiting = await act('menunggu');
    await desk.act((trx) => replyToTicket(trx, { ...waiting, text: 'RT berapa?' }, desk));
    const done = await act('selesai');
    await desk.act((trx) => resolveTicket(trx, { ...done, summary: 'Beres' }, desk));
    await act('segera', { urgent: true });
    await act('pertanyaan', { intent: 'ask' });
    await act('jalan', { department: 'dpupr' });
    await act('belum jelas', { department: null });
    await act('rahasia', { department: 'inspektorat', confidential: true });
    await act('mungkin', { department: 'inspektorat', unsure: true });
  }

  it('has its views and counts', async () => {
    await fill();
    const queue = await read(siti);
    expect(queue.counts).toEqual({
      open: 6,
      unassigned: 3,
      mine: 2,
      waiting: 1,
      late: 0,
      triage: 0,
      resolved: 1,
      done: 0,
    });
    expect(await subjects(siti, { view: 'mine', sort: 'age' })).toEqual(['milik saya', 'menunggu']);
    expect(await subjects(siti, { view: 'unassigned', sort: 'age' })).toEqual(['bebas', 'segera', 'pertanyaan']);
    expect(await subjects(siti, { view: 'resolved' })).toEqual(['selesai']);
    const [waiting] = (await read(siti, { view: 'waiting' })).rows;
    expect(waiting).toMatchObject({ assignee: { id: siti.id, name: 'Siti Rekaan' }, waitsForUs: false });
    expect(waiting).toMatchObject({ contactName: 'Bu Contoh', isLate: false });
  });

  it('puts the urgent first, then the nearest deadline', async () => {
    await fill();
    expect((await subjects(siti, { sort: 'due' })).slice(0, 2)).toEqual(['segera', 'pertanyaan']);
    expect((await subjects(siti, { sort: 'recent' }))[0]).toBe('pertanyaan');
  });

  it('late is past the deadline and still owed', async () => {
    await fill();
    desk.clock.advance(9 * dayMs);
    expect(await subjects(siti, { view: 'late' })).toEqual(['pertanyaan']);
    desk.clock.advance(30 * dayMs);
    const { rows, counts } = await read(siti, { view: 'late' });
    expect(rows).toHaveLength(counts.late);
    expect(rows.every((row) => row.isLate)).toBe(true);
    expect(counts.late).toBe(6);
  });

  it('shows the coordinator every desk, their own triage, and nothing confidential', async () => {
    await fill();
    const coordinator = await desk.staff('coordinator');
    expect(await subjects(coordinator, { view: 'triage' })).toEqual(['belum jelas']);
    expect((await subjects(coordinator, { department: 'dpupr' })).sort()).toEqual(['jalan']);
    expect(await subjects(coordinator)).toHaveLength(7);
    expect(await subjects(siti, { department: 'dpupr' })).toHaveLength(6);
    const auditor = await desk.staff('consultant', 'inspektorat');
    expect(await subjects(auditor, { view: 'triage' })).toEqual(['mungkin']);
    expect(await subjects(auditor)).toEqual(['rahasia']);
    expect((await read(await desk.staff('front_desk'))).counts).toMatchObject({ open: 0, triage: 0 });
  });

  it('finds by words in any case and by code, and takes signs as they are', async () => {
    const ticket = await desk.filed({ text: 'Lampu Gang MATI 50% di RT_3' });
    await desk.filed({ text: 'Talud ambrol' });
    expect(await subjects(siti, { search: 'mati lampu' })).toEqual([ticket.subject]);
    expect(await subjects(siti, { search: ticket.code.toLowerCase() })).toEqual([ticket.subject]);
    expect(await subjects(siti, { view: 'done', search: ticket.code })).toEqual([ticket.subject]);
    expect(await subjects(siti, { search: '50%' })).toEqual([ticket.subject]);
    expect(await subjects(siti, { search: 'rt_3' })).toEqual([ticket.subject]);
    for (const search of ['5_%', '\\', 'lampu ambrol', '%']) {
      const found = await subjects(siti, { search });
      expect(found).toEqual(search === '%' ? [ticket.subject] : []);
    }
    expect(await subjects(siti, { search: '   ' })).toHaveLength(2);
  });

  it('comes in pages, and a page beyond the end is the last', async () => {
    const person = await desk.person();
    const messageIds = [await desk.wrote(person, 'x')];
    for (let n = 0; n <= queuePageRows; n++) {
      await desk.filed({ text: `nomor ${n}`, person, messageIds });
      desk.clock.advance(1);
    }
    const last = await read(siti, { sort: 'age', page: 99 });
    expect(last).toMatchObject({ total: queuePageRows + 1, pages: 2, page: 2 });
    expect(last.rows.map((row) => row.subject)).toEqual([`nomor ${queuePageRows}`]);
    expect((await read(siti, { page: -3 })).page).toBe(1);
  });

  it('the page of a ticket holds the talk, the steps of its deadline, and what one may do', async () => {
    const ticket = await desk.filed({ text: 'Lampu gang mati' });
    const other = await desk.filed({ text: 'Got mampet', person: ticket.person });
    await desk.act((trx) =>
      replyToTicket(trx, { ticketId: ticket.id, staff: siti, text: 'Kami cek', draftVersion: 0 }, desk),
    );
    desk.clock.advance(1_000);
    const messageId = await desk.wrote(ticket.person, 'Matur nuwun');
    await desk.act((trx) => joinMessage(trx, { ticketId: ticket.id, contactId: ticket.contactId, messageId }, desk));
    const page = (await readTicketPage(context.db, siti, ticket.code, desk))!;
    expect(page.messages.map((message) => message.author)).toEqual(['citizen', 'bot', 'staff', 'citizen']);
    expect(page.assignee).toEqual({ id: siti.id, name: 'Siti Rekaan' });
    expect(page.conversation).toMatchObject({ owner: 'dpkp', ownerTicketId: ticket.id, isBlocked: false });
    expect(page.deadline).toMatchObject({ remaining: 'sisa 14 hari kerja', isLate: false });
    expect(page.deadline.steps.at(-1)).toContain('genap 14 hari kerja');
    expect(page.others.map((one) => one.code)).toEqual([other.code]);
    expect(page.can).toMatchObject({ reply: true, release: true, claim: false, takeOver: false, assign: false });
    const budi = await desk.staff('consultant', 'dpkp');
    const theirs = (await readTicketPage(context.db, budi, ticket.code, desk))!;
    expect(theirs.can).toMatchObject({ reply: false, takeOver: true, transfer: true });
    const boss = (await readTicketPage(context.db, await desk.staff('administrator'), ticket.code, desk))!;
    expect(boss.can).toMatchObject({ reply: false, transfer: false, note: true, reveal: false, claim: false });
  });

  it('a ticket of triage is for the coordinator to give out, and leaves the view when it is', async () => {
    const ticket = await desk.filed({ department: null });
    const coordinator = await desk.staff('coordinator');
    const page = await readTicketPage(context.db, coordinator, ticket.code, desk);
    expect(page?.can).toMatchObject({ assign: true, reply: false, transfer: false });
    await desk.act((trx) => assignFromTriage(trx, { ticketId: ticket.id, staff: coordinator, to: 'dpkp' }, desk));
    expect((await read(coordinator, { view: 'triage' })).counts).toMatchObject({ triage: 0, open: 1 });
    expect(await subjects(siti)).toEqual([ticket.subject]);
  });
});
