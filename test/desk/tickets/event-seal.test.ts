/** The chain over the event log: sealed in order, and any change to what was sealed is found. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createAudit } from '../../../src/desk/tickets/audit.ts';
import { latestHead, sealNewEvents, settleMs, verifyChain } from '../../../src/desk/tickets/event-seal.ts';
import { describeOnDatabases } from '../../support/databases.ts';
import { makeDesk, type TestDesk } from '../desk.ts';

describe('the audit key', () => {
  it('gives other hashes for another key, another context, another use', () => {
    const one = createAudit(new Uint8Array(32).fill(1));
    const two = createAudit(new Uint8Array(32).fill(2));
    const hashes = [
      one.contentHash('a', 'x'),
      one.contentHash('a', 'y'),
      one.contentHash('b', 'x'),
      one.link('x', 'a'),
      two.contentHash('a', 'x'),
    ];
    expect(new Set(hashes).size).toBe(5);
    expect(one.contentHash('a', 'x')).toBe(hashes[0]);
    expect(() => createAudit(new Uint8Array(31))).toThrow('32 bytes');
  });
});

describeOnDatabases('the sealed event log', (context) => {
  let desk: TestDesk;
  const seal = () => desk.act((trx) => sealNewEvents(trx, desk.audit, desk.clock.now()));
  const verify = (earlier?: { toSeq: number; head: string }) => verifyChain(context.db, desk.audit, earlier);
  /** Two seals over three and two events. */
  beforeEach(async () => {
    desk = makeDesk(context.db);
    for (const count of [3, 2]) {
      for (let n = 0; n < count; n++) await desk.filed();
      desk.clock.advance(settleMs);
      expect(await seal()).toBe(count);
    }
  });

  it('holds', async () => {
    const head = await latestHead(context.db);
    expect(head).toMatchObject({ toSeq: 5 });
    expect(await verify()).toEqual({ ok: true, seals: 2, events: 5, head: head?.head });
    expect(await verify(head!)).toMatchObject({ ok: true });
    expect(await seal()).toBe(0);
  });

  it('leaves young events for the next time, and what comes after them', async () => {
    await desk.filed();
    desk.clock.advance(settleMs - 1);
    expect(await seal()).toBe(0);
    desk.clock.advance(1);
    await desk.filed();
    expect(await seal()).toBe(1);
    expect(await verify()).toMatchObject({ ok: true, events: 6 });
  });

  it('two that seal at once make one chain', async () => {
    await desk.filed();
    desk.clock.advance(settleMs);
    const counts = await Promise.all([seal(), seal(), seal()]);
    expect(counts.sort()).toEqual([0, 0, 1]);
    expect(await verify()).toMatchObject({ ok: true, seals: 3 });
  });

  it.each<[string, object]>([
    ['kind', { kind: 'closed' }],
    ['facts', { facts: '{}' }],
    ['time', { at: 1 }],
    ['actor', { actor: 'system' }],
  ])('a changed %s is found and named', async (_, change) => {
    await context.db.updateTable('ticket_event').set(change).where('seq', '=', 2).execute();
    expect(await verify()).toMatchObject({ ok: false, reason: 'event-changed', fromSeq: 1, toSeq: 3 });
  });

  it('a removed event is found', async () => {
    await context.db.deleteFrom('ticket_event').where('seq', '=', 5).execute();
    expect(await verify()).toMatchObject({ ok: false, reason: 'event-changed', fromSeq: 4, toSeq: 5 });
    await context.db.deleteFrom('ticket_event').where('seq', '=', 4).execute();
    expect(await verify()).toMatchObject({ ok: false, fromSeq: 4 });
  });

  it('an event put in between is found', async () => {
    const row = await context.db.selectFrom('ticket_event').selectAll().where('seq', '=', 1).executeTakeFirstOrThrow();
    await context.db
      .insertInto('ticket_event')
      .values({ ...row, seq: 0, id: 'forged' })
      .execute();
    expect(await verify()).toMatchObject({ ok: false, reason: 'event-changed', fromSeq: 1 });
    await context.db.deleteFrom('ticket_event').where('seq', '=', 0).execute();
    await context.db.updateTable('ticket_event').set({ seq: 30 }).where('seq', '=', 3).execute();
    await context.db
      .insertInto('ticket_event')
      .values({ ...row, seq: 3, id: 'forged-too' })
      .execute();
    expect(await verify()).toMatchObject({ ok: false, reason: 'event-changed', fromSeq: 1 });
  });

  it('who recomputes without the key is found', async () => {
    const forger = createAudit(new Uint8Array(32).fill(8));
    await context.db.updateTable('ticket_event').set({ kind: 'closed' }).where('seq', '=', 5).execute();
    await context.db.deleteFrom('event_seal').where('to_seq', '=', 5).execute();
    await desk.act((trx) => sealNewEvents(trx, forger, desk.clock.now()));
    expect(await verify()).toMatchObject({ ok: false, fromSeq: 4, toSeq: 5 });
  });

  it('a missing seal and a cut end are found, the end only against an earlier head', async () => {
    const head = (await latestHead(context.db))!;
    await context.db.deleteFrom('event_seal').where('to_seq', '=', 3).execute();
    expect(await verify()).toMatchObject({ ok: false, reason: 'seal-missing' });
    await context.db.deleteFrom('event_seal').execute();
    await context.db.deleteFrom('ticket_event').where('seq', '>', 3).execute();
    await seal();
    expect(await verify()).toMatchObject({ ok: true, events: 3 });
    expect(await verify(head)).toMatchObject({ ok: false, reason: 'earlier-head-missing' });
  });

  it('erasing a person does not touch it', async () => {
    await context.db.updateTable('contact').set({ name: null }).execute();
    await context.db.updateTable('message').set({ text: '' }).execute();
    await context.db.updateTable('ticket').set({ subject: '' }).execute();
    expect(await verify()).toMatchObject({ ok: true });
  });
});
