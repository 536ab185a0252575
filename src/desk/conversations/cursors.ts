/** How far a polled channel has been read. Writes `channel_cursor`, in the transaction of what was read. */
import type { Db, Trx } from '../../db/database.ts';
import type { ChannelName, Millis } from '../../model.ts';

export async function readCursor(db: Db, channel: ChannelName): Promise<string | undefined> {
  const row = await db.selectFrom('channel_cursor').select('cursor').where('channel', '=', channel).executeTakeFirst();
  return row?.cursor;
}

export async function saveCursor(trx: Trx, channel: ChannelName, cursor: string, now: Millis): Promise<void> {
  await trx
    .insertInto('channel_cursor')
    .values({ channel, cursor, updated_at: now })
    .onConflict((conflict) => conflict.column('channel').doUpdateSet({ cursor, updated_at: now }))
    .execute();
}
