/** One person with two addresses on a channel is one contact, and is answered where they wrote last. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrateToLatest } from '../../../src/db/migrate.ts';
import { type OpenDatabase, openDatabase } from '../../../src/db/open.ts';
import { transact } from '../../../src/db/transact.ts';
import { knowConversation } from '../../../src/desk/contacts/contact-store.ts';
import { createManualClock } from '../../../src/lib/clock.ts';
import { createSeededIds } from '../../../src/lib/ids.ts';

const phone = '620000000501@c.us';
const lid = '9620000000501@lid';
const clock = createManualClock(1_780_000_000_000);
const ids = createSeededIds(clock, 'aliases');
let database: OpenDatabase;

beforeEach(async () => {
  database = openDatabase('sqlite::memory:');
  await migrateToLatest(database.db);
});
afterEach(() => database.close());

const writes = (address: string, aliases?: readonly string[]) =>
  transact(database.db, (trx) =>
    knowConversation(trx, { channel: 'whatsapp', address, aliases, name: 'Siti', now: clock.now() }, ids),
  );
const conversations = () => database.db.selectFrom('conversation').select(['id', 'address', 'contact_id']).execute();

it('goes on in the same talk under the new address, and back', async () => {
  const first = await writes(phone);
  expect(await writes(lid, [phone])).toEqual({ ...first, isNew: false });
  expect((await conversations()).map(({ address }) => address)).toEqual([lid]);
  expect(await writes(phone, [lid])).toEqual({ ...first, isNew: false });
  expect((await conversations()).map(({ address }) => address)).toEqual([phone]);
});

it('joins two talks that turn out to be one person’s, and both stay', async () => {
  const first = await writes(phone);
  const second = await writes(lid);
  expect(second.contactId).not.toBe(first.contactId);
  expect(await writes(lid, [phone])).toEqual({ ...second, isNew: false });
  expect(new Set((await conversations()).map(({ contact_id }) => contact_id))).toEqual(new Set([second.contactId]));
  expect(await database.db.selectFrom('contact').select('id').execute()).toHaveLength(1);
});

it('takes nobody for another without an alias', async () => {
  const first = await writes(phone);
  expect((await writes(lid)).conversationId).not.toBe(first.conversationId);
});
