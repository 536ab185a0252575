/** Writes a turn: one transaction turns its events into rows. The only door from deciding to the database. */
import type { Trx } from '../db/database.ts';
import { transact } from '../db/transact.ts';
import { joinVisitor, limitContact, noteNotice, setContactRole, stopContact } from '../desk/contacts/contact-store.ts';
import { sealMessage } from '../desk/conversations/inbound.ts';
import { linkMessages, say } from '../desk/conversations/outbound.ts';
import { finishTurn } from '../desk/conversations/turns.ts';
import { countTally } from '../desk/reports/tally.ts';
import { askForPerson, routeTicket } from '../desk/tickets/bot-actions.ts';
import {
  confirmTicket,
  disputeTicket,
  joinMessage,
  setPlace,
  setRole,
  withdrawTicket,
} from '../desk/tickets/citizen-actions.ts';
import { openTicket } from '../desk/tickets/open-ticket.ts';
import type { TicketEvidence } from '../desk/tickets/ticket.ts';
import type { FlowEvent, NewTicketFacts, PlaceAnswer } from '../flow/events.ts';
import { waitOf } from '../flow/session.ts';
import { never } from '../lib/errors.ts';
import type { TicketId } from '../model.ts';
import { saveSession } from './session-store.ts';
import type { Decision, TurnDeps, TurnState } from './turn.ts';

/**
 * @returns whether anything was said.
 * @throws {Conflict} when another turn was faster: load again and decide again. Nothing of this one is written then.
 */
export async function commitTurn(state: TurnState, decision: Decision, deps: TurnDeps): Promise<boolean> {
  const { conversation, messages } = state;
  const now = deps.clock.now();
  return await transact(deps.db, async (trx, afterCommit) => {
    const { session } = decision;
    await saveSession(trx, { conversationId: conversation.id, session, version: state.sessionVersion, now });
    const touched = new Set<TicketId>();
    for (const event of decision.events) await write(trx, event, state, deps, touched);
    const isSpoken = await speak(trx, decision.events, state, deps, touched);
    await finishTurn(trx, {
      conversationId: conversation.id,
      messageIds: messages.map((message) => message.id),
      asRead: new Map(messages.map((message) => [message.id, message.editedAt])),
      patienceUntil: waitOf(session)?.expiresAt ?? null,
      owner: conversation.owner,
      now,
    });
    afterCommit(() => {
      if (isSpoken)
        deps.jobs.add({ name: 'send-messages', conversationId: conversation.id }, { once: `send-${conversation.id}` });
      deps.changed();
    });
    return isSpoken;
  });
}

async function write(
  trx: Trx,
  event: FlowEvent,
  state: TurnState,
  deps: TurnDeps,
  touched: Set<TicketId>,
): Promise<void> {
  const contactId = state.contact.id;
  const now = deps.clock.now();
  if ('ticketId' in event) touched.add(event.ticketId);
  switch (event.kind) {
    case 'said':
      return;
    case 'ticket_filed':
      touched.add(event.ticket.id);
      return await file(trx, event.ticket, state, deps);
    case 'ticket_joined':
      await linkMessages(trx, event.messageIds, [event.ticketId]);
      for (const messageId of event.messageIds)
        await joinMessage(trx, { ticketId: event.ticketId, contactId, messageId }, deps);
      return;
    case 'ticket_routed':
      await routeTicket(trx, { ...event, contactId, evidence: event.evidence as TicketEvidence }, deps);
      return;
    case 'ticket_placed':
      await setPlace(trx, { ticketId: event.ticketId, contactId, place: toldOf(placeColumns(event.place)) }, deps);
      return;
    case 'ticket_role':
      await setRole(trx, { ticketId: event.ticketId, contactId, role: event.role }, deps);
      return;
    case 'ticket_disputed':
      await disputeTicket(trx, { ticketId: event.ticketId, contactId }, deps);
      return;
    case 'ticket_confirmed':
      await confirmTicket(trx, { ticketId: event.ticketId, contactId }, deps);
      return;
    case 'ticket_withdrawn':
      await withdrawTicket(trx, { ticketId: event.ticketId, contactId }, deps);
      return;
    case 'person_asked':
      await askForPerson(trx, { ticketId: event.ticketId, contactId }, deps);
      return;
    case 'role_known':
      return await setContactRole(trx, contactId, event.role);
    case 'notice_shown':
      return await noteNotice(trx, contactId, event.version, now);
    case 'contact_limited':
      return await limitContact(trx, contactId, event.until);
    case 'contact_stopped':
      return await stopContact(trx, contactId, event.stopped ? now : null);
    case 'visitor_joined':
      return await joinVisitor(trx, { address: event.address, to: contactId, now });
    case 'messages_sealed':
      for (const id of event.messageIds) await sealMessage(trx, { id, shown: deps.words('sealed'), now }, deps.seal);
      return;
    case 'tallied':
      return await countTally(trx, { kind: event.what, key: event.key, now });
    default:
      never(event);
  }
}

async function file(trx: Trx, filed: NewTicketFacts, state: TurnState, deps: TurnDeps): Promise<void> {
  const { place, evidence, status, ...ticket } = filed;
  await openTicket(
    trx,
    {
      ...ticket,
      contactId: state.contact.id,
      conversationId: state.conversation.id,
      place: placeColumns(place),
      unsure: ticket.confidential && status === 'triage',
      evidence: evidence as TicketEvidence,
      sample: state.contact.sample,
    },
    deps,
  );
}

/** What was said one after the other is one message, but for what stands apart; a question's buttons end it. */
async function speak(
  trx: Trx,
  events: readonly FlowEvent[],
  state: TurnState,
  deps: TurnDeps,
  touched: ReadonlySet<TicketId>,
): Promise<boolean> {
  const bubbles: { text: string; choices: Extract<FlowEvent, { kind: 'said' }>['choices']; closed: boolean }[] = [];
  for (const event of events) {
    if (event.kind !== 'said') continue;
    const last = bubbles.at(-1);
    const closed = event.apart || event.choices.length > 0;
    if (last && !last.closed && !event.apart) {
      last.text = `${last.text}\n\n${event.text}`;
      last.choices = event.choices;
      last.closed = closed;
    } else bubbles.push({ text: event.text, choices: event.choices, closed });
  }
  for (const bubble of bubbles) {
    await say(
      trx,
      {
        conversationId: state.conversation.id,
        author: 'bot',
        text: bubble.text,
        choices: bubble.choices,
        ticketIds: [...touched],
        now: deps.clock.now(),
      },
      deps.ids,
    );
  }
  return bubbles.length > 0;
}

/** What was not told ("RW 2" alone) stays as it was. */
function toldOf(place: ReturnType<typeof placeColumns>): Partial<ReturnType<typeof placeColumns>> {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== null));
}

function placeColumns(place: PlaceAnswer) {
  const { kelurahan, rt, rw, words, location } = place;
  return { kelurahan, rt, rw, words, latitude: location?.latitude ?? null, longitude: location?.longitude ?? null };
}
