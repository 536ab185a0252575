/** WhatsApp's servers as pages meet them: who is linked, what waits for whom, what a send is answered. */

import { systemClock } from '../../../src/lib/clock.ts';
import type { Millis } from '../../../src/model.ts';
import type { Page } from './server.ts';
import type { Device, WiredMessage, World } from './world.ts';

/** How a page behaves that is opened from now on. */
export type Knobs = {
  /** Where a message key keeps its text: `$1` since July 2026. */
  keyProp: '_serialized' | '$1';
  /** Synced before anybody listens. */
  race: boolean;
  syncDelayMs: number;
  /** What was missed comes before anybody listens, or after. */
  missed: 'early' | 'late';
  /** Modules that are not there. */
  without: string[];
  /** Where the clocks of pages and people run faster than the machine's; null: as fast. */
  clock: { from: Millis; faster: number } | null;
  /** What people's phones say of each message of ours by themselves. */
  receipts: 'none' | 'delivered' | 'read';
};

/**
 * What the next send meets: refused by the server; lost on its way; accepted, and the answer lost; the account is
 * gone.
 */
export type SendFault = 'refused' | 'lost' | 'answer-lost' | 'logged-out';

type Command = { kind: string } & Record<string, unknown>;

export type Servers = {
  pagesSoFar: number;
  readonly pages: ReadonlyMap<Page, { device?: Device; isOnline: boolean; isShowing?: boolean }>;
  readonly faults: SendFault[];
  readonly complaints: string[];
  readonly reactions: { id: string; chat: string; text: string }[];
  readonly chatStates: { chat: string; state: string }[];
  /** The next page that says what it has is not heard, and breaks down. */
  receivedLost: boolean;
  readonly isCut: boolean;
  /** Chats that are gone, and of which some page does not know it yet. */
  readonly leaving: Set<string>;
  ref(): string;
  refreshRef(): void;
  opened(page: Page): void;
  closed(page: Page): void;
  up(kind: string, payload: Record<string, unknown>, page: Page): Promise<object | null>;
  tell(command: Command): void;
  deliver(message: WiredMessage): void;
  /** Links the pages that show a QR or a code. @param code only those that show this code. */
  link(code?: string): void;
  unlink(): void;
  setCut(isCut: boolean): void;
};

type State = {
  world: World;
  knobs: Knobs;
  pages: Map<Page, { device?: Device; isOnline: boolean; isShowing?: boolean }>;
  codes: Map<string, Page>;
  refCount: number;
  isCut: boolean;
};

export function createServers(world: World, knobs: Knobs): Servers {
  const state: State = { world, knobs, pages: new Map(), codes: new Map(), refCount: 1, isCut: false };
  const { pages, codes } = state;
  const ref = () => `ref-${state.refCount}`;
  const tell = (command: Command) => {
    for (const page of pages.keys()) page.send(command);
  };

  const servers: Servers = {
    pages,
    pagesSoFar: 0,
    faults: [],
    complaints: [],
    reactions: [],
    chatStates: [],
    receivedLost: false,
    leaving: new Set(),
    get isCut() {
      return state.isCut;
    },
    ref,
    refreshRef() {
      state.refCount += 1;
      tell({ kind: 'ref', ref: ref() });
    },
    opened(page) {
      const device = world.devices.get(page.device);
      servers.pagesSoFar += 1;
      pages.set(page, { device, isOnline: false });
      page.send({ kind: 'hello', ref: ref(), ...(device && greeting(state, device)) });
    },
    closed: (page) => void pages.delete(page),
    up: (kind, payload, page) => answerTo(kind, payload, page, servers, state),
    tell,
    deliver(message) {
      noteOnPhone(world, message);
      for (const device of world.devices.values()) device.waiting.push(message);
      if (state.isCut) return;
      for (const [page, { isOnline }] of pages) if (isOnline) page.send({ kind: 'message', message });
    },
    link(code) {
      for (const [page, entry] of pages) {
        if (entry.device || (code !== undefined && codes.get(code) !== page)) continue;
        entry.device = world.link();
        page.send({ kind: 'paired', device: entry.device.id, ...greeting(state, entry.device) });
      }
    },
    unlink() {
      world.devices.clear();
      for (const entry of pages.values()) entry.device = undefined;
      tell({ kind: 'logout' });
    },
    setCut(isCut) {
      state.isCut = isCut;
      tell({ kind: isCut ? 'offline' : 'mended' });
      if (isCut) return;
      for (const [page, { device }] of pages)
        for (const message of device?.waiting ?? []) page.send({ kind: 'message', message });
    },
  };
  return servers;
}

