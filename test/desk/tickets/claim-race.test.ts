/** Many at once: a claim and an answer have one winner each, on every database. */
import { expect, it } from 'vitest';
import { transact } from '../../../src/db/transact.ts';
import { claimTicket, replyToTicket } from '../../../src/desk/tickets/ticket-actions.ts';
import { findTicket } from '../../../src/desk/tickets/ticket-store.ts';
import { Conflict } from '../../../src/lib/errors.ts';
import { describeOnDatabases } from '../../support/databases.ts';
import { makeDesk } from '../desk.ts';

describeOnDatabases('races for a ticket', (context) => {
  // One process has one handle on SQLite; on PostgreSQL several processes race.
  const another = () => (context.dialect === 'postgres' ? context.openAnother().db : context.db);

  it('of a hundred who claim at once, one wins and ninety-nine are told', async () => {
    const desk = makeDesk(context.db);
    const ticket = await desk.filed();
    const staff = [];
    for (let n = 0; n < 100; n++) staff.push(await desk.staff('consultant', 'dpkp'));
    const other = another();
    const outcomes = await Promise.allSettled(
      staff.map((one, index) =>
        transact(index % 2 ? other : context.db, (trx) => claimTicket(trx, { ticketId: ticket.id, staff: one }, desk)),
      ),
    );
    const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(won).toHaveLength(1);
    expect(lost.every(({ reason }) => reason instanceof Conflict && reason.what === 'claim')).toBe(true);
    const winner = staff[outcomes.findIndex((outcome) => outcome.status === 'fulfilled')]!;
    expect((await findTicket(context.db, ticket.id))?.assigneeId).toBe(winner.id);
    expect(await desk.kinds(ticket)).toEqual(['opened', 'claimed']);
  });

  it('of twenty answers that began from the same page one is sent', async () => {
    const desk = makeDesk(context.db);
    const ticket = await desk.filed();
    const siti = await desk.staff('consultant', 'dpkp');
    const other = another();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        transact(index % 2 ? other : context.db, (trx) =>
          replyToTicket(trx, { ticketId: ticket.id, staff: siti, text: `Jawaban ${index}`, draftVersion: 0 }, desk),
        ),
      ),
    );
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost).toHaveLength(19);
    expect(lost.every(({ reason }) => reason instanceof Conflict && reason.what === 'draft-stale')).toBe(true);
    expect((await desk.said(ticket.person)).filter((one) => one.author === 'staff')).toHaveLength(1);
  });
});
