/**
 * The contract of a channel: a plug between one platform's wire and the desk. An adapter knows its platform and no
 * database; what it reads it hands to `Intake`, what it is to say it is given by `send`.
 */
import type { AttachmentKind, ChannelName, Choice, Location, MessageId, Millis } from '../model.ts';

export interface ChannelAdapter {
  readonly name: ChannelName;
  readonly capabilities: Capabilities;
  /**
   * Begins to receive. Resolves once it runs or retries by itself; a platform that is down is a status, not an error.
   * @throws {SetupError} only for what an operator must mend (a malformed token).
   */
  start(intake: Intake): Promise<void>;
  /** Stops receiving, lets what is under way finish. Safe to call twice. */
  stop(): Promise<void>;
  /**
   * Sends one message, in parts where the platform needs it; `progress` makes a second attempt go on where the first
   * ended. Never throws for what a platform does: every outcome is a named value.
   */
  send(message: OutboundMessage, progress: SendProgress): Promise<SendResult>;
  /** Fetches a received file, at most `bytesMax`. Never throws for what a platform does. */
  fetchFile(ref: string, bytesMax: number): Promise<FetchResult>;
  status(): ChannelStatus;
  /** Shows "typing…"; best effort, never throws. */
  typing?(address: string): Promise<void>;
  /** Shows that a message has arrived, where nothing is going to be said for now; best effort, never throws. */
  acknowledge?(address: string, externalId: string): Promise<void>;
  /** HTTP entrances (webhook, chat page); app.ts mounts them. */
  readonly routes?: readonly ChannelRoute[];
  /** Of a channel whose account a person links to it. */
  readonly link?: ChannelLink;
}

/** What an adapter hands its readings to. */
export interface Intake {
  /**
   * Stores events in order, once each (unique by channel and external id), with the cursor in the same transaction.
   * Resolves after the commit: only then may the platform be told.
   * @throws when nothing was stored; the adapter must not acknowledge.
   */
  receive(events: readonly InboundEvent[], cursor?: string): Promise<void>;
  /** The cursor of the last stored batch. */
  cursor(): Promise<string | undefined>;
  /**
   * The platform can be reached again: what waited for it need wait no longer. Best effort.
   * @throws where the database is away; then it waits for its time.
   */
  connected(): Promise<void>;
}

export type InboundEvent =
  | ({ kind: 'message' } & InboundMessage)
  | { kind: 'edit'; externalId: string; address: string; text: string; at: Millis }
  | { kind: 'deleted'; externalId: string; address: string; at: Millis }
  | { kind: 'blocked' | 'unblocked'; address: string; at: Millis }
  | { kind: 'receipt'; externalId: string; address: string; state: 'delivered' | 'read' | 'failed'; at: Millis };

export type InboundMessage = {
  /** Unique within the channel for ever, e.g. `chat:message`. */
  externalId: string;
  /** Where a reply goes: the platform's chat id. */
  address: string;
  /** Other addresses of the same person on this channel. The conversation goes on under `address`. */
  aliases?: readonly string[];
  senderName?: string;
  /** Text or caption, as written; '' where there is none. */
  text: string;
  attachments?: readonly InboundAttachment[];
  location?: Location;
  /** A shared contact card. */
  card?: { name: string; phone: string };
  /** The `Choice.id` of a pressed button. */
  choice?: string;
  /** External id of the message that is answered by quoting. */
  quote?: string;
  /** Payload of a start link (`/start …`), where the platform has one. */
  start?: string;
  /** Something that this desk cannot read (a poll, a game): its platform name. */
  unsupported?: string;
  sentAt: Millis;
};

export type InboundAttachment = {
  kind: AttachmentKind;
  /** What `fetchFile` needs. */
  ref: string;
  name?: string;
  sizeBytes?: number;
};

export type OutboundMessage = {
  id: MessageId;
  address: string;
  text: string;
  choices: readonly Choice[];
  /** External id of the message that is answered by quoting. */
  quote?: string;
  /** A 112 answer: goes before everything that waits its turn. */
  urgent?: boolean;
  /** Sent after the text, each a part of its own; only where `Capabilities.files`. */
  files?: readonly OutboundFile[];
};

