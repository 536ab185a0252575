/**
 * What WhatsApp's servers and people's phones know: accounts, devices, chats, messages, and what waits for a
 * device.
 */
import { randomBytes } from 'node:crypto';
import type { Millis } from '../../../src/model.ts';

export type PersonSpec = {
  /** Digits; no number that anybody has. */
  phone: string;
  /** Digits of the other name that WhatsApp gives the same person. */
  lid: string;
  name: string;
  /** Which of the two the person's chat is known by. */
  addressing: 'phone' | 'lid';
  /** Whether a page is told which phone stands behind a LID. */
  isPhoneKnown: boolean;
};

/** A message as page and server write it to each other: ids are text. */
export type WiredMessage = {
  key: { fromMe: boolean; remote: string; id: string; participant?: string };
  from: string;
  to: string;
  author?: string;
  /** Seconds. */
  t: number;
  type: string;
  body?: string;
  caption?: string;
  notifyName?: string;
  ack: number;
  quotedMsg?: object;
  quotedStanzaID?: string;
  quotedParticipant?: string;
  directPath?: string;
  mimetype?: string;
  filename?: string;
  size?: number;
  duration?: string;
  lat?: number;
  lng?: number;
  loc?: string;
  [field: string]: unknown;
};

/** A linked device: the browser's profile holds its id, everything else is here. */
export type Device = {
  id: string;
  /** What it has had, oldest first. */
  history: WiredMessage[];
  /** What the servers keep for it until it says that it has it. */
  waiting: WiredMessage[];
  /** Chat → how many of its messages are not seen. */
  unread: Map<string, number>;
};

export type MediaFile = { bytes: Uint8Array; mime: string; fault?: 'gone' | 'never' | { delayMs: Millis } };

export type World = {
  readonly account: { phone: string; lid: string; name: string };
  readonly people: Map<string, PersonSpec>;
  readonly devices: Map<string, Device>;
  readonly groups: Map<string, { name: string; participants: string[] }>;
  readonly media: Map<string, MediaFile>;
  /** What the account sent, in the order of its acceptance, once each; and when, by the id of its key. */
  readonly sent: WiredMessage[];
  readonly sentAt: Map<string, Millis>;
  /** What the owner's phone holds, oldest first, and what nobody has seen: each new device is given it. */
  readonly history: WiredMessage[];
  readonly unread: Map<string, number>;
  newMessageId(): string;
  link(): Device;
  /** @returns the id of the chat with somebody, as the account's devices know it now. */
  chatOf(person: PersonSpec): string;
  /** @returns who is behind a chat's id, phone or LID. */
  personBehind(chat: string): PersonSpec | undefined;
  chats(): { id: string; name?: string; unread?: number; group?: { participants: string[] } }[];
};

export const accountIds = { phone: '620000000000@c.us', lid: '990000000000@lid', name: 'Klinik Contoh' };

export function createWorld(): World {
  const people = new Map<string, PersonSpec>();
  const devices = new Map<string, Device>();
  const groups = new Map<string, { name: string; participants: string[] }>();
  const history: WiredMessage[] = [];
  const unread = new Map<string, number>();
  const chatOf = ({ addressing, phone, lid }: PersonSpec) => (addressing === 'phone' ? `${phone}@c.us` : `${lid}@lid`);

  return {
    account: accountIds,
    people,
    devices,
    groups,
    media: new Map(),
    sent: [],
    sentAt: new Map(),
    history,
    unread,
    newMessageId: () => randomBytes(16).toString('hex').toUpperCase(),
    link() {
      const id = randomBytes(8).toString('hex');
      const device: Device = { id, history: [...history], waiting: [], unread: new Map(unread) };
      devices.set(device.id, device);
      return device;
    },
    chatOf,
    personBehind: (chat) =>
      [...people.values()].find(({ phone, lid }) => chat === `${phone}@c.us` || chat === `${lid}@lid`),
    chats() {
      return [
        ...[...people.values()].map((person) => ({ id: chatOf(person), name: person.name })),
        ...[...groups].map(([id, { name, participants }]) => ({ id, name, group: { participants } })),
      ];
    },
  };
}
