/** The case log, its CSV, figures with their denominators, counts and dead letters. */
import { beforeEach, describe, expect, it } from 'vitest';
import { caseColumns } from '../../../src/console/case-columns.ts';
import { type CaseFilter, readCaseLog } from '../../../src/desk/reports/case-log.ts';
import { caseLogCsv, csvCell } from '../../../src/desk/reports/case-log-csv.ts';
import {
  addDeadLetter,
  countDeadLetters,
  listDeadLetters,
  settleDeadLetter,
} from '../../../src/desk/reports/dead-letters.ts';
import { confidentialByMonth, median, readFigures } from '../../../src/desk/reports/figures.ts';
import { countTally, readTally } from '../../../src/desk/reports/tally.ts';
import type { Staff } from '../../../src/desk/staff/staff.ts';
import { disputeTicket, withdrawTicket } from '../../../src/desk/tickets/citizen-actions.ts';
import { replyToTicket, resolveTicket } from '../../../src/desk/tickets/ticket-actions.ts';
import { Conflict, DomainError } from '../../../src/lib/errors.ts';
import { dayMs, hourMs, parseIso } from '../../../src/lib/wib.ts';
import { describeOnDatabases } from '../../support/databases.ts';
import { makeDesk, start, type TestDesk } from '../desk.ts';

describe('a cell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+62', "'+62"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\r=x', '"\'\r=x"'],
    ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
    ['biasa', 'biasa'],
    ['dua, tiga', '"dua, tiga"'],
    ['kata "ini"', '"kata ""ini"""'],
    ['baris\nbaru', '"baris\nbaru"'],
    [-3, '-3'],
    ['', ''],
  ])('%j is written %j', (value, written) => {
    expect(csvCell(value)).toBe(written);
  });
});

