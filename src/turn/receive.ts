/**
 * Takes in what a channel read: written down once, personal data masked, with a 112 answer in the same transaction if
 * there is danger; only then may the platform be told (law 1). Wakes the turn afterwards.
 */
import type { InboundEvent, InboundMessage, Intake } from '../channels/channel-adapter.ts';
import type { Trx } from '../db/database.ts';
import { dialectOf } from '../db/dialect.ts';
import { transact } from '../db/transact.ts';
import { findConversation, knowConversation } from '../desk/contacts/contact-store.ts';
import { isLinkSecret, takeStartLink } from '../desk/contacts/visitor-links.ts';
import { readCursor, saveCursor } from '../desk/conversations/cursors.ts';
import { fetchNow } from '../desk/conversations/files.ts';
import { type Editable, editInbound, holdInbound, insertInbound, markDeleted } from '../desk/conversations/inbound.ts';
import { say } from '../desk/conversations/outbound.ts';
import { endSending, noteReceipt, reopenSending, sendNow } from '../desk/conversations/outbox.ts';
import { noteArrival } from '../desk/conversations/turns.ts';
import { addDeadLetter } from '../desk/reports/dead-letters.ts';
import { joinMessage } from '../desk/tickets/citizen-actions.ts';
import { isConfidential } from '../desk/tickets/visibility.ts';
import { cleanText } from '../lib/text.ts';
import type { ChannelName, ConversationId, FileId, MessageId } from '../model.ts';
import { maskPersonalData } from '../triage/personal-data.ts';
import { kindOf, masksName, quoted, textOf } from './inbound-parts.ts';
import { accusesInspektorat, secrecyOf } from './matter.ts';
import type { TurnDeps } from './turn.ts';

/** Bubbles of one burst are one cry for help: the same danger is answered again only after this long (law 10). */
const dangerAgainMs = 10_000;

/** What is to be woken once all of it is stored. */
type Woken = {
  turns: Set<ConversationId>;
  sends: Set<ConversationId>;
  /** A 112 answer waits there: the queue has a lane of its own for it (law 6). */
  dangers: Set<ConversationId>;
  files: FileId[];
};

/** The intake of one channel. */
export function createIntake(channel: ChannelName, deps: TurnDeps): Intake {
  return {
    async receive(events, cursor) {
      try {
        await storeAll(channel, events, cursor, deps, store);
      } catch (error) {
        throwOutage(error, deps);
        // One event that cannot be understood must not hold up the others for ever: it is stored plainly instead, for a
        // person to read.
        deps.log.error({ channel, events: events.length, error: String(error) }, 'batch not stored, trying one by one');
        for (const event of events) await storeAlone(channel, event, deps);
        if (cursor !== undefined) await storeAll(channel, [], cursor, deps, store);
      }
    },
    cursor: () => readCursor(deps.db, channel),
    connected: () =>
      transact(deps.db, async (trx) => {
        const now = deps.clock.now();
        await sendNow(trx, channel, now);
        await fetchNow(trx, channel, now);
      }),
  };
}

/**
 * Where the database is the trouble nothing is acknowledged: it comes again, and is then understood as it was meant.
 */
function throwOutage(error: unknown, deps: TurnDeps): void {
  if (dialectOf(deps.db).isOutage(error)) throw error;
}

async function storeAlone(channel: ChannelName, event: InboundEvent, deps: TurnDeps): Promise<void> {
  try {
    await storeAll(channel, [event], undefined, deps, store);
  } catch (error) {
    throwOutage(error, deps);
    await storeAll(channel, [event], undefined, deps, storePlainly);
  }
}

type Store = (trx: Trx, channel: ChannelName, event: InboundEvent, deps: TurnDeps, woken: Woken) => Promise<void>;

async function storeAll(
  channel: ChannelName,
  events: readonly InboundEvent[],
  cursor: string | undefined,
  deps: TurnDeps,
  how: Store,
): Promise<void> {
  const woken = await transact(deps.db, async (trx) => {
    const woken: Woken = { turns: new Set(), sends: new Set(), dangers: new Set(), files: [] };
    for (const event of events) await how(trx, channel, event, deps, woken);
    if (cursor !== undefined) await saveCursor(trx, channel, cursor, deps.clock.now());
    return woken;
  });
  wake(woken, deps);
}

