/**
 * The only file that knows whatsapp-web.js: one browser with one WhatsApp Web in it, behind our own words. What the
 * library hands over is read as data from outside; what it does not promise to end has a deadline.
 */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chat, Client, Message } from 'whatsapp-web.js';
import type { Timers } from '../../lib/timers.ts';
import type { OutboundFile } from '../channel-adapter.ts';
import type { WhatsappTiming } from './config.ts';
import { within } from './time.ts';
import { readWebMessage, type WebMessage } from './web-message.ts';

export type WebClientHandlers = {
  qr(text: string): void;
  authenticated(): void;
  /** May come several times, also before messages are heard. */
  ready(): void;
  /** WhatsApp's word for the connection, e.g. `CONNECTED`, `OPENING`. */
  state(state: string): void;
  /** The library's reason: `LOGOUT`, or a state such as `CONFLICT`. It closes the browser by itself for a state. */
  disconnected(reason: string): void;
  /** The page begins anew; `ready` comes again. */
  reloaded(): void;
  /** The browser or its page is gone, or the page went somewhere else and does not come up again. */
  died(what: 'browser' | 'page' | 'reload'): void;
  message(message: WebMessage): void;
  edited(message: WebMessage): void;
  revoked(message: WebMessage): void;
  /** Of a message of ours: -1 failed, 1 server, 2 delivered, 3 read, 4 played. */
  ack(message: WebMessage, ack: number): void;
  /** A message of the account, also one that was written on the phone. */
  own(message: WebMessage): void;
};

/** A chat with somebody, as far as catching up needs it. */
export type Talk = { id: string; unread: number /** Of its newest message, in seconds. */; t: number };

export type WebFile = { bytes: Uint8Array; mime: string };

/** Every call rejects where the page is gone, and after a deadline. */
export type WebClient = {
  /** Opens browser and page. Rejects where that cannot be; then `close` is needed all the same. */
  open(): Promise<void>;
  /** @returns WhatsApp's word for the connection. */
  state(deadlineMs?: number): Promise<string | null>;
  /** Says "ready" where the page had synced before anybody listened. */
  cureMissedSync(): Promise<void>;
  pairingCode(phone: string): Promise<string>;
  account(): { name: string; phone: string } | undefined;
  talks(): Promise<Talk[]>;
  /** The newest `limit` messages of a chat, oldest first, ours among them. */
  history(chat: string, limit: number): Promise<WebMessage[]>;
  find(serialized: string): Promise<WebMessage | null>;
  /** Undefined where the library does not say which message it was. */
  send(chat: string, content: string | OutboundFile, quote?: string): Promise<WebMessage | undefined>;
  typing(chat: string): Promise<void>;
  seen(chat: string): Promise<void>;
  react(serialized: string, emoji: string): Promise<void>;
  /** Asks WhatsApp to connect anew: what waits in the page goes out. */
  reconnect(): Promise<void>;
  aliases(chat: string): Promise<{ lid?: string; phone?: string }>;
  /** Undefined where WhatsApp does not give it (now). */
  download(serialized: string): Promise<WebFile | undefined>;
  /** The process of the browser, while there is one. */
  pid(): number | undefined;
  /** Ends the browser, by force after the deadline. Never rejects. */
  close(): Promise<void>;
};

export type WebClientOptions = {
  folder: string;
  chromiumPath: string;
  chromiumArgs: readonly string[];
  timing: WhatsappTiming;
  timers: Timers;
};

/** Read once: the page's part of the compatibility, as a text, because no compiler may touch what runs over there. */
const keyShim = readFileSync(join(import.meta.dirname, 'page/key-shim.js'), 'utf8');

