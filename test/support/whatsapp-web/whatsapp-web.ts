/**
 * A small stand-in of WhatsApp Web: what the real library needs of its page, in the real Chromium, with WhatsApp's
 * servers, the owner's phone and the residents behind it. It shows that adapter and library fit together, not that
 * the library fits the WhatsApp of today.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../../src/lib/clock.ts';
import { type Citizen, createCitizen, type Post } from './citizens.ts';
import { openPageServer, type ServerHandlers } from './server.ts';
import { createServers, type Knobs, type SendFault, type Servers } from './servers.ts';
import { createWorld, type PersonSpec, type WiredMessage, type World } from './world.ts';

export type WhatsappWeb = {
  readonly chromiumArgs: readonly string[];
  readonly knobs: Knobs;
  readonly world: World;
  /** What is wrong with the stand-in itself, or was asked of it in vain: a test that ends with one has failed. */
  readonly complaints: readonly string[];
  readonly reactions: Servers['reactions'];
  readonly chatStates: Servers['chatStates'];
  /** The same person for the same phone. */
  citizen(spec: Partial<PersonSpec> & { phone: string }): Citizen;
  /** @returns the group's id. */
  group(name: string, members: readonly Citizen[]): string;
  /** The owner's phone. */
  readonly phone: {
    /** Scans what the open page shows. */
    scanQr(): void;
    enterCode(code: string): void;
    /** Whether some open page shows a QR. */
    seesQr(): boolean;
    refreshQr(): void;
    /** The owner removes the linked device. */
    logOut(): void;
    /** The owner writes on the phone itself. */
    write(to: Citizen, text: string): void;
  };
  /** They gave up their account, and the chat is gone. */
  leave(citizen: Citizen): void;
  /** Whether pages know of everybody who left. */
  knowsWhoLeft(): boolean;
  failNextSend(...faults: SendFault[]): void;
  /**
   * The page breaks down after it was given the next message and before it says so: the next page is given it
   * again.
   */
  loseReceived(): void;
  cut(): void;
  mend(): void;
  setState(state: string): void;
  reload(): void;
  /** The page answers nothing any more. */
  hang(): void;
  mediaStage(message: WiredMessage, stage: string): void;
  /** Messages that no device has, or that are not marked as seen. */
  unacknowledged(): number;
  openPages(): number;
  /** Of a linked device, synced and connected. */
  onlinePages(): number;
  /** How often a page has been opened. */
  pagesSoFar(): number;
  /** Resolves when it holds (looked at every 10 ms), rejects after `limitMs`. */
  until(holds: () => boolean, limitMs?: number): Promise<void>;
  close(): Promise<void>;
};

/** As WhatsApp is since July 2026. */
const plainKnobs: Knobs = {
  keyProp: '$1',
  race: false,
  syncDelayMs: 0,
  missed: 'early',
  without: [],
  receipts: 'none',
  clock: null,
};

