/** Links of the web chat: one a kind and visitor, in their time, a start link once and for the first who presses. */
import { beforeEach, expect, it } from 'vitest';
import {
  endLinks,
  makeLink,
  openReturnLink,
  removeOldLinks,
  takenStartLink,
  takeStartLink,
  type VisitorLinkKind,
} from '../../../src/desk/contacts/visitor-links.ts';
import { describeOnDatabases } from '../../support/databases.ts';
import { makeDesk, start, type TestDesk } from '../desk.ts';

describeOnDatabases('links of a visitor', (context) => {
  let desk: TestDesk;
  beforeEach(() => {
    desk = makeDesk(context.db);
  });
  const address = 'A'.repeat(22);
  const expiresAt = start + 1_000;
  const make = (kind: VisitorLinkKind) => desk.act((trx) => makeLink(trx, { kind, address, expiresAt }, desk.ids));
  const open = (secret: string, now = start) =>
    desk.act((trx) => openReturnLink(trx, secret, { now, expiresAt: now + 1_000 }));

  it('only a hash of a secret is kept', async () => {
    const secret = await make('return');
    expect(JSON.stringify(await context.db.selectFrom('visitor_link').selectAll().execute())).not.toContain(secret);
  });

  it('a return link opens until its time, moved by each use; a newer one and leaving end it', async () => {
    const first = await make('return');
    expect(await open(first, start + 999)).toBe(address);
    expect(await open(first, start + 1_998)).toBe(address);
    expect(await open(first, start + 2_998)).toBeNull();
    const [old, young] = [await make('return'), await make('return')];
    expect([await open(old), await open(young)]).toEqual([null, address]);
    await desk.act((trx) => endLinks(trx, address));
    expect(await open(young)).toBeNull();
  });

  it('a start link is no return link, and belongs to the first message that brings it in time', async () => {
    const [one, other] = [await desk.person(), await desk.person()];
    const [mine, late] = [await desk.wrote(one, '/start'), await desk.wrote(other, '/start')];
    const take = (secret: string, message: typeof mine, now = start) =>
      desk.act((trx) => takeStartLink(trx, secret, message, now));
    const secret = await make('start');
    expect(await open(secret)).toBeNull();
    expect(await take(await make('return'), mine)).toBe(false);
    expect(await take(secret, mine, expiresAt)).toBe(false);
    expect([await take(secret, mine), await take(secret, late)]).toEqual([true, false]);
    expect(await takenStartLink(context.db, one.conversationId, start)).toEqual({ messageId: mine, address });
    expect(await takenStartLink(context.db, other.conversationId, start)).toBeUndefined();
    expect(await takenStartLink(context.db, one.conversationId, expiresAt)).toBeUndefined();
  });

  it('what is over is removed', async () => {
    await make('return');
    await desk.act((trx) => removeOldLinks(trx, expiresAt - 1));
    expect(await context.db.selectFrom('visitor_link').select('kind').execute()).toHaveLength(1);
    await desk.act((trx) => removeOldLinks(trx, expiresAt));
    expect(await context.db.selectFrom('visitor_link').select('kind').execute()).toEqual([]);
  });
});
