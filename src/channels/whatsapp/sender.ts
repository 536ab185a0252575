/**
 * Sends one message of the desk into a WhatsApp chat, in parts, at the account's pace, and believes only WhatsApp's
 * word.
 */
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { Timers } from '../../lib/timers.ts';
import type { MessageId, Millis } from '../../model.ts';
import type { Capabilities, OutboundFile, OutboundMessage, SendProgress, SendResult } from '../channel-adapter.ts';
import { render } from '../render.ts';
import type { Acks } from './acks.ts';
import type { WhatsappTiming } from './config.ts';
import type { Journal } from './journal.ts';
import type { WebClient } from './library.ts';
import type { Pacer, Turn } from './pacer.ts';
import { externalIdOf, isTalk, serializedIn } from './read-message.ts';
import type { Session } from './session.ts';
import { wait } from './time.ts';
import type { WebMessage } from './web-message.ts';

/**
 * WhatsApp takes 65,536 characters; who reads on a small screen is helped by less. Choices: nobody types a larger
 * number.
 */
export const whatsappCapabilities: Capabilities = {
  textMax: 4096,
  choices: { kind: 'numbers', max: 20 },
  receipts: 'read',
  edits: true,
  files: true,
};

export type SenderDeps = {
  clock: Clock;
  timers: Timers;
  log: Log;
  timing: WhatsappTiming;
  choiceHint: string;
  acks: Acks;
  journal: Journal;
  pacer: Pacer;
  answeredWithinMs: Millis;
  /** The session of now, if one is connected, or is so in a moment. */
  session(): Promise<Session | undefined>;
  /** Nobody has linked the account, or WhatsApp refuses it. */
  isUnlinked(): boolean;
  /** When somebody last wrote, as far as this process heard. */
  lastHeard(chat: string): Millis | undefined;
  /** The account said something: by us, or on the phone. Called until `stop`. */
  listenToOwn(listener: (message: WebMessage) => void): () => void;
};

export type Sender = {
  send(message: OutboundMessage, progress: SendProgress): Promise<SendResult>;
  /** Whether a message with this id is being sent: its receipts must wait. */
  isSending(id: string): boolean;
};

/** What one message of WhatsApp's holds. */
type Content = string | OutboundFile;

type Failed = Extract<SendResult, { ok: false }>;
const failed = (failure: Failed['failure'], detail?: string, retryAfterMs?: Millis): Failed => ({
  ok: false,
  failure,
  detail,
  retryAfterMs,
});

/** A turn that is so near is waited for here; a later one is waited for in the outbox. */
const nearMs = 2_000;
/** The same message is sent by somebody else right now. */
const busyMs = 5_000;
/** So long a session that fails may take to say why it ends. */
const reasonMs = 1_500;
/** So often a message that WhatsApp holds back is waited for before it is said again. */
const patience = 3;
/** Ends of a session after which WhatsApp takes nothing from us. */
const refusals: ReadonlySet<string> = new Set(['unlinked', 'logged-out', 'account-blocked']);
/** WhatsApp's clock and ours. */
const skewSeconds = 120;
const lookBackMessages = 30;