describe('a median', () => {
  it.each([
    [[], null],
    [[5], 5],
    [[9, 1], 5],
    [[9, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
  ])('of %j is %j', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describeOnDatabases('reports', (context) => {
  let desk: TestDesk;
  let siti: Staff;
  let coordinator: Staff;
  beforeEach(async () => {
    desk = makeDesk(context.db);
    siti = await desk.staff('consultant', 'dpkp', 'Siti Rekaan');
    coordinator = await desk.staff('coordinator');
  });
  const log = async (filter: CaseFilter = {}, reader = coordinator, page = 1) => {
    const found = await readCaseLog(context.db, reader, filter, { page, now: desk.clock.now() });
    return { ...found, subjects: found.rows.map((row) => row.subject).sort() };
  };
  const resolve = (ticket: { id: string; version: number }) =>
    desk.act((trx) =>
      resolveTicket(
        trx,
        { ticketId: ticket.id as never, staff: siti, summary: 'Beres', draftVersion: ticket.version },
        desk,
      ),
    );

  it('the log holds every case that is not confidential, newest first, for each as far as they see', async () => {
    await desk.filed({ text: 'lampu' });
    desk.clock.advance(1);
    await desk.filed({ text: 'jalan', department: 'dpupr' });
    await desk.filed({ text: 'rahasia', department: 'inspektorat', confidential: true });
    expect((await log()).rows.map((row) => row.subject)).toEqual(['jalan', 'lampu']);
    expect((await log({}, siti)).subjects).toEqual(['lampu']);
    expect((await log({}, await desk.staff('consultant', 'inspektorat'))).subjects).toEqual([]);
    expect((await log({}, await desk.staff('front_desk'))).total).toBe(0);
  });

  it('is filtered by each of its fields', async () => {
    const topic = 'pbj.kontrak-swakelola';
    const known = desk.reference.topics.has(topic) ? topic : [...desk.reference.topics.keys()][0]!;
    await desk.filed({ text: 'lampu mati', place: { kelurahan: 'Ngronggo', rt: '3' } });
    await desk.filed({ text: 'tanya nota', intent: 'ask', department: 'pbj', topic: known });
    await desk.filed({ text: 'belum jelas', department: null });
    const done = await desk.filed({ text: 'selesai' });
    await resolve(done);
    desk.clock.advance(2 * dayMs);
    await desk.filed({ text: 'lusa' });
    expect((await log({ department: 'pbj' })).subjects).toEqual(['tanya nota']);
    expect((await log({ department: null })).subjects).toEqual(['belum jelas']);
    expect((await log({ status: 'resolved' })).rows).toMatchObject([
      { subject: 'selesai', assigneeName: 'Siti Rekaan' },
    ]);
    expect((await log({ topic: known })).subjects).toEqual(['tanya nota']);
    expect((await log({ kelurahan: 'Ngronggo' })).subjects).toEqual(['lampu mati']);
    expect((await log({ intent: 'ask' })).subjects).toEqual(['tanya nota']);
    expect((await log({ from: '2026-11-27' })).subjects).toEqual(['lusa']);
    expect((await log({ to: '2026-11-26' })).total).toBe(4);
    expect((await log({ search: 'MATI' })).subjects).toEqual(['lampu mati']);
    expect((await log({ search: done.code })).subjects).toEqual(['selesai']);
    desk.clock.advance(60 * dayMs);
    expect((await log({ late: true })).subjects).toEqual(['belum jelas', 'lampu mati', 'lusa', 'tanya nota']);
    expect((await log({ late: false })).subjects).toEqual(['selesai']);
    expect((await log({ late: true })).rows.every((row) => row.isLate)).toBe(true);
  });

  it('late in the query is late in words', async () => {
    const tickets = [
      await desk.filed({ text: 'tepat' }),
      await desk.filed({ text: 'telat' }),
      await desk.filed({ text: 'ditarik' }),
    ];
    await resolve(tickets[0]!);
    const own = { ticketId: tickets[2]!.id, contactId: tickets[2]!.contactId };
    await desk.act((trx) => withdrawTicket(trx, own, desk));
    desk.clock.advance(40 * dayMs);
    await resolve(tickets[1]!);
    desk.clock.advance(dayMs);
    const { rows } = await log();
    const late = new Set((await log({ late: true })).rows.map((row) => row.code));
    for (const row of rows) expect(row.isLate).toBe(late.has(row.code));
    expect((await log({ late: true })).subjects).toEqual(['telat']);
  });

  it('streams as CSV with every case once, in one order, and nothing that a spreadsheet runs', async () => {
    const person = await desk.person();
    const messageIds = [await desk.wrote(person, 'x')];
    const total = 1_203;
    for (let n = 0; n < total; n++) {
      if (n % 7 === 0) desk.clock.advance(1);
      await desk.filed({ text: n === 5 ? '=cmd|"/c calc"!A1' : `kasus ${n}`, person, messageIds });
    }
    await desk.filed({ text: 'rahasia', department: 'inspektorat', confidential: true });
    let text = '';
    let pieces = 0;
    for await (const piece of caseLogCsv(
      context.db,
      coordinator,
      {},
      { now: desk.clock.now(), columns: caseColumns(desk.reference) },
    )) {
      text += piece;
      pieces++;
    }
    const lines = text.split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFFKode,Masuk \(WIB\),Perangkat daerah,/);
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(total + 1);
    expect(new Set(lines.map((line) => line.split(',')[0])).size).toBe(total + 1);
    expect(pieces).toBe(4);
    expect(text).toContain(`"'=cmd|""/c calc""!A1"`);
    expect(text).not.toContain('rahasia');
    expect(lines[1]).toMatch(/^KP-\w{4}-\w{3},2026-11-25 09:00,DPKP,,Pengaduan,Warga,Menunggu jawaban,kasus \d+,/);
  });

  it('figures carry numerator and denominator, and leave confidential ones out', async () => {
    const answered = await desk.filed();
    const disputed = await desk.filed();
    await desk.filed();
    await desk.filed({ department: 'inspektorat', confidential: true });
    await desk.filed({ department: null });
    const reply = (ticketId: typeof answered.id) =>
      desk.act((trx) => replyToTicket(trx, { ticketId, staff: siti, text: 'Ya', draftVersion: 0 }, desk));
    desk.clock.advance(2 * hourMs);
    await reply(answered.id);
    desk.clock.advance(dayMs);
    await resolve(disputed);
    const own = { ticketId: disputed.id, contactId: disputed.contactId };
    await desk.act((trx) => disputeTicket(trx, own, desk));
    desk.clock.advance(60 * dayMs);
    const tools = { now: desk.clock.now(), calendar: desk.reference.calendar, departments: ['dpkp', 'inspektorat'] };
    const period = { from: '2026-11-01', to: '2026-11-30' };
    const { departments, total } = await readFigures(context.db, coordinator, period, tools);
    expect(departments).toEqual([
      {
        department: 'dpkp',
        opened: 3,
        answered: { numerator: 2, denominator: 3 },
        resolved: { numerator: 0, denominator: 3 },
        late: { numerator: 3, denominator: 3 },
        disputed: { numerator: 1, denominator: 3 },
        // 2 and 10 working hours: the day between has 8.
        firstReply: { medianWorkingMs: 6 * hourMs, count: 2 },
      },
      {
        department: 'inspektorat',
        opened: 0,
        answered: { numerator: 0, denominator: 0 },
        resolved: { numerator: 0, denominator: 0 },
        late: { numerator: 0, denominator: 0 },
        disputed: { numerator: 0, denominator: 0 },
        firstReply: { medianWorkingMs: null, count: 0 },
      },
      expect.objectContaining({ department: null, opened: 1 }),
    ]);
    expect(total.opened).toBe(4);
    const next = await readFigures(context.db, coordinator, { from: '2026-12-01', to: '2026-12-31' }, tools);
    expect(next.total.opened).toBe(0);
  });

  it('of confidential matters there is a count a month, by WIB', async () => {
    const secret = { department: 'inspektorat', confidential: true } as const;
    await desk.filed(secret);
    await desk.filed({ department: 'inspektorat', unsure: true });
    await desk.filed();
    desk.clock.set(parseIso('2026-11-30T23:59'));
    await desk.filed(secret);
    desk.clock.set(parseIso('2026-12-01T00:01'));
    await desk.filed(secret);
    const counts = await confidentialByMonth(context.db, { from: '2026-11-01', to: '2026-12-31' });
    expect(counts).toEqual([
      { month: '2026-11', count: 3 },
      { month: '2026-12', count: 1 },
    ]);
    // Never of a day, whatever is asked.
    const ofDays = [
      { from: '2026-11-30', to: '2026-11-30' },
      { from: '2026-11-01', to: '2026-11-02' },
    ];
    for (const days of ofDays)
      expect(await confidentialByMonth(context.db, days)).toEqual([{ month: '2026-11', count: 3 }]);
  });

  it('counts grow by one, also when many come at once', async () => {
    const count = (key: string, now = start) => desk.act((trx) => countTally(trx, { kind: 'outside', key, now }));
    await Promise.all(Array.from({ length: 20 }, () => count('pdam')));
    await count('pln');
    await count('pln', start + dayMs);
    await desk.act((trx) => countTally(trx, { kind: 'spam', key: 'telegram', now: start }));
    expect(await readTally(context.db, { from: '2026-11-25', to: '2026-11-26' })).toEqual([
      { kind: 'outside', key: 'pdam', count: 20 },
      { kind: 'outside', key: 'pln', count: 2 },
      { kind: 'spam', key: 'telegram', count: 1 },
    ]);
    expect(await readTally(context.db, { from: '2026-11-26', to: '2026-11-26' })).toHaveLength(1);
  });

  it('a dead letter is kept once while it is open, settled once, and may come again', async () => {
    const add = (error: string, attempts: number) =>
      desk.act((trx) => addDeadLetter(trx, { kind: 'turn', ref: 'c1', error, attempts }, desk));
    await add('Error: first\n    at somewhere', 5);
    await add('Error: second', 6);
    expect(await countDeadLetters(context.db)).toBe(1);
    const [letter] = await listDeadLetters(context.db);
    expect(letter).toMatchObject({ kind: 'turn', ref: 'c1', error: 'Error: second', attempts: 6, at: start });
    const settle = (id: string) =>
      desk.act((trx) => settleDeadLetter(trx, { id, staffId: siti.id, now: desk.clock.now() }));
    expect(await settle(letter!.id)).toEqual({ kind: 'turn', ref: 'c1' });
    await expect(settle(letter!.id)).rejects.toEqual(new Conflict('dead-letter'));
    await expect(settle('none')).rejects.toEqual(new DomainError('dead-letter-unknown'));
    await add('again', 1);
    const all = await listDeadLetters(context.db);
    expect(all.map((one) => one.resolvedAt === null)).toEqual([true, false]);
    expect(all[1]?.staffName).toBe('Siti Rekaan');
  });
});
