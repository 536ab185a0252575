/**
 * The web chat on a real port, as app.ts mounts it, with a mailbox in memory instead of the desk's database: for the
 * contract suite, for the tests of its entrances and for those in a real browser.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { ChannelAdapter, ChannelRoute, Intake } from '../../src/channels/channel-adapter.ts';
import {
  type ChatItem,
  createWebchatAdapter,
  type Mailbox,
  type VisitorLinks,
  type WebchatDeps,
} from '../../src/channels/webchat/webchat-adapter.ts';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import { createIds } from '../../src/lib/ids.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createSeal } from '../../src/lib/seal.ts';
import type { MessageId } from '../../src/model.ts';

export const standSeal = createSeal(new Uint8Array(32).fill(7));

export type MemoryMailbox = Mailbox & {
  /** Writes a row; `seq` where not told is the next one. */
  put(address: string, item: Partial<ChatItem> & { author: ChatItem['author'] }): ChatItem;
  rows(address: string): ChatItem[];
  /** The highest seq that a page said it has got. */
  deliveredUpTo(address: string): number;
  /** While true, reading fails as it does with a database that is away. */
  broken: boolean;
};

export function createMemoryMailbox(): MemoryMailbox {
  const rows = new Map<string, ChatItem[]>();
  const delivered = new Map<string, number>();
  let lastSeq = 0;
  const of = (address: string) => (rows.get(address) ?? []).toSorted((a, b) => a.seq - b.seq);
  const mailbox: MemoryMailbox = {
    broken: false,
    put(address, item) {
      const seq = item.seq ?? lastSeq + 1;
      lastSeq = Math.max(lastSeq, seq);
      const state = item.author === 'citizen' ? 'stored' : 'sent';
      const row = { text: '', choices: [], files: [], at: systemClock.now(), state, ...item, seq } as ChatItem;
      rows.set(address, [...(rows.get(address) ?? []), row]);
      return row;
    },
    rows: of,
    deliveredUpTo: (address) => delivered.get(address) ?? 0,
    async read(address, afterSeq, limit) {
      if (mailbox.broken) throw new Error('the database is locked');
      return of(address)
        .filter((item) => item.seq > afterSeq)
        .slice(0, limit);
    },
    async earlier(address, beforeSeq, limit) {
      if (mailbox.broken) throw new Error('the database is locked');
      return of(address)
        .filter((item) => beforeSeq === null || item.seq < beforeSeq)
        .slice(-limit);
    },
    async delivered(address, upToSeq) {
      delivered.set(address, Math.max(upToSeq, delivered.get(address) ?? 0));
    },
  };
  return mailbox;
}

/** Links in memory, as the desk keeps them: one a kind and visitor. */
export function createMemoryLinks(clock: Clock): VisitorLinks {
  const ids = createIds(clock);
  const links = new Map<string, { secret: string; address: string; expiresAt: number }>();
  return {
    async make(kind, address, expiresAt) {
      const secret = ids.secret(16);
      links.set(`${kind} ${address}`, { secret, address, expiresAt });
      return secret;
    },
    async open(secret, expiresAt) {
      const [, link] = [...links].find(([key, one]) => key.startsWith('return ') && one.secret === secret) ?? [];
      if (!link || link.expiresAt <= clock.now()) return null;
      link.expiresAt = expiresAt;
      return link.address;
    },
    async end(address) {
      for (const kind of ['return', 'start']) links.delete(`${kind} ${address}`);
    },
  };
}

export type WebchatStand = {
  url: string;
  mailbox: MemoryMailbox;
  adapter: ChannelAdapter;
  spoolFolder: string;
  /** Another adapter on the same port, mailbox and spool, as a new process has it; not started. */
  restart(): Promise<ChannelAdapter>;
  /** The bot or a consultant says something, as the desk does: the row first, then `send`. */
  say(address: string, item: Partial<ChatItem> & { author: 'bot' | 'staff' }): Promise<ChatItem>;
  close(): Promise<void>;
};

/** @param more what differs from the usual: limits, links, clock. The adapter is not started. */
export async function openWebchatStand(more: Partial<WebchatDeps> = {}): Promise<WebchatStand> {
  const mailbox = createMemoryMailbox();
  const spoolFolder = await mkdtemp(join(tmpdir(), 'webchat-spool-'));
  let routes: readonly ChannelRoute[] = [];
  const server = serveRoutes(() => routes);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clock = more.clock ?? systemClock;
  const visitorLinks = createMemoryLinks(clock);
  const connect = () => {
    const adapter = createWebchatAdapter({
      clock,
      ids: createIds(clock),
      log: silentLog,
      seal: standSeal,
      mailbox,
      visitorLinks,
      spoolFolder,
      publicUrl: url,
      cookieSecure: false,
      ...more,
    });
    routes = adapter.routes ?? [];
    return adapter;
  };
  const stand: WebchatStand = {
    url,
    mailbox,
    spoolFolder,
    adapter: connect(),
    async restart() {
      await stand.adapter.stop();
      stand.adapter = connect();
      return stand.adapter;
    },
    async say(address, item) {
      const row = mailbox.put(address, item);
      const message = { id: `m${row.seq}` as MessageId, address, text: row.text, choices: row.choices };
      await stand.adapter.send(message, { sent: [], partSent: async () => undefined });
      return row;
    },
    async close() {
      await stand.adapter.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(spoolFolder, { recursive: true, force: true });
    },
  };
  return stand;
}

/** An intake that does what the desk does first: each external id once, as a row of the mailbox. */
export function intakeInto(mailbox: MemoryMailbox): Intake {
  const known = new Set<string>();
  return {
    cursor: async () => undefined,
    connected: async () => {},
    async receive(events) {
      for (const event of events) {
        if (event.kind !== 'message' || known.has(event.externalId)) continue;
        known.add(event.externalId);
        const { address, externalId, text, location, choice, attachments = [] } = event;
        const label = labelOf(mailbox, address, choice);
        const files = attachments.map(({ kind, name }) => ({ kind, name: name ?? null }));
        mailbox.put(address, { author: 'citizen', externalId, text: label ?? text, location, files });
      }
    },
  };
}

function labelOf(mailbox: MemoryMailbox, address: string, choice: string | undefined): string | undefined {
  const shown = mailbox.rows(address).flatMap((item) => item.choices);
  return shown.findLast(({ id }) => id === choice)?.label;
}

function serveRoutes(routes: () => readonly ChannelRoute[]): Server {
  const listener = getRequestListener(async (request, { incoming }) => {
    const path = new URL(request.url).pathname;
    const fits = (route: ChannelRoute) =>
      route.method === request.method &&
      (route.path.endsWith('*') ? path.startsWith(route.path.slice(0, -1)) : route.path === path);
    const route = routes().find(fits);
    const remote = 'socket' in incoming ? (incoming.socket.remoteAddress ?? '') : '';
    return route ? route.handle(request, remote) : new Response(null, { status: 404 });
  });
  return createServer(listener);
}
