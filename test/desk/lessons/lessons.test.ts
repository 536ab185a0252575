/** What may become a lesson, who decides it, and which release is in force. */
import { expect, it } from 'vitest';
import { transact } from '../../../src/db/transact.ts';
import {
  countLessons,
  decideLesson,
  type Lesson,
  lessonsToReview,
  readLessons,
} from '../../../src/desk/lessons/lesson-store.ts';
import { addRelease, currentRelease, listReleases, rollBack } from '../../../src/desk/lessons/release-store.ts';
import { closeResolved, confirmTicket } from '../../../src/desk/tickets/citizen-actions.ts';
import type { Ticket } from '../../../src/desk/tickets/ticket.ts';
import { resolveTicket } from '../../../src/desk/tickets/ticket-actions.ts';
import { assignFromTriage, transferTicket } from '../../../src/desk/tickets/ticket-routing.ts';
import type { DepartmentKey, TopicKey } from '../../../src/model.ts';
import { file } from '../../console/support/tickets.ts';
import { openWorld, type World } from '../../console/support/world.ts';
import { describeOnDatabases } from '../../support/databases.ts';

const topic: TopicKey = 'dpkp.lampu-gang-mati';

describeOnDatabases('lessons', (context) => {
  const who = (world: World, name: string) => world.staff.get(name)!;
  const transfer = (world: World, ticket: Ticket, by: string, to: DepartmentKey, more = {}) =>
    transact(world.db, (trx) =>
      transferTicket(
        trx,
        { ticketId: ticket.id, staff: who(world, by), to, reason: 'Salah alamat.', ...more },
        world.deps,
      ),
    );
  const decide = (world: World, ticket: Ticket, act: object, by = 'koordinator') =>
    transact(world.db, (trx) =>
      decideLesson(trx, { staff: who(world, by), ticketId: ticket.id, ...act } as Parameters<typeof decideLesson>[1], {
        reference: world.deps.reference,
        now: world.clock.now(),
      }),
    );

  it('are asked for where somebody moved a ticket, with what was said until it was filed', async () => {
    const world = await openWorld(context.db);
    const left = await file(world, { from: '1', text: 'lampu gang mati' });
    const moved = await file(world, { from: '2', text: 'air got meluap ke jalan' });
    await transfer(world, moved, 'dpkp', 'pbj');
    world.clock.advance(1_000);
    const given = await file(world, { from: '3', text: 'ini bagaimana', department: null });
    const act = { ticketId: given.id, staff: who(world, 'koordinator'), to: 'dpkp' as const, topic };
    await transact(world.db, (trx) => assignFromTriage(trx, act, world.deps));
    const { cases, total } = await lessonsToReview(world.db);
    expect(total).toBe(2);
    expect(cases.map(({ code, why, text, department }) => [code, why, text, department])).toEqual([
      [moved.code, 'corrected', 'air got meluap ke jalan', 'pbj'],
      [given.code, 'corrected', 'ini bagaimana', 'dpkp'],
    ]);
    expect(cases[1]).toMatchObject({ topic, evidence: { version: 'contoh' } });
    expect(cases.map(({ code }) => code)).not.toContain(left.code);
    await world.close();
  });

  it('are sampled from what nobody moved and is settled, one in ten', async () => {
    const world = await openWorld(context.db);
    const settled: Ticket[] = [];
    for (let count = 0; count < 20; count++) {
      const ticket = await file(world, { from: `s${count}`, text: `lampu gang mati ${count}` });
      const act = { ticketId: ticket.id, staff: who(world, 'dpkp'), summary: 'Sudah.', draftVersion: ticket.version };
      await transact(world.db, (trx) => resolveTicket(trx, act, world.deps));
      settled.push(ticket);
      world.clock.advance(1_000);
    }
    await transact(world.db, (trx) =>
      confirmTicket(trx, { ticketId: settled[0]!.id, contactId: settled[0]!.contactId }, world.deps),
    );
    await transact(world.db, (trx) => closeResolved(trx, world.deps));
    const { cases, total } = await lessonsToReview(world.db);
    expect(total).toBe(2);
    expect(cases.every(({ why }) => why === 'sampled')).toBe(true);
    await world.close();
  });

  it('are never what was told in confidence, also where it was opened up later or shares a message', async () => {
    const world = await openWorld(context.db);
    const secret = await file(world, {
      from: '1',
      text: 'dana disunat',
      department: 'inspektorat',
      confidential: true,
    });
    await transfer(world, secret, 'inspektorat', 'dpkp', { confidential: false });
    const hushed = await file(world, { from: '2', text: 'dana hilang' });
    await transfer(world, hushed, 'dpkp', 'inspektorat', { confidential: true });
    expect(await lessonsToReview(world.db)).toEqual({ cases: [], total: 0 });
    await expect(decide(world, secret, { verdict: 'skipped' })).rejects.toMatchObject({ code: 'ticket-unknown' });
    await expect(decide(world, hushed, { verdict: 'skipped' })).rejects.toMatchObject({ code: 'ticket-unknown' });
    await world.close();
  });

  it('are decided by the coordinator alone, once, with an intent and a topic that there are', async () => {
    const world = await openWorld(context.db);
    const ticket = await file(world, { from: '1', text: 'lampu gang mati' });
    await transfer(world, ticket, 'dpkp', 'pbj');
    const used = { verdict: 'used', text: ' lampu gang mati ', intent: 'complain', topic };
    await expect(decide(world, ticket, used, 'admin')).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(decide(world, ticket, { ...used, topic: 'dpkp.tidak-ada' })).rejects.toMatchObject({
      code: 'topic-unknown',
    });
    await expect(decide(world, ticket, { ...used, topic: null })).rejects.toMatchObject({ code: 'topic-unknown' });
    await expect(decide(world, ticket, { ...used, intent: 'greet' })).rejects.toMatchObject({ code: 'intent-unknown' });
    await expect(decide(world, ticket, { ...used, text: '  ' })).rejects.toMatchObject({ code: 'text-empty' });
    await decide(world, ticket, used);
    expect(await readLessons(world.db)).toEqual([{ text: 'lampu gang mati', intent: 'complain', topic }]);
    expect((await lessonsToReview(world.db)).total).toBe(0);
    await decide(world, ticket, { verdict: 'skipped' });
    expect(await readLessons(world.db)).toEqual([]);
    expect(await countLessons(world.db)).toEqual({ used: 0, skipped: 1 });
    await world.close();
  });

  it('make releases, of which the one put in force last holds', async () => {
    const { db } = context;
    const lesson: Lesson = { text: 'lampu gang mati', intent: 'complain', topic };
    expect(await currentRelease(db)).toMatchObject({ number: 0, lessons: [] });
    const add = (lessons: Lesson[], now: number) =>
      transact(db, (trx) => addRelease(trx, { lessons, figures: null, now }));
    expect(await add([lesson], 1_000)).toBe(1);
    expect(await add([lesson, { ...lesson, text: 'pju padam' }], 2_000)).toBe(2);
    expect(await currentRelease(db)).toMatchObject({ number: 2 });
    await transact(db, (trx) => rollBack(trx, 1, 3_000));
    expect(await currentRelease(db)).toMatchObject({ number: 1, lessons: [lesson] });
    expect(await transact(db, (trx) => rollBack(trx, 0, 4_000))).toBe(3);
    expect(await currentRelease(db)).toMatchObject({ number: 3, lessons: [] });
    expect((await listReleases(db)).map(({ number }) => number)).toEqual([3, 1, 2]);
    await expect(transact(db, (trx) => rollBack(trx, 9, 5_000))).rejects.toMatchObject({ code: 'release-unknown' });
  });
});