/** What a linked page is told first. */
function greeting({ world, isCut }: State, { history, waiting, unread }: Device): object {
  const people = [...world.people.values()].map((person) => ({
    phone: `${person.phone}@c.us`,
    lid: `${person.lid}@lid`,
    name: person.name,
    isPhoneKnown: person.isPhoneKnown,
  }));
  const chats = world.chats().map((chat) => ({ ...chat, unread: unread.get(chat.id) ?? 0 }));
  return { account: world.account, people, chats, history, missed: isCut ? [] : waiting, isOffline: isCut };
}

async function answerTo(
  kind: string,
  payload: Record<string, unknown>,
  page: Page,
  servers: Servers,
  state: State,
): Promise<object | null> {
  const { world, pages } = state;
  const entry = pages.get(page);
  const device = entry?.device;
  if (kind === 'complaint') {
    servers.complaints.push(String(payload.what));
    return {};
  }
  if (state.isCut) return null;
  switch (kind) {
    case 'online':
      if (entry) entry.isOnline = true;
      // What came while the page was starting: it was told neither in the greeting nor since.
      for (const message of device?.waiting ?? []) page.send({ kind: 'message', message });
      return {};
    case 'showing':
      if (entry) entry.isShowing = true;
      return {};
    case 'received':
      if (servers.receivedLost) page.send({ kind: 'reload' });
      else if (device) take(device, payload.ids as string[]);
      servers.receivedLost = false;
      return {};
    case 'forgot':
      servers.leaving.delete(String(payload.chat));
      return {};
    case 'seen':
      device?.unread.delete(String(payload.chat));
      world.unread.delete(String(payload.chat));
      return {};
    case 'send':
      return accept(payload.message as WiredMessage, servers, state);
    case 'find': {
      const person = world.personBehind(String(payload.id));
      return person ? { id: world.chatOf(person) } : {};
    }
    case 'react':
      servers.reactions.push(payload as Servers['reactions'][number]);
      return {};
    case 'chat-state':
      servers.chatStates.push(payload as Servers['chatStates'][number]);
      return {};
    case 'pairing-code':
      return { code: newCode(page, state) };
    case 'refresh-qr':
      servers.refreshRef();
      return {};
    case 'logout':
      if (device) world.devices.delete(device.id);
      return {};
    default:
      return {};
  }
}

function noteOnPhone({ history, unread }: World, message: WiredMessage): void {
  history.push(message);
  const chat = message.key.remote;
  if (!message.key.fromMe) unread.set(chat, (unread.get(chat) ?? 0) + 1);
}

function take(device: Device, ids: readonly string[]): void {
  const taken = device.waiting.filter(({ key }) => ids.includes(key.id));
  device.waiting = device.waiting.filter(({ key }) => !ids.includes(key.id));
  for (const message of taken) {
    device.history.push(message);
    if (message.key.fromMe) continue;
    const chat = message.key.remote;
    device.unread.set(chat, (device.unread.get(chat) ?? 0) + 1);
  }
}

function accept(message: WiredMessage, servers: Servers, { world, knobs }: State): object | null {
  const fault = servers.faults.shift();
  if (fault === 'lost') return null;
  if (fault === 'refused') return { ack: -1 };
  if (fault === 'logged-out') {
    world.devices.clear();
    return { ack: 0, state: 'UNPAIRED' };
  }
  // The same key twice is the same message: that is how WhatsApp knows what it had already.
  if (!world.sent.some(({ key }) => key.id === message.key.id)) {
    world.sent.push(message);
    world.sentAt.set(message.key.id, systemClock.now());
    const ack = { none: 0, delivered: 2, read: 3 }[knobs.receipts];
    const kept = { ...message, ack: Math.max(ack, 1) };
    for (const device of world.devices.values()) device.history.push(kept);
    noteOnPhone(world, kept);
    const id = [true, message.key.remote, message.key.id].join('_');
    if (ack > 0 && fault !== 'answer-lost') servers.tell({ kind: 'ack', id, ack });
  }
  return fault === 'answer-lost' ? null : { ack: 1 };
}

function newCode(page: Page, { codes }: State): string {
  const code = `KODE${String(1000 + codes.size)}`;
  codes.set(code, page);
  return code;
}
