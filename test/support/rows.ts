/** The smallest rows that others need to exist, for tests of what stands on them. */
import type { Db } from '../../src/db/database.ts';
import type { ContactId, ConversationId, MessageId, TicketId } from '../../src/model.ts';

export const start = Date.UTC(2026, 5, 1, 1);

export async function insertConversation(db: Db, name: string): Promise<ConversationId> {
  const id = `conversation-${name}` as ConversationId;
  const contactId = `contact-${name}` as ContactId;
  await db.insertInto('contact').values({ id: contactId, role: 'unknown', sample: 0, created_at: start }).execute();
  await db
    .insertInto('conversation')
    .values({ id, contact_id: contactId, channel: 'simulator', address: name, owner: 'bot', created_at: start })
    .execute();
  return id;
}

export function inbound(conversationId: ConversationId, externalId: string) {
  return {
    id: `message-${externalId}` as MessageId,
    conversation_id: conversationId,
    channel: 'simulator',
    direction: 'in',
    author: 'citizen',
    external_id: externalId,
    kind: 'text',
    text: 'lampu gang mati',
    sent_at: start,
    created_at: start,
  } as const;
}

export function outbound(conversationId: ConversationId, name: string) {
  return {
    id: `message-${name}` as MessageId,
    conversation_id: conversationId,
    channel: 'simulator',
    direction: 'out',
    author: 'bot',
    external_id: null,
    kind: 'text',
    text: 'Baik, Bapak/Ibu.',
    sent_at: start,
    created_at: start,
  } as const;
}

export function ticket(conversationId: ConversationId, code: string) {
  return {
    id: `ticket-${code}` as TicketId,
    code,
    contact_id: conversationId.replace('conversation-', 'contact-') as ContactId,
    conversation_id: conversationId,
    department: 'dpkp',
    status: 'open',
    intent: 'complain',
    role: 'unknown',
    subject: 'lampu gang mati',
    urgent: 0,
    confidential: 0,
    sla_class: 'complain',
    due_steps: '[]',
    opened_at: start,
    evidence: '{}',
    sample: 0,
  } as const;
}
