/**
 * What the tables themselves refuse, so that no code can be wrong about it, and the same values from both databases.
 */
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeOnDatabases } from '../support/databases.ts';
import { inbound, insertConversation, outbound, start, ticket } from '../support/rows.ts';

describeOnDatabases('tables', (context) => {
  it('store an inbound message once for each channel and external id', async () => {
    const conversation = await insertConversation(context.db, 'a');
    const store = (id: string) =>
      context.db
        .insertInto('message')
        .values({ ...inbound(conversation, 'e1'), id: id as never })
        .onConflict((it) => it.columns(['channel', 'external_id']).doNothing())
        .returning('seq')
        .executeTakeFirst();
    expect(await store('m1')).toEqual({ seq: 1 });
    expect(await store('m2')).toBeUndefined();
    // The form with a condition, for who thinks of it as a partial index.
    const conditional = await context.db
      .insertInto('message')
      .values({ ...inbound(conversation, 'e1'), id: 'm3' as never })
      .onConflict((it) => it.columns(['channel', 'external_id']).where('direction', '=', sql.lit('in')).doNothing())
      .returning('seq')
      .executeTakeFirst();
    expect(conditional).toBeUndefined();
  });

  it('take any number of outbound messages, which have no external id', async () => {
    const conversation = await insertConversation(context.db, 'a');
    await context.db
      .insertInto('message')
      .values([outbound(conversation, 'o1'), outbound(conversation, 'o2')])
      .execute();
    const { count } = await context.db
      .selectFrom('message')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(2);
  });

  it('refuse rows that contradict themselves', async () => {
    const conversation = await insertConversation(context.db, 'a');
    const refused = [
      context.db.insertInto('message').values({ ...inbound(conversation, 'x'), external_id: null }),
      context.db.insertInto('message').values({ ...inbound(conversation, 'x'), author: 'bot' }),
      context.db.insertInto('message').values({ ...outbound(conversation, 'x'), author: 'staff' }),
      context.db.insertInto('ticket').values({ ...ticket(conversation, 'KP-1'), department: null }),
      context.db.insertInto('ticket').values({ ...ticket(conversation, 'KP-1'), status: 'lost' as never }),
      context.db.insertInto('ticket').values({ ...ticket(conversation, 'KP-1'), urgent: 2 as never }),
      context.db.insertInto('ticket').values({ ...ticket(conversation, 'KP-1'), opened_at: 'gestern' as never }),
      context.db.insertInto('ticket').values({ ...ticket('nobody' as never, 'KP-1') }),
      context.db.updateTable('conversation').set({ owner_ticket_id: 'nothing' as never }),
      context.db.deleteFrom('contact'),
    ];
    for (const query of refused) await expect(query.execute(), query.compile().sql).rejects.toThrow();
    await context.db.insertInto('ticket').values(ticket(conversation, 'KP-1')).execute();
    const sameCode = { ...ticket(conversation, 'KP-1'), id: 'other' as never };
    await expect(context.db.insertInto('ticket').values(sameCode).execute()).rejects.toThrow();
    await expect(insertConversation(context.db, 'a')).rejects.toThrow();
  });

  it('give whole numbers, fractions and sums back as numbers', async () => {
    const conversation = await insertConversation(context.db, 'a');
    await context.db
      .insertInto('message')
      .values({ ...inbound(conversation, 'e1'), latitude: -7.848016, longitude: 112.017829, sent_at: start + 1 })
      .execute();
    const row = await context.db.selectFrom('message').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ seq: 1, sent_at: start + 1, latitude: -7.848016, longitude: 112.017829 });
    const sum = await context.db
      .selectFrom('message')
      .select((eb) => [eb.fn.sum<number>('sent_at').as('sum'), eb.fn.avg<number>('seq').as('avg')])
      .executeTakeFirstOrThrow();
    expect(sum).toEqual({ sum: start + 1, avg: 1 });
  });

  it('never use a sequence number twice', async () => {
    const conversation = await insertConversation(context.db, 'a');
    const insert = (name: string) =>
      context.db.insertInto('message').values(inbound(conversation, name)).returning('seq').executeTakeFirstOrThrow();
    await insert('e1');
    const last = await insert('e2');
    await context.db.deleteFrom('message').where('seq', '=', last.seq).execute();
    expect((await insert('e3')).seq).toBeGreaterThan(last.seq);
  });
});
