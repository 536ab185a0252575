/** Claiming, answering, resolving: who may, who wins, what the citizen reads, who owns the next reply. */
import { beforeEach, expect, it } from 'vitest';
import { transact } from '../../../src/db/transact.ts';
import { readOwnership } from '../../../src/desk/conversations/owner.ts';
import type { Staff } from '../../../src/desk/staff/staff.ts';
import { joinMessage } from '../../../src/desk/tickets/citizen-actions.ts';
import { readEvents } from '../../../src/desk/tickets/event-log.ts';
import type { Ticket } from '../../../src/desk/tickets/ticket.ts';
import {
  addNote,
  claimTicket,
  releaseTicket,
  reopenTicket,
  replyToTicket,
  resolveTicket,
} from '../../../src/desk/tickets/ticket-actions.ts';
import { findTicket } from '../../../src/desk/tickets/ticket-store.ts';
import { Conflict, DomainError } from '../../../src/lib/errors.ts';
import { hourMs, isoWib } from '../../../src/lib/wib.ts';
import { describeOnDatabases } from '../../support/databases.ts';
import { makeDesk, start, type TestDesk } from '../desk.ts';

describeOnDatabases('acts on a ticket', (context) => {
  let desk: TestDesk;
  let siti: Staff;
  let budi: Staff;
  beforeEach(async () => {
    desk = makeDesk(context.db);
    siti = await desk.staff('consultant', 'dpkp', 'Siti Rekaan');
    budi = await desk.staff('consultant', 'dpkp', 'Budi Misal');
  });
  const claim = (ticket: Ticket, staff: Staff, from?: Staff) =>
    desk.act((trx) => claimTicket(trx, { ticketId: ticket.id, staff, from: from?.id }, desk));
  const reply = (ticket: Ticket, staff: Staff, text = 'Besok kami cek.', more = {}) =>
    desk.act((trx) =>
      replyToTicket(trx, { ticketId: ticket.id, staff, text, draftVersion: ticket.version, ...more }, desk),
    );
  const resolve = (ticket: Ticket, staff: Staff, more = {}) =>
    desk.act((trx) =>
      resolveTicket(
        trx,
        { ticketId: ticket.id, staff, summary: 'Lampu sudah diganti.', draftVersion: ticket.version, ...more },
        desk,
      ),
    );

  it('a filed ticket has its class, its deadline and an event without contents', async () => {
    const ticket = await desk.filed({ text: 'Lampu gang  mati\ndi RT 3' });
    expect(ticket).toMatchObject({ status: 'open', slaClass: 'aduan', subject: 'Lampu gang mati di RT 3', version: 0 });
    expect(isoWib(ticket.dueAt!)).toBe('2026-12-15T16:00:00+07:00');
    expect(await findTicket(context.db, ticket.id)).toEqual({ ...ticket, person: undefined });
    const [event] = await readEvents(context.db, ticket.id);
    expect(event).toMatchObject({ kind: 'opened', actor: 'bot', at: start, facts: { department: 'dpkp' } });
    expect(JSON.stringify(event)).not.toMatch(/lampu/i);
  });

  it('taken twice by the same person is taken once', async () => {
    const ticket = await desk.filed();
    await claim(ticket, siti);
    const again = await claim(ticket, siti);
    expect(again).toMatchObject({ assigneeId: siti.id, version: 1 });
    expect(await desk.kinds(ticket)).toEqual(['opened', 'claimed']);
  });

  it('somebody else is told that it is taken, and may take it over by name', async () => {
    const ticket = await desk.filed();
    await claim(ticket, siti);
    await expect(claim(ticket, budi)).rejects.toEqual(new Conflict('claim'));
    expect(await claim(ticket, budi, siti)).toMatchObject({ assigneeId: budi.id });
    await expect(claim(ticket, await desk.staff('consultant', 'dpkp'), siti)).rejects.toBeInstanceOf(Conflict);
  });

  it('only who has it can give it back', async () => {
    const ticket = await desk.filed();
    await claim(ticket, siti);
    const release = (staff: Staff) => desk.act((trx) => releaseTicket(trx, { ticketId: ticket.id, staff }, desk));
    await expect(release(budi)).rejects.toBeInstanceOf(Conflict);
    expect(await release(siti)).toMatchObject({ assigneeId: null });
    expect(await desk.kinds(ticket)).toEqual(['opened', 'claimed', 'released']);
  });

  it('a first answer takes the conversation over, with name and code, and is put into the outbox', async () => {
    const ticket = await desk.filed();
    const { ticket: changed } = await reply(ticket, siti);
    expect(changed).toMatchObject({ assigneeId: siti.id, status: 'open', firstReplyAt: start, lastOutAt: start });
    const said = await desk.said(ticket.person);
    expect(said.map((one) => one.author)).toEqual(['bot', 'staff']);
    expect(said[0]?.text).toContain(`DPKP`);
    expect(said[1]).toMatchObject({ text: `DPKP · ${ticket.code}\nBesok kami cek.`, delivery: 'pending' });
    const ownership = await readOwnership(context.db, ticket.conversationId);
    expect(ownership).toMatchObject({ owner: 'dpkp', ticketId: ticket.id });
    expect(isoWib(ownership.until!)).toBe('2026-11-26T09:00:00+07:00');
  });

  it('a second answer of the same desk is not announced again, and keeps the time of the first', async () => {
    const ticket = await desk.filed();
    const first = await reply(ticket, siti);
    desk.clock.advance(hourMs);
    const second = await reply(first.ticket, siti, 'Sudah dijadwalkan besok.');
    expect(second.ticket).toMatchObject({ firstReplyAt: start, lastOutAt: start + hourMs });
    expect((await desk.said(ticket.person)).map((one) => one.author)).toEqual(['bot', 'staff', 'staff']);
    const replied = (await readEvents(context.db, ticket.id)).filter((event) => event.kind === 'replied');
    expect(replied.map((event) => event.facts.first)).toEqual([true, false]);
  });

  it('another desk that writes for another ticket takes over and is announced', async () => {
    const lamp = await desk.filed();
    await reply(lamp, siti);
    const road = await desk.filed({ person: lamp.person, department: 'dpupr', text: 'Jalan berlubang' });
    await reply(road, await desk.staff('consultant', 'dpupr'));
    const said = await desk.said(lamp.person);
    expect(said.map((one) => one.author)).toEqual(['bot', 'staff', 'bot', 'staff']);
    expect(said[2]?.text).toContain('DPUPR');
    expect(await readOwnership(context.db, lamp.conversationId)).toMatchObject({ owner: 'dpupr', ticketId: road.id });
  });

  it('an answer that asks makes the ticket wait for the citizen, whose next message opens it', async () => {
    const ticket = await desk.filed();
    const asked = await reply(ticket, siti, 'Di RT berapa, Bu?');
    expect(asked.ticket.status).toBe('waiting_citizen');
    const messageId = await desk.wrote(ticket.person, 'RT 3');
    const joined = await desk.act((trx) =>
      joinMessage(trx, { ticketId: ticket.id, contactId: ticket.contactId, messageId }, desk),
    );
    expect(joined.status).toBe('open');
    const told = await reply(joined, siti, 'Siap. Ada lagi?', { waitsForCitizen: false });
    expect(told.ticket.status).toBe('open');
  });

  it('a draft is stale once the citizen wrote; sent again knowingly it goes', async () => {
    const ticket = await desk.filed();
    const messageId = await desk.wrote(ticket.person, 'Sudah nyala sendiri pak');
    await desk.act((trx) => joinMessage(trx, { ticketId: ticket.id, contactId: ticket.contactId, messageId }, desk));
    await expect(reply(ticket, siti)).rejects.toEqual(new Conflict('draft-stale'));
    expect(await desk.said(ticket.person)).toEqual([]);
    const { ticket: sent } = await reply(ticket, siti, 'Besok kami cek.', { confirmed: true });
    expect(sent.version).toBe(2);
    expect((await readEvents(context.db, ticket.id)).at(-1)?.facts.confirmed).toBe(true);
  });

  it("a colleague's ticket is not answered without taking it over", async () => {
    const ticket = await desk.filed();
    const claimed = await claim(ticket, siti);
    await expect(reply(claimed, budi)).rejects.toEqual(new DomainError('assigned-to-other'));
  });

  it('resolving says so, asks whether it is done and gives the conversation back', async () => {
    const ticket = await desk.filed();
    const { ticket: answered } = await reply(ticket, siti);
    desk.clock.advance(hourMs);
    const resolved = await resolve(answered, siti);
    expect(resolved).toMatchObject({ status: 'resolved', resolvedAt: start + hourMs, firstReplyAt: start });
    const said = (await desk.said(ticket.person)).slice(2);
    expect(said[0]).toMatchObject({ author: 'staff', text: `DPKP · ${ticket.code}\nLampu sudah diganti.` });
    expect(said[1]).toMatchObject({
      author: 'bot',
      choices: [`resolved:yes:${ticket.code}`, `resolved:no:${ticket.code}`],
    });
    expect(said[1]?.text).toContain('kembali ke meja otomatis');
    expect(await readOwnership(context.db, ticket.conversationId)).toMatchObject({ owner: 'bot', ticketId: null });
    expect(await desk.kinds(ticket)).toEqual(['opened', 'replied', 'resolved']);
  });

  it('resolving one matter does not take the word from another desk that owns the conversation', async () => {
    const lamp = await desk.filed();
    const road = await desk.filed({ person: lamp.person, department: 'dpupr', text: 'Jalan berlubang' });
    await reply(road, await desk.staff('consultant', 'dpupr'));
    await resolve(lamp, siti);
    expect(await readOwnership(context.db, lamp.conversationId)).toMatchObject({ owner: 'dpupr', ticketId: road.id });
    expect((await desk.said(lamp.person)).at(-1)?.text).not.toContain('meja otomatis');
  });

  it('what is resolved takes no answer until it is opened again', async () => {
    const ticket = await desk.filed();
    const resolved = await resolve(ticket, siti);
    await expect(reply(resolved, siti)).rejects.toEqual(new DomainError('ticket-not-open', { status: 'resolved' }));
    await expect(resolve(resolved, siti)).rejects.toBeInstanceOf(DomainError);
    const open = await desk.act((trx) => reopenTicket(trx, { ticketId: ticket.id, staff: budi }, desk));
    expect(open).toMatchObject({ status: 'open', resolvedAt: null, assigneeId: budi.id });
    expect(await desk.kinds(ticket)).toEqual(['opened', 'resolved', 'reopened']);
  });

  it('nobody of another desk or role acts on it, and outsiders cannot tell that it is there', async () => {
    const ticket = await desk.filed();
    const refusals: string[] = [];
    for (const staff of [
      await desk.staff('consultant', 'dpupr'),
      await desk.staff('coordinator'),
      await desk.staff('administrator'),
      await desk.staff('front_desk'),
      { ...siti, disabledAt: start },
    ]) {
      for (const act of [claim, reply, resolve])
        refusals.push(
          await act(ticket, staff).then(
            () => 'done',
            (error: DomainError) => error.code,
          ),
        );
    }
    const unknown = Array(3).fill('ticket-unknown');
    const notAllowed = Array(3).fill('not-allowed');
    expect(refusals).toEqual([...unknown, ...notAllowed, ...notAllowed, ...unknown, ...unknown]);
    expect(await desk.said(ticket.person)).toEqual([]);
    expect(await desk.kinds(ticket)).toEqual(['opened']);
  });

  it('an empty text and one that is too long are refused, a NUL is dropped', async () => {
    const ticket = await desk.filed();
    await expect(reply(ticket, siti, ' \n ')).rejects.toEqual(new DomainError('text-empty'));
    await expect(reply(ticket, siti, 'a'.repeat(4_001))).rejects.toMatchObject({ code: 'text-long' });
    await reply(ticket, siti, 'a\u0000b');
    expect((await desk.said(ticket.person)).at(-1)?.text).toMatch(/\nab$/);
  });

  it('a remark stays inside, and its event holds a keyed hash only', async () => {
    const ticket = await desk.filed();
    const coordinator = await desk.staff('coordinator');
    await desk.act((trx) => addNote(trx, { ticketId: ticket.id, staff: coordinator, text: 'mohon cepat' }, desk));
    expect(await desk.said(ticket.person)).toEqual([]);
    const event = (await readEvents(context.db, ticket.id)).at(-1)!;
    expect(event).toMatchObject({ kind: 'noted', staffId: coordinator.id });
    expect(event.facts.hash).toBe(desk.audit.contentHash('mohon cepat', String(event.facts.note)));
    expect(JSON.stringify(event.facts)).not.toContain('mohon');
  });

  it('a refused act leaves nothing behind', async () => {
    const ticket = await desk.filed();
    const failing = transact(context.db, async (trx) => {
      await replyToTicket(trx, { ticketId: ticket.id, staff: siti, text: 'Halo', draftVersion: 0 }, desk);
      throw new Error('the disk is full');
    });
    await expect(failing).rejects.toThrow('disk');
    expect(await desk.said(ticket.person)).toEqual([]);
    expect(await findTicket(context.db, ticket.id)).toMatchObject({ version: 0, assigneeId: null });
    expect(await readOwnership(context.db, ticket.conversationId)).toMatchObject({ owner: 'bot' });
  });
});
