/** transact: all or nothing, callbacks only after the commit, lost races again, nobody waits for ever. */
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { dialectOf } from '../../src/db/dialect.ts';
import { transact } from '../../src/db/transact.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { inbound, insertConversation, outbound } from '../support/rows.ts';

describeOnDatabases('transact', (context) => {
  const tallies = async () => {
    const rows = await context.db.selectFrom('tally').select(['key', 'count']).orderBy('key').execute();
    return Object.fromEntries(rows.map((row) => [row.key, row.count]));
  };
  const row = (key: string, count = 0) => ({ day: '2026-06-01', kind: 'test', key, count });

  it('returns what the work returned and keeps what it wrote', async () => {
    const result = await transact(context.db, async (trx) => {
      await trx.insertInto('tally').values(row('a', 1)).execute();
      return 'done';
    });
    expect(result).toBe('done');
    expect(await tallies()).toEqual({ a: 1 });
  });

  it('undoes everything when the work throws, and runs no callback', async () => {
    const called: string[] = [];
    const work = transact(context.db, async (trx, afterCommit) => {
      afterCommit(() => called.push('never'));
      await trx.insertInto('tally').values(row('a')).execute();
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await tallies()).toEqual({});
    expect(called).toEqual([]);
  });

  it('runs the callbacks in order, when other connections can already see the rows', async () => {
    const order: string[] = [];
    let seen: Promise<unknown> | undefined;
    await transact(context.db, async (trx, afterCommit) => {
      afterCommit(() => {
        order.push('first');
        seen = context.db.selectFrom('tally').select('key').execute();
      });
      afterCommit(() => order.push('second'));
      await trx.insertInto('tally').values(row('a')).execute();
      order.push('work');
    });
    expect(order).toEqual(['work', 'first', 'second']);
    expect(await seen).toEqual([{ key: 'a' }]);
  });

  it('stays committed when a callback throws, and runs the others', async () => {
    const warnings: string[] = [];
    const listen = (warning: Error) => warnings.push(warning.message);
    process.on('warning', listen);
    let others = 0;
    await transact(context.db, async (trx, afterCommit) => {
      afterCommit(() => {
        throw new Error('a callback that throws');
      });
      afterCommit(() => others++);
      await trx.insertInto('tally').values(row('a')).execute();
    });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', listen);
    expect(await tallies()).toEqual({ a: 0 });
    expect(others).toBe(1);
    expect(warnings).toContain('a callback that throws');
  });

  it('refuses to nest', async () => {
    const nested = transact(context.db, (trx) => transact(trx, async () => 'inner'));
    await expect(nested).rejects.toThrow('transact inside transact');
  });

  it('keeps failing and succeeding transactions apart when many run at once', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, (_, number) =>
        transact(context.db, async (trx) => {
          await trx
            .insertInto('tally')
            .values(row(`n${number}`))
            .execute();
          if (number % 3 === 0) throw new Error(`no ${number}`);
          await trx.updateTable('tally').set({ count: 1 }).where('key', '=', `n${number}`).execute();
        }),
      ),
    );
    const rejected = results.flatMap((result, number) => (result.status === 'rejected' ? [number] : []));
    expect(rejected).toEqual(Array.from({ length: 20 }, (_, number) => number * 3));
    const stored = await tallies();
    expect(Object.keys(stored)).toHaveLength(40);
    expect(new Set(Object.values(stored))).toEqual(new Set([1]));
  });

  it('answers a unique violation and a missing parent by name, whatever the database', async () => {
    const facts = dialectOf(context.db);
    const conversation = await insertConversation(context.db, 'a');
    await context.db.insertInto('message').values(inbound(conversation, 'e1')).execute();
    const again = context.db
      .insertInto('message')
      .values({ ...inbound(conversation, 'e1'), id: 'another' as never })
      .execute();
    const orphan = context.db
      .insertInto('message')
      .values(inbound('nobody' as never, 'e2'))
      .execute();
    const [unique, foreign] = await Promise.all([again.catch((it: unknown) => it), orphan.catch((it: unknown) => it)]);
    expect([facts.isUniqueViolation(unique), facts.isForeignKeyViolation(unique)]).toEqual([true, false]);
    expect([facts.isUniqueViolation(foreign), facts.isForeignKeyViolation(foreign)]).toEqual([false, true]);
  });

  it('gives every row of a claim to exactly one of several claimants', async () => {
    const { skipLocked } = dialectOf(context.db);
    const conversation = await insertConversation(context.db, 'a');
    const messages = Array.from({ length: 200 }, (_, number) => outbound(conversation, `m${number}`));
    await context.db.insertInto('message').values(messages).execute();
    await context.db
      .insertInto('delivery')
      .values(
        messages.map((it, number) => ({
          message_id: it.id,
          seq: number + 1,
          conversation_id: conversation,
          state: 'pending' as const,
          urgent: 0 as const,
          due_at: 0,
          created_at: 0,
        })),
      )
      .execute();

    const claimSome = () =>
      transact(context.db, (trx) =>
        trx
          .updateTable('delivery')
          .set({ lease_until: 1 })
          .where('message_id', 'in', (query) =>
            query
              .selectFrom('delivery')
              .select('message_id')
              .where('state', '=', sql.lit('pending'))
              .where('lease_until', 'is', null)
              .orderBy('seq')
              .limit(7)
              .$if(skipLocked, (it) => it.forUpdate().skipLocked()),
          )
          .where('lease_until', 'is', null)
          .returning('message_id')
          .execute(),
      );
    const claimed: string[] = [];
    const claimant = async () => {
      for (let rows = await claimSome(); rows.length > 0; rows = await claimSome())
        claimed.push(...rows.map((it) => it.message_id));
    };
    await Promise.all(Array.from({ length: 6 }, claimant));
    expect(claimed).toHaveLength(200);
    expect(new Set(claimed).size).toBe(200);
  });

  it('loses no atomic increment', async () => {
    await context.db.insertInto('tally').values(row('a')).execute();
    const increment = () =>
      transact(context.db, (trx) =>
        trx
          .updateTable('tally')
          .set((eb) => ({ count: eb('count', '+', 1) }))
          .execute(),
      );
    await Promise.all(Array.from({ length: 100 }, increment));
    expect(await tallies()).toEqual({ a: 100 });
  });

  it('tries a transaction again that lost a deadlock', async () => {
    if (context.dialect === 'sqlite') {
      expect(dialectOf(context.db).isLostRace(new Error('SQLite has one connection: no deadlock'))).toBe(false);
      return;
    }
    await context.db
      .insertInto('tally')
      .values([row('a'), row('b')])
      .execute();
    const raise = (first: string, second: string, meet: () => Promise<void>) => {
      let tries = 0;
      return transact(context.db, async (trx, afterCommit) => {
        tries++;
        const add = (key: string) =>
          trx
            .updateTable('tally')
            .set((eb) => ({ count: eb('count', '+', 1) }))
            .where('key', '=', key)
            .execute();
        await add(first);
        if (tries === 1) await meet();
        await add(second);
        afterCommit(() => committed.push(tries));
      });
    };
    const committed: number[] = [];
    const meet = meeting(2);
    await Promise.all([raise('a', 'b', meet), raise('b', 'a', meet)]);
    expect(await tallies()).toEqual({ a: 2, b: 2 });
    expect(committed.sort()).toEqual([1, 2]);
  });
});

/** Resolves for everybody once `size` have come. */
function meeting(size: number): () => Promise<void> {
  let open = () => {};
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  let arrived = 0;
  return () => {
    if (++arrived === size) open();
    return all;
  };
}
