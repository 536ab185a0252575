/** A resident of the demo: writes what the story says, and answers the desk's questions the way its matter asks for. */
import { createHash } from 'node:crypto';
import type { InboundMessage } from '../../channels/channel-adapter.ts';
import type { Simulator } from '../../channels/simulator/simulator-adapter.ts';
import { transact } from '../../db/transact.ts';
import { findConversation } from '../../desk/contacts/contact-store.ts';
import { noteVisitorHas } from '../../desk/conversations/visitor-thread.ts';
import type { Ticket } from '../../desk/tickets/ticket.ts';
import { ticketsOfContact } from '../../desk/tickets/ticket-store.ts';
import { type Wait, waitOf } from '../../flow/session.ts';
import { buttonsOf } from '../../flow/steps/ask.ts';
import { minuteMs } from '../../lib/wib.ts';
import type { ChannelName, Choice, Millis } from '../../model.ts';
import { loadSession } from '../../turn/session-store.ts';
import { type ChatDesk, quietMs } from '../chat/chat-desk.ts';
import { plainPdf, silentVoiceNote } from './sample-files.ts';
import { paintScene } from './scenes.ts';
import type { Bubble, Story } from './seed-files.ts';
import { spanMs } from './spans.ts';

export type Resident = {
  says(bubbles: readonly Bubble[]): Promise<void>;
  /** Writes the last words anew, as Telegram allows. */
  edits(text: string): Promise<void>;
  /** @returns false where nobody asked "Sudah selesai?" for this ticket. */
  judges(ticket: Ticket, verdict: 'yes' | 'no'): Promise<boolean>;
  /** @returns the tickets that this story led to, oldest first. */
  tickets(): Promise<Ticket[]>;
};

/** Between two bubbles of a burst: less than the quiet time, so that they are one turn. */
const burstMs = 1_000;
/** More questions in a row are not answered: people have something else to do. */
const answersMax = 4;

/** @param number which story it is; small differences between people follow from it. */
export function createResident(chat: ChatDesk, simulator: Simulator, story: Story, number: number): Resident {
  const { desk, clock } = chat;
  const address = addressOf(story.on, story.who);
  const startedAt = clock.now();
  let count = 0;
  let lastId: string | null = null;

  async function send(message: Partial<InboundMessage>): Promise<void> {
    count += 1;
    lastId = `${address}:${clock.now()}-${count}`;
    const envelope = { externalId: lastId, address, senderName: story.who, sentAt: clock.now(), text: '' };
    await simulator.inject([{ kind: 'message', ...envelope, ...message }]);
  }
  async function bubbleSent(bubble: Bubble): Promise<void> {
    const quoted = bubble.quote && simulator.sent.findLast((part) => part.address === address);
    await send({
      text: bubble.text ?? '',
      attachments: attachmentsOf(bubble, simulator, `${number}-${count}`, number),
      ...(bubble.pin ? { location: { latitude: bubble.pin[0], longitude: bubble.pin[1] } } : {}),
      ...(quoted ? { quote: quoted.externalId } : {}),
    });
  }
  async function press(choice: Choice): Promise<void> {
    await chat.advance((20 + ((number * 37 + count * 53) % 60)) * 1_000);
    await send({ text: choice.label, choice: choice.id });
    await chat.advance(quietMs);
  }
  /** What the desk asks in return is answered, as far as the story knows. */
  async function hear(since: Millis): Promise<void> {
    await chat.advance(quietMs);
    for (let answers = 0; answers < answersMax; answers++) {
      const known = await findConversation(desk.db, story.on, address);
      const wait = known ? waitOf((await loadSession(desk.db, known.conversationId)).session) : null;
      if (!wait || wait.since < since) break;
      const answer = answerTo(wait, story, number);
      if (answer === null) break;
      if ('id' in answer) await press(answer);
      else {
        await chat.advance(minuteMs);
        await bubbleSent(answer);
        await chat.advance(quietMs);
      }
    }
    if (story.on === 'webchat') await readAll();
  }
  /** Their page is open: what the desk said has arrived. */
  async function readAll(): Promise<void> {
    const reading = { channel: story.on, address, upToSeq: Number.MAX_SAFE_INTEGER, now: clock.now() };
    await transact(desk.db, (trx) => noteVisitorHas(trx, reading));
  }

  return {
    async says(bubbles) {
      let since = clock.now();
      for (const [index, bubble] of bubbles.entries()) {
        if (bubble.pause && index > 0) await hear(since);
        if (bubble.pause || index > 0) await chat.advance(bubble.pause ? spanMs(bubble.pause) : burstMs);
        if (bubble.pause) since = clock.now();
        await bubbleSent(bubble);
      }
      await hear(since);
    },
    async edits(text) {
      if (lastId !== null)
        await simulator.inject([{ kind: 'edit', externalId: lastId, address, text, at: clock.now() }]);
      await chat.advance(quietMs);
    },
    async judges(ticket, verdict) {
      const id = `resolved:${verdict}:${ticket.code}`;
      const choices = simulator.sent.filter((part) => part.address === address).flatMap((part) => part.choices);
      const choice = choices.find((one) => one.id === id);
      if (!choice) return false;
      await press(choice);
      if (story.on === 'webchat') await readAll();
      return true;
    },
    async tickets() {
      const known = await findConversation(desk.db, story.on, address);
      if (!known) return [];
      const all = await ticketsOfContact(desk.db, known.contactId);
      return all.filter((ticket) => ticket.openedAt >= startedAt).reverse();
    },
  };
}

/** Chat ids and visitors that cannot be anybody's: the same for the same name, so that people come back. */
export function addressOf(channel: ChannelName, who: string): string {
  const hash = createHash('sha256').update(`demo:${who}`).digest();
  return channel === 'webchat' ? hash.toString('base64url').slice(0, 22) : `0${hash.readUInt32BE(0)}`;
}

/** A button, or words; null: the question is left as it is. */
function answerTo(wait: Wait, story: Story, number: number): Choice | Bubble | null {
  const buttons = buttonsOf(wait);
  const button = (id: string | undefined) => buttons[wait.choices.findIndex((choice) => choice.id === id)] ?? null;
  const ids = wait.choices.map((choice) => choice.id);
  if (ids.length === 0) return placeOf(story);
  if (ids.includes('done')) return number % 5 < 2 ? button('done') : null;
  if (ids.includes('pokmas')) return story.role ? button(story.role) : null;
  const mine = ids.filter((id) => story.for?.some((department) => id.startsWith(`${department}|`)));
  return button(mine.find((id) => id.endsWith(`|${story.topic}`)) ?? mine[0] ?? ids.at(-1));
}

function placeOf({ place }: Story): Bubble | null {
  if (place === undefined) return null;
  return typeof place === 'string' ? { text: place } : { pin: place };
}

function attachmentsOf(bubble: Bubble, simulator: Simulator, ref: string, grain: number) {
  const attachments: NonNullable<InboundMessage['attachments']>[number][] = [];
  const attach = (kind: 'photo' | 'voice' | 'document', bytes: Buffer, name?: string) => {
    simulator.putFile(`${kind}-${ref}`, bytes);
    attachments.push({ kind, ref: `${kind}-${ref}`, sizeBytes: bytes.length, ...(name ? { name } : {}) });
  };
  if (bubble.photo) attach('photo', paintScene(bubble.photo, grain));
  if (bubble.voice) attach('voice', silentVoiceNote(bubble.voice));
  if (bubble.document) attach('document', plainPdf(bubble.document), `${bubble.document}.pdf`);
  return attachments;
}