export function createSender(deps: SenderDeps): Sender {
  const { clock, timers, acks, journal, pacer, timing, log } = deps;
  const underWay = new Set<MessageId>();
  const sending = new Set<string>();
  const oneAtATime = createLine();

  async function send(message: OutboundMessage, progress: SendProgress): Promise<SendResult> {
    if (!isTalk(message.address)) return failed('no-such-chat', 'not a chat of one person');
    const texts = render(message, whatsappCapabilities, deps.choiceHint).map(({ text }) => text);
    const parts: Content[] = [...texts, ...(message.files ?? [])];
    if (parts.length === 0) return failed('rejected', 'nothing to say');
    if (underWay.has(message.id)) return failed('rate-limited', 'is being sent', busyMs);
    underWay.add(message.id);
    const ids: string[] = [];
    try {
      for (const [index, content] of parts.entries()) {
        if (index < progress.sent.length) continue;
        const sent = await sendPart(message, index, content);
        if (!('id' in sent)) return sent;
        ids.push(sent.id);
        sending.add(sent.id);
        journal.said(message.id, index, sent.id, clock.now());
        await progress.partSent(externalIdOf({ fromMe: true, id: sent.id }));
      }
      return { ok: true };
    } finally {
      underWay.delete(message.id);
      for (const id of ids) sending.delete(id);
    }
  }

  async function sendPart(message: OutboundMessage, index: number, content: Content): Promise<{ id: string } | Failed> {
    const session = await deps.session();
    if (!session) return await offline(undefined);
    const { client } = session;
    try {
      const before = await earlierAttempt(client, message, index, content);
      if (before !== undefined) return before;
      const turn = await turnOf(client, message);
      if ('failure' in turn) return turn;
      if (!turn.isUrgent && typeof content === 'string') await showTyping(client, message.address, content);
      const id = await say(session, message, index, content);
      if (typeof id === 'string') pacer.spoke(turn);
      return typeof id === 'string' ? { id } : id;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      if (!/No LID for user|invalid wid/i.test(words)) return await offline(session, words);
      journal.end(message.id, index);
      return failed('no-such-chat', words.slice(0, 200));
    }
  }

  async function offline(session: Session | undefined, detail?: string): Promise<Failed> {
    // The page breaks off first; why, it tells a moment later.
    if (session) await Promise.race([session.ended, wait(timers, reasonMs)]);
    const isRefused = deps.isUnlinked() || refusals.has(session?.whyEnded() ?? '');
    return failed(isRefused ? 'unauthorised' : 'unreachable', detail?.slice(0, 200));
  }

  /**
   * What an earlier attempt of unknown end has come to: its message stands in the chat, with WhatsApp's word or
   * without.
   * @returns undefined: it is to be said (again).
   */
  async function earlierAttempt(
    client: WebClient,
    message: OutboundMessage,
    index: number,
    content: Content,
  ): Promise<{ id: string } | Failed | undefined> {
    const entry = journal.find(message.id, index);
    if (!entry) return undefined;
    if (entry.id !== undefined) return { id: entry.id };
    const since = Math.floor(entry.at / 1000) - skewSeconds;
    const history = await client.history(message.address, lookBackMessages);
    const isIt = (one: WebMessage) => one.fromMe && one.t >= since && holds(one, content);
    const found = history.findLast((one) => isIt(one) && !journal.knows(one.id));
    if (!found || found.ack < 0) return undefined;
    if (found.ack > 0) return { id: found.id };
    // It waits in the page. WhatsApp sends it by itself when it connects anew, under the same key: once, not twice.
    journal.begin(message.id, index, clock.now());
    await client.reconnect();
    const ack = await acks.wait(found.id, timing.ackMs);
    if (ack !== undefined && ack > 0) return { id: found.id };
    if (ack === undefined && entry.tries < patience) return failed('unreachable', 'waits in WhatsApp');
    log.warn({ channel: 'whatsapp', messageId: message.id }, 'said again: it may arrive twice');
    return undefined;
  }

  async function turnOf(client: WebClient, { id, address, urgent }: OutboundMessage): Promise<Turn | Failed> {
    const heardAt = deps.lastHeard(address) ?? (await lastWritten(client, address));
    // Whoever never wrote is never written to: nothing gets an account banned faster.
    if (heardAt === undefined) return failed('rejected', 'has never written');
    const isBegun = clock.now() - heardAt > deps.answeredWithinMs;
    const turn: Turn = { id, address, isUrgent: urgent === true, isBegun };
    const inMs = pacer.turn(turn);
    if (inMs > nearMs) return failed('rate-limited', 'waits for its turn', inMs);
    await wait(timers, inMs);
    return turn;
  }

  async function showTyping(client: WebClient, chat: string, text: string): Promise<void> {
    const ms = pacer.typingMs(text);
    if (ms === 0) return;
    await client.typing(chat).catch(() => {});
    await wait(timers, ms);
  }

  /** @returns the id of the message that WhatsApp accepted. */
  async function say(
    session: Session,
    message: OutboundMessage,
    index: number,
    content: Content,
    isAgain = false,
  ): Promise<string | Failed> {
    const quote = index === 0 && message.quote ? serializedIn(message.address, message.quote) : undefined;
    journal.begin(message.id, index, clock.now());
    const sent = await oneAtATime(() => saidBy(session.client, message.address, content, quote));
    const { id } = sent ?? {};
    if (id === undefined) return failed('unreachable', 'sent, but not seen in the chat');
    sending.add(id);
    const ack = sent && sent.ack > 0 ? sent.ack : await Promise.race([acks.wait(id, timing.ackMs), over(session)]);
    sending.delete(id);
    if (ack === undefined) return await offline(session, 'no word of the server');
    if (ack > 0) return id;
    journal.end(message.id, index);
    // As a person would: once more.
    return isAgain ? failed('rejected', 'refused by the server') : await say(session, message, index, content, true);
  }

  /** The library does not always tell which message it has sent; the page does. */
  async function saidBy(client: WebClient, chat: string, content: Content, quote: string | undefined) {
    let own: WebMessage | undefined;
    const unlisten = deps.listenToOwn((heard) => {
      if (holds(heard, content)) own ??= heard;
    });
    return (await client.send(chat, content, quote).finally(unlisten)) ?? own;
  }

  return { send, isSending: (id) => sending.has(id) };
}

/** Not by a picture's bytes: WhatsApp makes them smaller. */
function holds(message: WebMessage, content: Content): boolean {
  if (typeof content === 'string') return !message.hasFile && message.text.trim() === content.trim();
  const types = { photo: 'image', voice: 'ptt', document: 'document' };
  if (!message.hasFile || message.type !== types[content.kind]) return false;
  return content.kind !== 'document' || message.file?.name === content.name;
}

/** @returns what runs one piece of work after the other, whatever becomes of each. */
function createLine() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next;
    return next;
  };
}

async function over({ ended }: Session): Promise<undefined> {
  await ended;
}

/** @returns when somebody last wrote in a chat, by what the page holds of it. */
async function lastWritten(client: WebClient, chat: string): Promise<Millis | undefined> {
  const theirs = (await client.history(chat, lookBackMessages)).filter(({ fromMe }) => !fromMe);
  const last = theirs.at(-1);
  return last && last.t * 1000;
}