/** @property mime by content. A voice message is mono Ogg Opus: nobody converts it. */
export type OutboundFile = { kind: 'photo' | 'voice' | 'document'; name: string; mime: string; bytes: Uint8Array };

export type SendProgress = {
  /** External ids of the parts that earlier attempts sent, in order. */
  readonly sent: readonly string[];
  /** Called after each accepted part, awaited before the next. */
  partSent(externalId: string): Promise<void>;
};

export type SendResult = { ok: true } | { ok: false; failure: SendFailure; retryAfterMs?: number; detail?: string };

/** What can go wrong with sending. `workers/send-message.ts` alone decides what follows from each. */
export type SendFailure =
  /** Too fast; try after `retryAfterMs`. */
  | 'rate-limited'
  /** No connection, time-out, 5xx: perhaps sent, perhaps not. Try again. */
  | 'unreachable'
  /** The person blocked us or has no account any more. Stop. */
  | 'blocked'
  /** The chat does not exist. Stop. */
  | 'no-such-chat'
  /** Our credentials are not accepted. Keep, alert, try again slowly. */
  | 'unauthorised'
  /** The platform refuses this message for what it is. Stop, show it. */
  | 'rejected';

export type FetchResult =
  | { ok: true; bytes: Uint8Array; declaredMime?: string }
  | { ok: false; failure: 'gone' | 'too-large' | 'unreachable' };

export type Capabilities = {
  /** Longest text of one part, in UTF-16 units. */
  textMax: number;
  /** Buttons are tappable; otherwise choices are written as numbers below the text. */
  choices: { kind: 'buttons'; max: number; labelMax: number } | { kind: 'numbers'; max: number };
  receipts: 'none' | 'delivered' | 'read';
  edits: boolean;
  /** Files can be sent. */
  files?: true;
};

export type ChannelStatus = {
  /** `unlinked`: waits for a person to link the account. */
  state: 'off' | 'starting' | 'on' | 'retrying' | 'stopped' | 'broken' | 'unlinked';
  since: Millis;
  /** A code for the console's words, e.g. `conflict`, `unauthorised`, `unreachable`. */
  problem?: string;
  lastInAt?: Millis;
  lastOutAt?: Millis;
};

const away: ReadonlySet<ChannelStatus['state']> = new Set(['starting', 'retrying', 'broken', 'unlinked']);

/**
 * @returns whether nothing is to be had from a channel for now, whatever is asked of it. One that another process
 *   receives for (`off`) can be asked.
 */
export function channelIsAway(adapter: Pick<ChannelAdapter, 'status'> | undefined): boolean {
  return adapter !== undefined && away.has(adapter.status().state);
}

export type ChannelChange = Pick<ChannelStatus, 'state' | 'problem'> & { at: Millis };

/** What the console shows and does of a linked account. */
export interface ChannelLink {
  read(): LinkState;
  /** The latest changes of the channel's state, newest first. */
  changes(): readonly ChannelChange[];
  /** Is called after each change of anything here. @returns how to stop. */
  follow(follower: () => void): () => void;
  /**
   * Asks for a code that is typed into the phone instead of scanning.
   * @param phone of the account, digits with the country's.
   * @throws {DomainError} `link-not-waiting` where nothing waits to be linked, `link-refused` where no code came.
   */
  requestCode(phone: string): Promise<void>;
  /** Begins a new session, also after a problem that is never retried by itself. */
  restart(): void;
}

export type LinkState = {
  /** What the phone scans. It is the account: shown to administrators only, never kept or logged. */
  qr?: { text: string; at: Millis };
  code?: { text: string; at: Millis };
  account?: { name: string; phone: string };
  /** What the browser takes. */
  memoryBytes?: number;
};

/** Mounted by app.ts below PUBLIC_URL. `path` may end in `*`. */
export type ChannelRoute = {
  method: 'GET' | 'POST';
  path: string;
  /** @param remote the caller's address, after TRUST_PROXY. */
  handle(request: Request, remote: string): Promise<Response>;
};
