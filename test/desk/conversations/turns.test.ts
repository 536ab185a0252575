/** Whose turn it is, where an arrival and the end of a turn meet: no message may be left that nobody is to look at. */
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { transact } from '../../../src/db/transact.ts';
import { dueTurns, finishTurn, noteArrival } from '../../../src/desk/conversations/turns.ts';
import { describeOnDatabases } from '../../support/databases.ts';
import { eventually } from '../../support/desk-process.ts';
import { gate } from '../../support/jobs.ts';
import { inbound, insertConversation, start } from '../../support/rows.ts';

describeOnDatabases('the end of a turn', (context) => {
  it('leaves what came while it waited for an arrival to the next one', async () => {
    const conversationId = await insertConversation(context.db, 'sari');
    const handled = inbound(conversationId, 'first');
    await context.db.insertInto('message').values(handled).execute();
    // One process stores a message and has not committed yet; another one ends the turn before it.
    const stored = gate();
    const mayCommit = gate();
    const arrival = transact(context.db, async (trx) => {
      await trx.insertInto('message').values(inbound(conversationId, 'second')).execute();
      await noteArrival(trx, { conversationId, now: start, quietMs: 0 });
      stored.open();
      await mayCommit.opened;
    });
    await stored.opened;
    const other = context.dialect === 'postgres' ? context.openAnother().db : context.db;
    const end = transact(other, (trx) =>
      finishTurn(trx, { conversationId, messageIds: [handled.id], patienceUntil: null, now: start + 1 }),
    );
    // On SQLite the second transaction has not even begun.
    if (context.dialect === 'postgres')
      await eventually('the end waits for the arrival', waiting, (count) => count > 0);
    mayCommit.open();
    await Promise.all([arrival, end]);
    expect(await dueTurns(context.db, start + 1, 10)).toEqual([conversationId]);
  });

  it('is the end where nothing came meanwhile', async () => {
    const conversationId = await insertConversation(context.db, 'budi');
    const handled = inbound(conversationId, 'only');
    await context.db.insertInto('message').values(handled).execute();
    await transact(context.db, async (trx) => {
      await noteArrival(trx, { conversationId, now: start, quietMs: 0 });
      await finishTurn(trx, { conversationId, messageIds: [handled.id], patienceUntil: null, now: start + 1 });
    });
    expect(await dueTurns(context.db, start + 3_600_000, 10)).toEqual([]);
  });

  async function waiting(): Promise<number> {
    const { rows } = await sql<{ count: string }>`
      select count(*) as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
    `.execute(context.db);
    return Number(rows[0]?.count ?? 0);
  }
});
