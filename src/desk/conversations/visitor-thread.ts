/**
 * The messages of one conversation as the visitor of the web chat sees them: both directions, masked, with what became
 * of each.
 */
import { sql } from 'kysely';
import type { Db, Trx } from '../../db/database.ts';
import type {
  AttachmentKind,
  ChannelName,
  Choice,
  ConversationId,
  DepartmentKey,
  Location,
  Millis,
} from '../../model.ts';
import { filesOf } from './thread.ts';

export type VisitorMessage = {
  seq: number;
  author: 'citizen' | 'bot' | 'staff';
  text: string;
  choices: Choice[];
  files: { name: string | null; kind: AttachmentKind }[];
  location?: Location;
  at: Millis;
  state: 'stored' | 'pending' | 'sent' | 'delivered' | 'read' | 'failed';
  externalId?: string;
  department?: DepartmentKey;
  ticketCode?: string;
};

export type ThreadRange = { after?: number; before?: number | null; limit: number };

/** @returns messages of an address, lowest seq first: those above `after`, or the last ones below `before`. */
export async function readVisitorThread(
  db: Db,
  channel: ChannelName,
  address: string,
  range: ThreadRange,
): Promise<VisitorMessage[]> {
  const isForward = range.after !== undefined;
  const rows = await db
    .selectFrom('message')
    .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
    .leftJoin('delivery', 'delivery.message_id', 'message.id')
    .select(['message.id', 'message.seq', 'author', 'text', 'choices', 'latitude', 'longitude', 'message.created_at'])
    .select(['external_id', 'department', 'delivery.state as state'])
    .select((select) =>
      select
        .selectFrom('message_ticket')
        .innerJoin('ticket', 'ticket.id', 'message_ticket.ticket_id')
        .select(sql<string>`max(ticket.code)`.as('code'))
        .whereRef('message_ticket.message_id', '=', 'message.id')
        .as('ticket_code'),
    )
    .where('conversation.channel', '=', channel)
    .where('conversation.address', '=', address)
    .$if(isForward, (query) => query.where('message.seq', '>', range.after ?? 0).orderBy('message.seq', 'asc'))
    .$if(!isForward && range.before != null, (query) => query.where('message.seq', '<', range.before ?? 0))
    .$if(!isForward, (query) => query.orderBy('message.seq', 'desc'))
    .limit(range.limit)
    .execute();
  if (!isForward) rows.reverse();
  const files = await filesOf(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    seq: row.seq,
    author: row.author,
    text: row.text,
    choices: row.choices ? (JSON.parse(row.choices) as Choice[]) : [],
    files: (files.get(row.id) ?? []).map(({ name, kind }) => ({ name, kind })),
    at: row.created_at,
    state: row.state ?? 'stored',
    ...(row.latitude !== null && row.longitude !== null
      ? { location: { latitude: row.latitude, longitude: row.longitude } }
      : {}),
    ...(row.external_id ? { externalId: row.external_id } : {}),
    ...(row.author === 'staff' && row.department ? { department: row.department } : {}),
    ...(row.author === 'bot' && row.ticket_code ? { ticketCode: row.ticket_code } : {}),
  }));
}

/** The visitor's page has everything up to this seq. */
export async function noteVisitorHas(
  trx: Trx,
  who: { channel: ChannelName; address: string; upToSeq: number; now: Millis },
): Promise<void> {
  const conversation = await trx
    .selectFrom('conversation')
    .select('id')
    .where('channel', '=', who.channel)
    .where('address', '=', who.address)
    .executeTakeFirst();
  if (!conversation) return;
  await trx
    .updateTable('delivery')
    .set((set) => ({
      state: 'delivered',
      delivered_at: who.now,
      lease_until: null,
      sent_at: set.fn.coalesce('sent_at', sql<number>`cast(${who.now} as bigint)`),
    }))
    .where('conversation_id', '=', conversation.id as ConversationId)
    .where('seq', '<=', who.upToSeq)
    .where('state', 'in', ['pending', 'sent'])
    .execute();
}