/** Without masking, danger and files: the words are sealed, an administrator is told. */
const storePlainly: Store = async (trx, channel, event, deps, woken) => {
  const ref = 'externalId' in event ? event.externalId : event.address;
  await addDeadLetter(trx, { kind: 'update', ref, error: `not readable: ${event.kind}`, attempts: 2 }, deps);
  if (event.kind !== 'message') return;
  const now = deps.clock.now();
  const who = { channel, address: event.address, name: undefined, now, sample: deps.sample };
  const known = await knowConversation(trx, who, deps.ids);
  const plain = { kind: 'unsupported', text: '', choice: null, location: null, quoteMessageId: null } as const;
  const { externalId, sentAt } = event;
  const row = { ...plain, ...known, channel, externalId, emergency: null, attachments: [], sentAt, now };
  const stored = await insertInbound(trx, { ...row, original: cleanText(event.text) }, deps);
  if (!stored) return;
  await noteArrival(trx, { conversationId: known.conversationId, now, quietMs: deps.quietMs });
  woken.turns.add(known.conversationId);
};

const store: Store = async (trx, channel, event, deps, woken) => {
  const now = deps.clock.now();
  switch (event.kind) {
    case 'message':
      return await storeMessage(trx, channel, event, deps, woken);
    case 'edit':
      return await storeEdit(trx, channel, event, deps, woken);
    case 'deleted':
      return await markDeleted(trx, channel, event.externalId, now);
    case 'receipt':
      return await noteReceipt(trx, { ...event, channel });
    case 'blocked':
    case 'unblocked': {
      const known = await findConversation(trx, channel, event.address);
      if (!known) return;
      const { conversationId } = known;
      if (event.kind === 'blocked') return await endSending(trx, { conversationId, failure: 'blocked', now });
      return await reopenSending(trx, conversationId);
    }
  }
};

async function storeMessage(
  trx: Trx,
  channel: ChannelName,
  message: InboundMessage,
  deps: TurnDeps,
  woken: Woken,
): Promise<void> {
  const now = deps.clock.now();
  const name = message.senderName && maskPersonalData(cleanText(message.senderName, 120)).text;
  const { address, aliases } = message;
  const who = { channel, address, aliases, name, now, sample: deps.sample };
  const known = await knowConversation(trx, who, deps.ids);
  const raw = cleanText(textOf(message));
  const masked = maskPersonalData(raw).text;
  const danger = message.choice === undefined && masked !== '' ? deps.triage.danger(masked) : null;
  const stored = await insertInbound(
    trx,
    {
      conversationId: known.conversationId,
      channel,
      externalId: message.externalId,
      kind: kindOf(message),
      text: masked,
      original: masked === raw ? null : raw,
      choice: message.choice ?? null,
      location: message.location ?? null,
      quoteMessageId: message.quote ? await quoted(trx, channel, message.quote) : null,
      emergency: danger?.kind ?? null,
      attachments: (message.attachments ?? []).map(masksName),
      sentAt: message.sentAt,
      now,
    },
    deps,
  );
  if (!stored) return;
  if (message.start) {
    const here = { conversationId: known.conversationId, messageId: stored.id };
    await follow(trx, message.start, here, deps, woken);
  }
  if (danger) await answerDanger(trx, known.conversationId, danger.kind, deps, woken);
  await noteArrival(trx, { conversationId: known.conversationId, now, quietMs: deps.quietMs });
  woken.turns.add(known.conversationId);
  woken.files.push(...stored.files);
}

/**
 * An edit of something we never had is a message. So is one that brings danger or an allegation into what a turn has
 * taken in already: it goes its own way, and no ticket of the old words shows it. Any other makes drafts on a ticket
 * that holds the message stale.
 */