export async function createWhatsappWeb(given: Partial<Knobs> = {}): Promise<WhatsappWeb> {
  const world = createWorld();
  const knobs: Knobs = { ...plainKnobs, ...given };
  const servers = createServers(world, knobs);
  const post = createPost(world, servers, knobs);
  const citizens = new Map<string, Citizen>();
  const server = await openPageServer({
    settings: () => ({ ...knobs, ref: servers.ref() }),
    isReachable: () => !servers.isCut,
    opened: servers.opened,
    closed: servers.closed,
    up: servers.up,
    ...mediaOf(world),
  });

  return {
    chromiumArgs: server.chromiumArgs,
    knobs,
    world,
    complaints: servers.complaints,
    reactions: servers.reactions,
    chatStates: servers.chatStates,
    citizen(spec) {
      const known = citizens.get(spec.phone);
      if (known) return known;
      const person: PersonSpec = {
        lid: `9${spec.phone}`,
        name: 'Warga',
        addressing: 'phone',
        isPhoneKnown: true,
        ...spec,
      };
      world.people.set(spec.phone, person);
      const made = createCitizen(person, post);
      citizens.set(spec.phone, made);
      servers.tell({ kind: 'people', people: [shownPerson(person)] });
      return made;
    },
    group(name, members) {
      const id = `1203${world.groups.size}@g.us`;
      world.groups.set(id, { name, participants: members.map((member) => member.chat()) });
      return id;
    },
    phone: {
      scanQr: () => servers.link(),
      enterCode: (code) => servers.link(code),
      seesQr: () => [...servers.pages.values()].some(({ device, isShowing }) => isShowing && !device),
      refreshQr: servers.refreshRef,
      logOut: servers.unlink,
      write: (to, text) => post.deliver(ownMessage(world, to, { body: text, t: post.seconds() })),
    },
    failNextSend: (...faults) => void servers.faults.push(...faults),
    knowsWhoLeft: () => servers.leaving.size === 0,
    leave(citizen) {
      if (servers.pages.size > 0) servers.leaving.add(citizen.chat());
      servers.tell({ kind: 'gone', chat: citizen.chat() });
      world.people.delete(citizen.person.phone);
      citizens.delete(citizen.person.phone);
    },
    loseReceived() {
      servers.receivedLost = true;
    },
    cut: () => servers.setCut(true),
    mend: () => servers.setCut(false),
    setState: (state) => servers.tell({ kind: 'state', state }),
    reload: () => servers.tell({ kind: 'reload' }),
    hang: () => servers.tell({ kind: 'hang' }),
    mediaStage: (message, stage) => servers.tell({ kind: 'media', id: post.idOf(message), stage }),
    unacknowledged: () => [...world.devices.values()].reduce((sum, device) => sum + unseen(device), 0),
    openPages: () => servers.pages.size,
    onlinePages: () => [...servers.pages.values()].filter(({ device, isOnline }) => device && isOnline).length,
    pagesSoFar: () => servers.pagesSoFar,
    async until(holds, limitMs = 15_000) {
      for (const end = performance.now() + limitMs; !holds(); await sleep(10))
        if (performance.now() > end) throw new Error(`did not happen within ${limitMs} ms`);
    },
    close: server.close,
  };
}

function createPost(world: World, servers: Servers, knobs: Knobs): Post {
  const now = () => {
    const { from, faster } = knobs.clock ?? { from: 0, faster: 1 };
    return from + (systemClock.now() - from) * faster;
  };
  return {
    world,
    // Pages look a message up by the text of its key, whatever the key calls it.
    idOf: ({ key }) => [key.fromMe, key.remote, key.id, ...(key.participant ? [key.participant] : [])].join('_'),
    seconds: () => Math.floor(now() / 1000),
    tell: servers.tell,
    deliver: servers.deliver,
  };
}

function unseen({ waiting, unread }: { waiting: readonly unknown[]; unread: ReadonlyMap<string, number> }): number {
  const talks = [...unread].filter(([chat]) => /@(c\.us|lid)$/.test(chat));
  return waiting.length + talks.reduce((sum, [, count]) => sum + count, 0);
}

function shownPerson({ phone, lid, name, isPhoneKnown }: PersonSpec) {
  return { phone: `${phone}@c.us`, lid: `${lid}@lid`, name, isPhoneKnown };
}

function ownMessage(world: World, to: Citizen, more: { body: string; t: number }): WiredMessage {
  const chat = to.chat();
  const key = { fromMe: true, remote: chat, id: world.newMessageId() };
  return { key, from: world.account.phone, to: chat, type: 'chat', ack: 1, ...more };
}

function mediaOf(world: World): Pick<ServerHandlers, 'media' | 'upload'> {
  return {
    async media(path) {
      const file = world.media.get(path);
      if (!file || file.fault === 'gone') return { status: 404 };
      if (file.fault === 'never') await new Promise(() => {});
      if (typeof file.fault === 'object') await sleep(file.fault.delayMs);
      return { status: 200, bytes: file.bytes, mime: file.mime };
    },
    upload(bytes, mime) {
      const path = `/media/${world.newMessageId()}`;
      world.media.set(path, { bytes, mime });
      return path;
    },
  };
}
