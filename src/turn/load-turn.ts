/** Reads what a turn needs: who is it, what is unhandled, where did the talk stop, who owns the next reply. */
import type { Db } from '../db/database.ts';
import { takenStartLink } from '../desk/contacts/visitor-links.ts';
import type { ContactId, ConversationId, Millis } from '../model.ts';
import { loadSession } from './session-store.ts';
import type { KnownTicket, TurnDeps, TurnMessage, TurnState } from './turn.ts';

/** Bubbles of one turn; the rest makes the next one. */
const messagesMax = 50;
/** Tickets of a contact that a turn looks at. */
const ticketsMax = 20;

/** @returns null for a conversation that is not there (a job of another database). */
export async function loadTurn(deps: TurnDeps, conversationId: ConversationId): Promise<TurnState | null> {
  const { db } = deps;
  const row = await db
    .selectFrom('conversation')
    .innerJoin('contact', 'contact.id', 'conversation.contact_id')
    .select([
      'conversation.id',
      'channel',
      'address',
      'owner',
      'owner_ticket_id',
      'turn_attempts',
      'contact_id',
      'joined_at',
    ])
    .select(['contact.name', 'contact.role', 'contact.notice_version', 'contact.limited_until', 'contact.sample'])
    .where('conversation.id', '=', conversationId)
    .executeTakeFirst();
  if (!row) return null;
  const stored = await loadSession(db, conversationId);
  return {
    conversation: {
      id: row.id,
      channel: row.channel,
      address: row.address,
      owner: row.owner,
      ownerTicketId: row.owner_ticket_id,
      attempts: row.turn_attempts,
    },
    contact: {
      id: row.contact_id,
      name: row.name,
      role: row.role,
      noticeVersion: row.notice_version,
      limitedUntil: row.limited_until,
      sample: row.sample === 1,
    },
    session: stored.session,
    sessionVersion: stored.version,
    sessionAt: stored.updatedAt,
    messages: await unhandled(db, conversationId),
    tickets: await ticketsOf(db, { id: row.id, contactId: row.contact_id, joinedAt: row.joined_at }),
    settings: await deps.settings(),
    startedBy: (await takenStartLink(db, conversationId, deps.clock.now()))?.messageId ?? null,
  };
}

async function unhandled(db: Db, conversationId: ConversationId): Promise<TurnMessage[]> {
  const rows = await db
    .selectFrom('message')
    .leftJoin('file', 'file.message_id', 'message.id')
    .select(['message.id', 'message.seq', 'message.kind', 'message.text', 'choice', 'latitude', 'longitude'])
    .select(['quote_message_id', 'emergency', 'edited_at', 'file.id as file_id'])
    .where('conversation_id', '=', conversationId)
    .where('direction', '=', 'in')
    .where('handled_at', 'is', null)
    .orderBy('message.seq')
    .limit(messagesMax)
    .execute();
  const byId = new Map<string, TurnMessage>();
  for (const row of rows) {
    byId.set(row.id, {
      id: row.id,
      seq: row.seq,
      kind: row.kind,
      text: row.text,
      choice: row.choice,
      location:
        row.latitude !== null && row.longitude !== null ? { latitude: row.latitude, longitude: row.longitude } : null,
      quote: row.quote_message_id,
      emergency: row.emergency,
      hasFile: row.file_id !== null,
      editedAt: row.edited_at,
    });
  }
  return [...byId.values()];
}

/** The contact's tickets; a talk that joined its contact later sees of the others' only what was filed since. */
async function ticketsOf(
  db: Db,
  talk: { id: ConversationId; contactId: ContactId; joinedAt: Millis | null },
): Promise<KnownTicket[]> {
  const { id, joinedAt } = talk;
  const rows = await db
    .selectFrom('ticket')
    .select(['id', 'code', 'conversation_id', 'department', 'status', 'intent', 'topic', 'subject', 'urgent'])
    .select(['confidential', 'kelurahan', 'opened_at', 'first_reply_at', 'last_out_at', 'due_at'])
    .where('contact_id', '=', talk.contactId)
    .where((where) =>
      joinedAt === null
        ? where.lit(true)
        : where.or([where('conversation_id', '=', id), where('opened_at', '>=', joinedAt)]),
    )
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(ticketsMax)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    conversationId: row.conversation_id,
    department: row.department,
    status: row.status,
    intent: row.intent,
    topic: row.topic,
    subject: row.subject,
    urgent: row.urgent === 1,
    confidential: row.confidential === 1,
    kelurahan: row.kelurahan,
    openedAt: row.opened_at,
    firstReplyAt: row.first_reply_at,
    lastOutAt: row.last_out_at,
    dueAt: row.due_at,
  }));
}

/** @returns the tickets that a message belongs to. */
export async function ticketsOfMessage(db: Db, messageId: TurnMessage['id']): Promise<string[]> {
  const rows = await db.selectFrom('message_ticket').select('ticket_id').where('message_id', '=', messageId).execute();
  return rows.map((row) => row.ticket_id);
}