/** @throws when the library itself cannot be loaded. */
export async function createWebClient(options: WebClientOptions, handlers: WebClientHandlers): Promise<WebClient> {
  // Lazily: who has no WhatsApp needs neither the library nor the time that it takes.
  const { Client, LocalAuth, MessageMedia } = (await import('whatsapp-web.js')).default;
  const { folder, chromiumPath, chromiumArgs, timing, timers } = options;
  // The library changes what it is given: a fresh object for each client.
  const client = new Client({
    authStrategy: new LocalAuth({ dataPath: folder }),
    // A cache would write below the working directory, and answer with pages of yesterday.
    webVersionCache: { type: 'none' },
    // Typed as a function, handed on to the browser as it is: a text is the safer half of what that takes.
    evalOnNewDoc: keyShim as unknown as () => void,
    puppeteer: {
      executablePath: chromiumPath,
      headless: true,
      args: ['--disable-dev-shm-usage', ...chromiumArgs],
      // We stop the browser ourselves, after what is under way.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    },
  });
  listen(client, handlers);
  const call = <T>(work: Promise<T>, deadlineMs = timing.callMs) => within(timers, deadlineMs, work);
  const chatOf = async (id: string): Promise<Chat> => {
    const chat = (await client.getChatById(id)) as Chat | undefined;
    if (!chat) throw new Error('no such chat');
    return chat;
  };

  return {
    async open() {
      await client.initialize();
      watchPage(client, handlers);
    },
    state: (deadlineMs) => call(client.getState() as Promise<string | null>, deadlineMs),
    async cureMissedSync() {
      await call(evaluate(client, missedSync));
    },
    pairingCode: (phone) => call(client.requestPairingCode(phone)),
    account() {
      const { pushname, wid } = (client.info ?? {}) as Partial<Client['info']>;
      return wid ? { name: pushname ?? '', phone: wid.user } : undefined;
    },
    talks: () => call(evaluate<Talk[]>(client, talksInPage)),
    async history(chat, limit) {
      const messages = await call((await call(chatOf(chat))).fetchMessages({ limit }));
      return messages.flatMap((message) => readWebMessage(message) ?? []);
    },
    find: async (serialized) => readWebMessage(await call(client.getMessageById(serialized))),
    async send(chat, content, quote) {
      const isText = typeof content === 'string';
      const media = (file: OutboundFile) =>
        new MessageMedia(file.mime, Buffer.from(file.bytes).toString('base64'), file.name);
      const sent = await call(
        client.sendMessage(chat, isText ? content : media(content), {
          // Marking as seen is an act of its own here, after storing; that path has broken sends before.
          sendSeen: false,
          linkPreview: false,
          parseVCards: false,
          ...(isText ? {} : { sendMediaAsDocument: content.kind === 'document' }),
          ...(isText ? {} : { sendAudioAsVoice: content.kind === 'voice' }),
          ...(quote ? { quotedMessageId: quote } : {}),
        }),
        isText ? timing.callMs : timing.fileMs,
      );
      return readWebMessage(sent) ?? undefined;
    },
    typing: async (chat) => void (await call((await call(chatOf(chat))).sendStateTyping())),
    seen: async (chat) => void (await call(client.sendSeen(chat))),
    react: (serialized, emoji) => call(client.sendReaction(serialized, emoji) as Promise<void>),
    reconnect: () => call(client.resetState()),
    async aliases(chat) {
      const [found] = await call(client.getContactLidAndPhone([chat]));
      return { lid: found?.lid, phone: found?.pn };
    },
    async download(serialized) {
      const message = (await call(client.getMessageById(serialized))) as Message | null;
      if (!message) return undefined;
      // The library looks the message up by this, which a renamed key does not have.
      message.id._serialized = serialized;
      const media = await call(message.downloadMedia(), timing.fileMs);
      return media && { bytes: Buffer.from(media.data, 'base64'), mime: media.mimetype };
    },
    pid: () => client.pupBrowser?.process()?.pid,
    async close() {
      const browser = client.pupBrowser?.process();
      await call(client.destroy(), timing.closeMs).catch(() => {});
      // The library may be closing it already, and then says so at once: the profile is whole when the process is over.
      if (browser) await call(exitOf(browser), timing.closeMs).catch(() => browser.kill('SIGKILL'));
    },
  };
}

async function exitOf(browser: ChildProcess): Promise<void> {
  if (browser.exitCode !== null || browser.signalCode !== null) return;
  await new Promise((resolve) => browser.once('exit', resolve));
}

function listen(client: Client, handlers: WebClientHandlers): void {
  // What a listener throws vanishes in the page, so none may: they only hand on.
  const read = (handle: (message: WebMessage) => void) => (given: Message) => {
    const message = readWebMessage(given);
    if (message) handle(message);
  };
  client.on('qr', handlers.qr);
  client.on('authenticated', handlers.authenticated);
  client.on('ready', handlers.ready);
  client.on('change_state', (state) => handlers.state(String(state)));
  client.on('disconnected', (reason) => handlers.disconnected(String(reason)));
  client.on('message', read(handlers.message));
  client.on(
    'message_create',
    read((message) => message.fromMe && handlers.own(message)),
  );
  client.on('message_edit', read(handlers.edited));
  client.on('message_revoke_everyone', read(handlers.revoked));
  client.on('message_ack', (given, ack) => read((message) => message.fromMe && handlers.ack(message, ack))(given));
}

/**
 * What the library tells nobody: that the browser or the page is gone. What it does at a navigation, nobody could
 * catch.
 */
function watchPage(client: Client, { died, disconnected, reloaded }: WebClientHandlers): void {
  const { pupBrowser: browser, pupPage: page } = client;
  if (!browser?.connected || !page || page.isClosed()) {
    died('browser');
    return;
  }
  browser.on('disconnected', () => died('browser'));
  page.on('error', () => died('page'));
  page.on('close', () => died('page'));
  page.removeAllListeners('response');
  page.removeAllListeners('framenavigated');
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame()) return;
    // Private to the library, which does the same here without listening for a failure.
    const inner = client as unknown as { inject(): Promise<void>; lastLoggedOut: boolean };
    if (frame.url().includes('post_logout=1') || inner.lastLoggedOut) return disconnected('LOGOUT');
    reloaded();
    inner.inject().catch(() => died('reload'));
  });
}

/** Runs a text in the page: a function would be changed by the compiler before it gets there. */
async function evaluate<T = unknown>(client: Client, code: string): Promise<T> {
  if (!client.pupPage) throw new Error('no page');
  return (await client.pupPage.evaluate(code)) as T;
}

const missedSync = `(() => {
  const { Socket } = window.require('WAWebSocketModel');
  if (Socket.state === 'CONNECTED' && Socket.hasSynced && !window.WWebJS) window.onAppStateHasSyncedEvent();
})()`;

/** Not the library's own list: that one asks the servers about each group. */
const talksInPage = `window.require('WAWebCollections').Chat.getModelsArray()
  .filter(({ id }) => id.server === 'c.us' || id.server === 'lid')
  .map(({ id, unreadCount, t }) => ({ id: id._serialized, unread: unreadCount || 0, t: t || 0 }))`;
