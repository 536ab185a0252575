/** Residents who write, and the tickets that come of it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transact } from '../../../src/db/transact.ts';
import { knowConversation } from '../../../src/desk/contacts/contact-store.ts';
import { keepFile } from '../../../src/desk/conversations/files.ts';
import { insertInbound } from '../../../src/desk/conversations/inbound.ts';
import { say } from '../../../src/desk/conversations/outbound.ts';
import { joinMessage } from '../../../src/desk/tickets/citizen-actions.ts';
import { openTicket } from '../../../src/desk/tickets/open-ticket.ts';
import type { NewTicket, Ticket, TicketEvidence } from '../../../src/desk/tickets/ticket.ts';
import { newCode } from '../../../src/lib/ticket-code.ts';
import type { AttachmentKind, FileId, MessageId } from '../../../src/model.ts';
import type { World } from './world.ts';

export type Filing = Partial<NewTicket> & {
  from: string;
  name?: string;
  text: string;
  original?: string;
  attachments?: readonly AttachmentKind[];
  /** What the bot says to it. */
  answer?: string;
};

export const plainEvidence: TicketEvidence = {
  confidence: 0.91,
  runnersUp: [
    { department: 'dlhkp', topic: null, confidence: 0.05 },
    { department: 'dpupr', topic: null, confidence: 0.03 },
  ],
  words: ['lampu', 'gang', 'mati'],
  decision: 'route',
  settledBy: 'router',
  wrongdoing: 'no',
  accused: [],
  version: 'contoh',
};

/** Somebody writes, and a ticket is filed from it. */
export async function file(world: World, filing: Filing): Promise<Ticket & { messageId: MessageId; files: FileId[] }> {
  const { from, name, text, original, attachments, answer, ...given } = filing;
  const { deps, clock } = world;
  return await transact(world.db, async (trx) => {
    const known = await knowConversation(trx, { channel: 'telegram', address: from, name, now: clock.now() }, deps.ids);
    const row = inboundRow(world, { conversationId: known.conversationId, text, original, attachments });
    const message = (await insertInbound(trx, row, deps))!;
    const ticket = await openTicket(
      trx,
      {
        code: newCode(deps.ids),
        contactId: known.contactId,
        conversationId: known.conversationId,
        department: 'dpkp',
        intent: 'complain',
        topic: null,
        role: 'warga',
        subject: text,
        messageIds: [message.id],
        evidence: plainEvidence,
        ...given,
      },
      deps,
    );
    if (answer) {
      const { conversationId } = ticket;
      await say(
        trx,
        { conversationId, author: 'bot', text: answer, ticketIds: [ticket.id], now: clock.now() },
        deps.ids,
      );
    }
    return { ...ticket, messageId: message.id, files: message.files };
  });
}

/** A small picture arrives for a file that was waiting. */
export async function arrive(world: World, fileId: FileId): Promise<void> {
  const path = `ab/${fileId}`;
  const picture = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');
  mkdirSync(join(world.deps.config.dataDir, 'files/ab'), { recursive: true });
  writeFileSync(join(world.deps.config.dataDir, 'files', path), picture);
  const file = { id: fileId, path, mime: 'image/gif', sizeBytes: picture.length, sha256: 'x' };
  await transact(world.db, (trx) => keepFile(trx, file));
}

/** A further message of the same person, which joins the ticket. */
export async function write(
  world: World,
  ticket: Ticket,
  text: string,
  more: { original?: string; attachments?: readonly AttachmentKind[]; quote?: MessageId } = {},
): Promise<MessageId> {
  return await transact(world.db, async (trx) => {
    const row = inboundRow(world, { conversationId: ticket.conversationId, text, ...more });
    const message = (await insertInbound(trx, row, world.deps))!;
    const own = { ticketId: ticket.id, contactId: ticket.contactId, messageId: message.id };
    await joinMessage(trx, own, world.deps);
    return message.id;
  });
}

function inboundRow(
  world: World,
  what: {
    conversationId: Ticket['conversationId'];
    text: string;
    original?: string;
    attachments?: readonly AttachmentKind[];
    quote?: MessageId;
  },
) {
  const externalId = world.deps.ids.next<string>();
  return {
    conversationId: what.conversationId,
    channel: 'telegram',
    externalId,
    kind: what.attachments?.[0] ?? 'text',
    text: what.text,
    original: what.original ?? null,
    choice: null,
    location: null,
    quoteMessageId: what.quote ?? null,
    emergency: null,
    attachments: (what.attachments ?? []).map((kind) => ({ kind, ref: `ref-${externalId}`, name: 'foto.jpg' })),
    sentAt: world.clock.now(),
    now: world.clock.now(),
  } as const;
}
