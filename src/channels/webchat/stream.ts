/**
 * Open pages: each has a stream of server-sent events that carries every new message of its visitor, kicked by this
 * process when it knows, polled for what other processes wrote.
 */
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { WebchatLimits } from './limits.ts';
import { type ChatItem, type Mailbox, readOn } from './mailbox.ts';

export interface Streams {
  /**
   * @param after where the page's reading goes on.
   * @param network who is counted for the number of open streams.
   * @returns the response, or null: too many are open, the page polls instead.
   */
  open(address: string, after: number, network: string): Response | null;
  /** Something of this visitor's changed: look now. */
  kick(address: string): void;
  typing(address: string): void;
  /** Ends every stream; the pages come back by themselves. */
  close(): void;
}

type Handle = { look(): void; write(text: string): void; end(): void };

export function createStreams(deps: {
  mailbox: Mailbox;
  clock: Clock;
  log: Log;
  limits: WebchatLimits;
  shown(item: ChatItem): object;
}): Streams {
  const { limits } = deps;
  const open = new Map<string, Set<Handle>>();
  const perNetwork = new Map<string, number>();
  let count = 0;
  let closed = false;
  const each = (address: string, act: (stream: Handle) => void) => [...(open.get(address) ?? [])].forEach(act);
  return {
    open(address, after, network) {
      const full =
        count >= limits.streamsMax ||
        (open.get(address)?.size ?? 0) >= limits.streamsPerVisitorMax ||
        (perNetwork.get(network) ?? 0) >= limits.streamsPerNetworkMax;
      if (closed || full) return null;
      const on = { opened: (stream: Handle) => enter(address, network, stream), ended: leave(address, network) };
      return new Response(openStream(deps, address, after, on), { headers: eventHeaders });
    },
    kick: (address) => each(address, (stream) => stream.look()),
    typing: (address) => each(address, (stream) => stream.write('event: typing\ndata: 1\n\n')),
    close() {
      closed = true;
      for (const address of [...open.keys()]) each(address, (stream) => stream.end());
    },
  };

  function enter(address: string, network: string, stream: Handle): void {
    count++;
    perNetwork.set(network, (perNetwork.get(network) ?? 0) + 1);
    open.set(address, (open.get(address) ?? new Set()).add(stream));
  }

  function leave(address: string, network: string): (stream: Handle) => void {
    return (stream) => {
      count--;
      const left = (perNetwork.get(network) ?? 1) - 1;
      if (left > 0) perNetwork.set(network, left);
      else perNetwork.delete(network);
      open.get(address)?.delete(stream);
      if (open.get(address)?.size === 0) open.delete(address);
    };
  }
}

const eventHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  // nginx would hold events back until its buffer is full.
  'x-accel-buffering': 'no',
};

function openStream(
  deps: Parameters<typeof createStreams>[0],
  address: string,
  after: number,
  on: { opened(handle: Handle): void; ended(handle: Handle): void },
): ReadableStream<Uint8Array> {
  const { limits, log } = deps;
  const encoder = new TextEncoder();
  const seen = new Set<number>();
  let resume = after;
  let ended = false;
  let looking = false;
  let again = false;
  let controller: ReadableStreamDefaultController<Uint8Array>;
  let poll: NodeJS.Timeout | undefined;
  const heartbeat = setInterval(() => write('event: beat\ndata: 1\n\n'), limits.heartbeatMs);
  const lifetime = setTimeout(() => end(), limits.streamMs);
  const handle: Handle = { look: () => void look(), write, end };

  return new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
        on.opened(handle);
        // The first event at once: a page behind a proxy that holds events back notices it and polls.
        write('retry: 2000\nevent: beat\ndata: 1\n\n');
        void look();
      },
      cancel: () => end(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: limits.streamLagBytesMax }),
  );

  /** One look at a time; a kick during it means that it looks once more. */
  async function look(): Promise<void> {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    clearTimeout(poll);
    do {
      again = false;
      await readAndWrite();
    } while (again && !ended);
    looking = false;
    if (!ended) poll = setTimeout(() => void look(), limits.pollMs);
  }

  async function readAndWrite(): Promise<void> {
    try {
      const reading = await readOn(deps, address, resume);
      const fresh = reading.items.filter((item) => !seen.has(item.seq));
      for (const item of fresh) seen.add(item.seq);
      resume = reading.resume;
      for (const seq of seen) if (seq <= resume) seen.delete(seq);
      if (fresh.length === 0) return;
      const data = JSON.stringify({ items: fresh.map(deps.shown), resume });
      write(`id: ${resume}\nevent: items\ndata: ${data}\n\n`);
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.message : 'unknown' }, 'web chat: mailbox cannot be read');
    }
  }

  function write(text: string): void {
    if (ended) return;
    controller.enqueue(encoder.encode(text));
    // A page that does not read on is dropped: it comes back and goes on where it was.
    if ((controller.desiredSize ?? 0) <= 0) end();
  }

  function end(): void {
    if (ended) return;
    ended = true;
    clearTimeout(poll);
    clearTimeout(lifetime);
    clearInterval(heartbeat);
    on.ended(handle);
    try {
      controller.close();
    } catch {
      // Already cancelled from the other side.
    }
  }
}