async function storeEdit(
  trx: Trx,
  channel: ChannelName,
  edit: Extract<InboundEvent, { kind: 'edit' }>,
  deps: TurnDeps,
  woken: Woken,
): Promise<void> {
  const { address, text, at } = edit;
  const raw = cleanText(text);
  const masked = maskPersonalData(raw).text;
  const danger = deps.triage.danger(masked);
  const found = await holdInbound(trx, channel, edit.externalId);
  const isNewDanger = danger !== null && danger.kind !== found?.emergency;
  if (!found || (await isHeardAnew(trx, found, masked, isNewDanger, deps))) {
    const externalId = found ? `${edit.externalId}~${at}` : edit.externalId;
    return await storeMessage(trx, channel, { externalId, address, text, sentAt: at }, deps, woken);
  }
  const original = masked === raw ? null : raw;
  const words = { text: masked, original, emergency: danger?.kind ?? null, now: deps.clock.now() };
  await editInbound(trx, found, words, deps.seal);
  if (danger && isNewDanger) await answerDanger(trx, found.conversationId, danger.kind, deps, woken);
  if (found.isHandled) await tellTickets(trx, found.id, deps);
}

/** Nobody at the desk reads a sealed message: neither its edits. */
async function isHeardAnew(
  trx: Trx,
  message: Editable,
  masked: string,
  isNewDanger: boolean,
  deps: TurnDeps,
): Promise<boolean> {
  if (!message.isHandled || message.isSealed || message.text === masked) return false;
  if (isNewDanger) return true;
  const result = deps.triage.judge(masked);
  if (secrecyOf(result, result, deps) === 'open') return false;
  return accusesInspektorat(result) || !(await isConfidential(trx, message.id));
}

async function tellTickets(trx: Trx, messageId: MessageId, deps: TurnDeps): Promise<void> {
  const tickets = await trx
    .selectFrom('message_ticket')
    .innerJoin('ticket', 'ticket.id', 'message_ticket.ticket_id')
    .select(['ticket.id', 'ticket.contact_id'])
    .where('message_ticket.message_id', '=', messageId)
    .execute();
  for (const ticket of tickets)
    await joinMessage(trx, { ticketId: ticket.id, contactId: ticket.contact_id, messageId }, deps);
}

/** Law 6: before any queue or model. The answer jumps what waits in this conversation. */
async function answerDanger(
  trx: Trx,
  conversationId: ConversationId,
  kind: string,
  deps: TurnDeps,
  woken: Woken,
): Promise<void> {
  const now = deps.clock.now();
  const before = await trx
    .selectFrom('delivery')
    .innerJoin('message', 'message.id', 'delivery.message_id')
    .select('message.id')
    .where('delivery.conversation_id', '=', conversationId)
    .where('delivery.urgent', '=', 1)
    .where('message.emergency', '=', kind)
    .where('delivery.created_at', '>', now - dangerAgainMs)
    .limit(1)
    .executeTakeFirst();
  if (before) return;
  await say(trx, { conversationId, author: 'bot', text: deps.dangerWords(kind), danger: kind, now }, deps.ids);
  woken.dangers.add(conversationId);
}

/** A link of the web chat was pressed: the turn asks whether it is the same person; one that is over is said to be. */
async function follow(
  trx: Trx,
  secret: string,
  here: { conversationId: ConversationId; messageId: MessageId },
  deps: TurnDeps,
  woken: Woken,
): Promise<void> {
  const now = deps.clock.now();
  if (!isLinkSecret(secret) || (await takeStartLink(trx, secret, here.messageId, now))) return;
  const { conversationId } = here;
  await say(trx, { conversationId, author: 'bot', text: deps.words('start-link-over'), now }, deps.ids);
  woken.sends.add(conversationId);
}

function wake(woken: Woken, deps: TurnDeps): void {
  for (const conversationId of woken.dangers)
    deps.jobs.add({ name: 'send-messages', conversationId }, { once: `send-${conversationId}`, urgent: true });
  for (const conversationId of woken.sends)
    deps.jobs.add({ name: 'send-messages', conversationId }, { once: `send-${conversationId}` });
  for (const conversationId of woken.turns)
    deps.jobs.add({ name: 'handle-turn', conversationId }, { once: `turn-${conversationId}`, delayMs: deps.quietMs });
  for (const fileId of woken.files) deps.jobs.add({ name: 'fetch-file', fileId }, { once: `file-${fileId}` });
  if (woken.turns.size > 0) deps.changed();
}
