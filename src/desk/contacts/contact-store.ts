/**
 * Who writes: contacts and the conversations that they have, one a channel. Writes `contact`; creates `conversation`.
 */
import type { Db, Trx } from '../../db/database.ts';
import type { Ids } from '../../lib/ids.ts';
import type { AskerRole, ChannelName, ContactId, ConversationId, Millis } from '../../model.ts';
import { endLinks } from './visitor-links.ts';

export type Known = { conversationId: ConversationId; contactId: ContactId; isNew: boolean };

/**
 * The conversation behind a platform's address; made, with its contact, at the first word.
 * Two processes may meet a new address at once: the unique (channel, address) decides, and the loser takes the winner's
 * row.
 */
export async function knowConversation(
  trx: Trx,
  who: {
    channel: ChannelName;
    address: string;
    /** Other addresses of the same person there. */
    aliases?: readonly string[];
    name: string | undefined;
    now: Millis;
    sample?: boolean;
  },
  ids: Ids,
): Promise<Known> {
  const existing = (await findConversation(trx, who.channel, who.address)) ?? (await moveConversation(trx, who));
  if (existing) return { ...existing, contactId: await joinAliases(trx, who, existing.contactId), isNew: false };
  const contactId = ids.next<ContactId>();
  await trx
    .insertInto('contact')
    .values({
      id: contactId,
      name: who.name?.slice(0, 120) ?? null,
      role: 'unknown',
      sample: who.sample ? 1 : 0,
      created_at: who.now,
    })
    .execute();
  const made = await trx
    .insertInto('conversation')
    .values({
      id: ids.next<ConversationId>(),
      contact_id: contactId,
      channel: who.channel,
      address: who.address,
      owner: 'bot',
      created_at: who.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) return { conversationId: made.id, contactId, isNew: true };
  await trx.deleteFrom('contact').where('id', '=', contactId).execute();
  const winner = await findConversation(trx, who.channel, who.address);
  if (!winner) throw new Error('bug: a conversation that was there is gone');
  return { ...winner, isNew: false };
}

/** Whoever writes from another address of theirs goes on in their talk, and is answered where they are now. */
async function moveConversation(
  trx: Trx,
  { channel, address, aliases = [] }: { channel: ChannelName; address: string; aliases?: readonly string[] },
) {
  for (const alias of aliases) {
    const found = await findConversation(trx, channel, alias);
    if (!found) continue;
    await trx.updateTable('conversation').set({ address }).where('id', '=', found.conversationId).execute();
    return found;
  }
  return undefined;
}

/** Two talks that turn out to be one person's: both stay, of one contact. @returns that contact. */
async function joinAliases(
  trx: Trx,
  { channel, aliases = [] }: { channel: ChannelName; aliases?: readonly string[] },
  contactId: ContactId,
): Promise<ContactId> {
  for (const alias of aliases) {
    const other = await findConversation(trx, channel, alias);
    if (other) await joinContacts(trx, other, contactId);
  }
  return contactId;
}

/** @returns the ids behind an address, or undefined for somebody who never wrote. */
export async function findConversation(
  db: Db,
  channel: ChannelName,
  address: string,
): Promise<{ conversationId: ConversationId; contactId: ContactId } | undefined> {
  return await db
    .selectFrom('conversation')
    .select(['id as conversationId', 'contact_id as contactId'])
    .where('channel', '=', channel)
    .where('address', '=', address)
    .executeTakeFirst();
}

/** The privacy notice was shown: which version, when (UU PDP 27/2022 Ps 21). */
export async function noteNotice(trx: Trx, contactId: ContactId, version: string, now: Millis): Promise<void> {
  await trx
    .updateTable('contact')
    .set({ notice_version: version, notice_at: now })
    .where('id', '=', contactId)
    .execute();
}

export async function setContactRole(trx: Trx, contactId: ContactId, role: AskerRole): Promise<void> {
  await trx.updateTable('contact').set({ role }).where('id', '=', contactId).execute();
}

/** Until then what they write is stored but not answered. */
export async function limitContact(trx: Trx, contactId: ContactId, until: Millis): Promise<void> {
  await trx.updateTable('contact').set({ limited_until: until }).where('id', '=', contactId).execute();
}

/** STOP and its undoing: null lets messages that were not asked for through again. */
export async function stopContact(trx: Trx, contactId: ContactId, at: Millis | null): Promise<void> {
  await trx.updateTable('contact').set({ stopped_at: at }).where('id', '=', contactId).execute();
}

/**
 * A visitor of the web chat goes on in another channel: their talk, and what was filed from it, come to the contact
 * there. What that contact had filed before stays hidden from the talk that came.
 */
export async function joinVisitor(trx: Trx, join: { address: string; to: ContactId; now: Millis }): Promise<void> {
  await endLinks(trx, join.address, 'start');
  const web = await findConversation(trx, 'webchat', join.address);
  if (!web || web.contactId === join.to) return;
  const roleOf = (id: ContactId) => trx.selectFrom('contact').select('role').where('id', '=', id).executeTakeFirst();
  const [visitor, known] = [await roleOf(web.contactId), await roleOf(join.to)];
  if (known?.role === 'unknown' && visitor) await setContactRole(trx, join.to, visitor.role);
  await trx.updateTable('conversation').set({ joined_at: join.now }).where('id', '=', web.conversationId).execute();
  await joinContacts(trx, web, join.to);
}

/**
 * The same person by proof of the platform, or by their own word: a conversation, and what was filed from it, come to
 * another contact. The contact that is left empty goes.
 */
async function joinContacts(
  trx: Trx,
  from: { conversationId: ConversationId; contactId: ContactId },
  to: ContactId,
): Promise<void> {
  if (from.contactId === to) return;
  await trx.updateTable('conversation').set({ contact_id: to }).where('id', '=', from.conversationId).execute();
  await trx
    .updateTable('ticket')
    .set({ contact_id: to })
    .where('contact_id', '=', from.contactId)
    .where('conversation_id', '=', from.conversationId)
    .execute();
  const left = await trx
    .selectFrom('conversation')
    .select('id')
    .where('contact_id', '=', from.contactId)
    .limit(1)
    .executeTakeFirst();
  if (!left) await trx.deleteFrom('contact').where('id', '=', from.contactId).execute();
}
