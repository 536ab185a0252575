/**
 * What arrived, in its order, until it is stored: only then is a chat marked as seen, and nothing is let go before.
 */
import type { Timers } from '../../lib/timers.ts';
import type { Millis } from '../../model.ts';
import type { InboundEvent, Intake } from '../channel-adapter.ts';
import type { StatusKeeper } from './status.ts';
import { wait } from './time.ts';

/** An event on its way, with the chat that is seen once it is stored. */
export type Arrival = { event: InboundEvent; seen?: string };

export type Inbox = {
  push(...arrivals: Arrival[]): void;
  /**
   * From now on what comes waits, because something older is fetched first. What waited before is let go: it is
   * fetched.
   */
  holdBack(): void;
  /** The older ones, and then what waited behind them. */
  letThrough(older: readonly Arrival[]): void;
  /** This process has stored it already. */
  knows(event: InboundEvent): boolean;
  /** Seconds: of the newest message that is stored. Undefined where none ever was. */
  storedUntil(): Promise<number | undefined>;
  /** Everything before is not ours: it was said before the account was linked. @throws when that cannot be stored. */
  beginAt(seconds: number): Promise<void>;
  /** Resolves when all that came is stored, or cannot be. */
  stop(): Promise<void>;
};

export type InboxDeps = {
  intake: Intake;
  timers: Timers;
  status: StatusKeeper;
  storeRetryMs: Millis;
  /** Completes an event before it is stored, e.g. by the other name of its sender. Never rejects. */
  complete(event: InboundEvent): Promise<InboundEvent>;
  /** Marks a chat as seen; best effort. */
  markSeen(chat: string): void;
  /** More came than is kept: what is left out must be fetched later. */
  overflown(): void;
};

const batchMax = 50;
/** While nothing can be stored: more than so many are better fetched again afterwards. */
const waitingMax = 5_000;
/** So many of the latest events are known again. */
const knownMax = 20_000;

export function createInbox(deps: InboxDeps): Inbox {
  const { intake, timers, status } = deps;
  const waiting: Arrival[] = [];
  let behind: Arrival[] | undefined;
  let running: Promise<void> | undefined;
  let isStopped = false;
  let newest: number | undefined;
  const known = new Set<string>();

  function push(...arrivals: Arrival[]): void {
    const queue = behind ?? waiting;
    queue.push(...arrivals);
    if (queue.length > waitingMax) {
      queue.length = 0;
      deps.overflown();
    }
    if (behind === undefined) begin();
  }

  function begin(): void {
    if (waiting.length === 0) return;
    running ??= drain().finally(() => {
      running = undefined;
      if (!isStopped) begin();
    });
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchMax);
      while (!(await tryToStore(batch))) {
        // After a stop nobody waits: it is still with WhatsApp, not seen, and comes again.
        if (isStopped) return;
        await wait(timers, deps.storeRetryMs);
      }
      if (status.read().problem === 'storing') status.set('on');
      tellSeen(batch);
    }
  }

  async function tryToStore(batch: readonly Arrival[]): Promise<boolean> {
    try {
      await store(batch);
      return true;
    } catch (error) {
      status.set('retrying', 'storing', (error as Error).name);
      return false;
    }
  }

  async function store(batch: readonly Arrival[]): Promise<void> {
    const events = await Promise.all(batch.map(({ event }) => deps.complete(event)));
    const times = events.flatMap((event) => (event.kind === 'message' ? [Math.floor(event.sentAt / 1000)] : []));
    const until = Math.max((await storedUntil()) ?? 0, ...times);
    await intake.receive(events, until > 0 ? String(until) : undefined);
    newest = until;
    if (times.length > 0) status.sawIn();
    for (const event of events) known.add(nameOf(event));
    for (const name of known) {
      if (known.size <= knownMax) break;
      known.delete(name);
    }
  }

  function tellSeen(batch: readonly Arrival[]): void {
    const chats = new Set(batch.flatMap(({ seen }) => seen ?? []));
    // One that has more waiting is not read yet.
    for (const { seen } of waiting) if (seen !== undefined) chats.delete(seen);
    for (const chat of chats) deps.markSeen(chat);
  }

  async function storedUntil(): Promise<number | undefined> {
    newest ??= readCursor(await intake.cursor());
    return newest;
  }

  return {
    push,
    holdBack() {
      behind = [];
    },
    letThrough(older) {
      const rest = behind ?? [];
      behind = undefined;
      push(...older, ...rest);
    },
    knows: (event) => known.has(nameOf(event)),
    storedUntil,
    async beginAt(seconds) {
      await intake.receive([], String(seconds));
      newest = seconds;
    },
    async stop() {
      isStopped = true;
      await running;
    },
  };
}

function nameOf(event: InboundEvent): string {
  if (event.kind === 'edit') return `edit ${event.externalId} ${event.text}`;
  if (event.kind === 'receipt') return `${event.state} ${event.externalId}`;
  return `${event.kind} ${'externalId' in event ? event.externalId : event.address}`;
}

function readCursor(cursor: string | undefined): number | undefined {
  return cursor !== undefined && /^\d+$/.test(cursor) ? Number(cursor) : undefined;
}
