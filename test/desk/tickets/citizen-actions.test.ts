/** What citizens do with their own tickets, and that a foreign one is as unknown as none. */
import { beforeEach, expect, it } from 'vitest';
import { readOwnership } from '../../../src/desk/conversations/owner.ts';
import type { Staff } from '../../../src/desk/staff/staff.ts';
import {
  closeResolved,
  confirmTicket,
  disputeTicket,
  joinMessage,
  setPlace,
  setRole,
  withdrawTicket,
} from '../../../src/desk/tickets/citizen-actions.ts';
import { readEvents } from '../../../src/desk/tickets/event-log.ts';
import { replyToTicket, resolveTicket } from '../../../src/desk/tickets/ticket-actions.ts';
import { findTicket, ticketsOfContact } from '../../../src/desk/tickets/ticket-store.ts';
import { DomainError } from '../../../src/lib/errors.ts';
import { dayMs } from '../../../src/lib/wib.ts';
import { describeOnDatabases } from '../../support/databases.ts';
import { makeDesk, start, type TestDesk } from '../desk.ts';

describeOnDatabases('what a citizen does with a ticket', (context) => {
  let desk: TestDesk;
  let siti: Staff;
  beforeEach(async () => {
    desk = makeDesk(context.db);
    siti = await desk.staff('consultant', 'dpkp');
  });
  const resolved = async () => {
    const ticket = await desk.filed();
    const act = { ticketId: ticket.id, staff: siti, summary: 'Sudah diganti', draftVersion: 0 };
    return { ...ticket, ...(await desk.act((trx) => resolveTicket(trx, act, desk))) };
  };
  const own = (ticket: { id: string; contactId: string }) =>
    ({ ticketId: ticket.id, contactId: ticket.contactId }) as Parameters<typeof confirmTicket>[1];

  it('"belum" opens it again for the desk and the person who had it', async () => {
    const ticket = await resolved();
    const messageId = await desk.wrote(ticket.person, 'Belum pak, mati lagi');
    desk.clock.advance(dayMs);
    const again = await desk.act((trx) => disputeTicket(trx, { ...own(ticket), messageId }, desk));
    expect(again).toMatchObject({ status: 'open', department: 'dpkp', assigneeId: siti.id, disputes: 1 });
    expect(again).toMatchObject({ resolvedAt: null, lastInAt: start + dayMs });
    const twice = desk.act((trx) => disputeTicket(trx, own(ticket), desk));
    await expect(twice).rejects.toEqual(new DomainError('ticket-not-resolved', { status: 'open' }));
  });

  it('"sudah" closes it for good', async () => {
    const ticket = await resolved();
    const closed = await desk.act((trx) => confirmTicket(trx, own(ticket), desk));
    expect(closed).toMatchObject({ status: 'closed', closedAt: start });
    await expect(desk.act((trx) => disputeTicket(trx, own(ticket), desk))).rejects.toBeInstanceOf(DomainError);
    expect(await desk.kinds(ticket)).toEqual(['opened', 'resolved', 'confirmed']);
  });

  it('without an answer it is closed after the days of the policy, not before', async () => {
    const ticket = await resolved();
    await desk.filed();
    desk.clock.advance(7 * dayMs - 1);
    expect(await desk.act((trx) => closeResolved(trx, desk))).toBe(0);
    desk.clock.advance(1);
    expect(await desk.act((trx) => closeResolved(trx, desk))).toBe(1);
    expect(await desk.act((trx) => closeResolved(trx, desk))).toBe(0);
    expect(await findTicket(context.db, ticket.id)).toMatchObject({ status: 'closed', closedAt: start + 7 * dayMs });
    expect((await readEvents(context.db, ticket.id)).at(-1)).toMatchObject({ kind: 'closed', actor: 'system' });
  });

  it('withdrawing ends it, and the desk that owned the conversation hands it back', async () => {
    const ticket = await desk.filed();
    await desk.act((trx) =>
      replyToTicket(trx, { ticketId: ticket.id, staff: siti, text: 'Kami cek', draftVersion: 0 }, desk),
    );
    const gone = await desk.act((trx) => withdrawTicket(trx, own(ticket), desk));
    expect(gone).toMatchObject({ status: 'withdrawn', closedAt: start });
    expect(await readOwnership(context.db, ticket.conversationId)).toMatchObject({ owner: 'bot' });
    const twice = desk.act((trx) => withdrawTicket(trx, own(ticket), desk));
    await expect(twice).rejects.toEqual(new DomainError('ticket-not-open', { status: 'withdrawn' }));
  });

  it('a foreign ticket is refused like one that is not there', async () => {
    const ticket = await resolved();
    const { contactId } = await desk.person('Pak Lain Rekaan');
    const messageId = await desk.wrote(ticket.person, 'halo');
    const foreign = { ...own(ticket), contactId };
    const none = { ...own(ticket), ticketId: 'tidak-ada' as typeof ticket.id };
    for (const who of [foreign, none]) {
      for (const act of [
        () => desk.act((trx) => disputeTicket(trx, who, desk)),
        () => desk.act((trx) => confirmTicket(trx, who, desk)),
        () => desk.act((trx) => withdrawTicket(trx, who, desk)),
        () => desk.act((trx) => setPlace(trx, { ...who, place: { rt: '1' } }, desk)),
        () => desk.act((trx) => setRole(trx, { ...who, role: 'pokmas' }, desk)),
        () => desk.act((trx) => joinMessage(trx, { ...who, messageId }, desk)),
      ])
        await expect(act()).rejects.toEqual(new DomainError('ticket-unknown'));
    }
    expect(await desk.kinds(ticket)).toEqual(['opened', 'resolved']);
  });

  it('place and role are set once told, keep what was not told, and are no event when nothing changes', async () => {
    const ticket = await desk.filed();
    const set = (place: object) => desk.act((trx) => setPlace(trx, { ...own(ticket), place }, desk));
    await set({ kelurahan: 'Ngronggo', rt: '3' });
    const placed = await set({ rw: '2', words: 'depan musala' });
    expect(placed.place).toMatchObject({ kelurahan: 'Ngronggo', rt: '3', rw: '2', words: 'depan musala' });
    await set({ rw: '2' });
    await expect(set({ kelurahan: 'Wonokromo' })).rejects.toEqual(new DomainError('kelurahan-unknown'));
    const role = (value: 'pokmas') => desk.act((trx) => setRole(trx, { ...own(ticket), role: value }, desk));
    await role('pokmas');
    await role('pokmas');
    expect(await desk.kinds(ticket)).toEqual(['opened', 'place-set', 'place-set', 'role-set']);
    const events = await readEvents(context.db, ticket.id);
    expect(events.map((event) => event.facts.fields)).toContainEqual(['rw', 'words']);
    expect(JSON.stringify(events)).not.toContain('musala');
  });

  it('a further message joins once, and leaves a settled ticket as it is', async () => {
    const ticket = await resolved();
    const messageId = await desk.wrote(ticket.person, 'Matur nuwun');
    const join = () => desk.act((trx) => joinMessage(trx, { ...own(ticket), messageId }, desk));
    expect(await join()).toMatchObject({ status: 'resolved', version: ticket.version + 1 });
    await join();
    const links = await context.db
      .selectFrom('message_ticket')
      .selectAll()
      .where('message_id', '=', messageId)
      .execute();
    expect(links).toHaveLength(1);
    const event = (await readEvents(context.db, ticket.id)).at(-1);
    expect(event?.facts.hash).toBe(desk.audit.contentHash('Matur nuwun', messageId));
  });

  it('the tickets of a person come newest first', async () => {
    const first = await desk.filed();
    desk.clock.advance(1);
    const second = await desk.filed({ person: first.person });
    await desk.filed();
    const codes = (await ticketsOfContact(context.db, first.contactId)).map((ticket) => ticket.code);
    expect(codes).toEqual([second.code, first.code]);
  });
});
