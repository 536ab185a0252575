/**
 * Live updates. One poll for all pages of this process looks for new events and messages; a signal from within the
 * process makes it look at once. Pages are only told *that* something of theirs changed, and fetch it with their own
 * rights.
 */
import type { Db } from '../db/database.ts';
import type { Log } from '../lib/log.ts';
import type { DepartmentKey, Millis, TicketId } from '../model.ts';

/**
 * "Something changed" within this process. Tickets are named where the change leaves neither event nor message (a
 * receipt).
 */
export interface Signal {
  changed(ticketIds?: readonly TicketId[]): void;
  /** @returns the way to stop listening. */
  listen(listener: (ticketIds: readonly TicketId[]) => void): () => void;
}

export function createSignal(): Signal {
  const listeners = new Set<(ticketIds: readonly TicketId[]) => void>();
  return {
    changed(ticketIds = []) {
      for (const listener of listeners) listener(ticketIds);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A ticket of which something changed, with what decides who may see it. */
export type ChangedTicket = { id: TicketId; code: string; department: DepartmentKey | null; confidential: boolean };

export interface Feed {
  /** Called with the tickets that changed since the last call. @returns the way to stop. */
  follow(follower: (changed: readonly ChangedTicket[]) => void): () => void;
  /** How many pages listen, for /metrics. */
  readonly followers: number;
  stop(): void;
}

/** A transaction may commit after one with a higher number: that many are looked at again each time. */
const overlap = 200;
/**
 * Of so many messages and files, the newest, it is watched whether they arrive; those of older ones show at a reload.
 */
const watched = 200;
/** More at once than this: the rest shows at the next change or reload. */
const changesMax = 1_000;

/**
 * @param everyMs how often the database is asked while somebody listens: the time that another process's change may
 * take.
 */
export function createFeed(deps: { db: Db; log: Log; signal: Signal }, everyMs: Millis = 1_000): Feed {
  const followers = new Set<(changed: readonly ChangedTicket[]) => void>();
  const events = createTail((floor) => readEvents(deps.db, floor));
  const messages = createTail((floor) => readMessages(deps.db, floor));
  const deliveries = createWatch(() => readDeliveries(deps.db));
  const files = createWatch(() => readFiles(deps.db));
  let named: TicketId[] = [];
  let looking = false;
  let again = false;
  let timer: NodeJS.Timeout | null = null;

  const look = async () => {
    const fresh = [await events.read(), await messages.read(), await deliveries.read(), await files.read()];
    const ids = new Set([...named, ...fresh.flat()]);
    named = [];
    if (ids.size === 0) return;
    const changed = await readTickets(deps.db, [...ids]);
    for (const follower of followers) follower(changed);
  };
  const lookSoon = async () => {
    if (followers.size === 0) return;
    again = looking;
    if (looking) return;
    looking = true;
    try {
      await look();
    } catch (error) {
      deps.log.warn({ error: (error as Error).message }, 'live updates: cannot look for changes');
    }
    looking = false;
    if (again) await lookSoon();
  };
  const unlisten = deps.signal.listen((ticketIds) => {
    if (followers.size > 0) named.push(...ticketIds);
    void lookSoon();
  });
  const rest = () => {
    if (timer) clearInterval(timer);
    timer = null;
    events.forget();
    messages.forget();
    deliveries.forget();
    files.forget();
  };

  return {
    follow(follower) {
      followers.add(follower);
      timer ??= setInterval(() => void lookSoon(), everyMs);
      if (followers.size === 1) void lookSoon();
      return () => {
        followers.delete(follower);
        if (followers.size === 0) rest();
      };
    },
    get followers() {
      return followers.size;
    },
    stop() {
      unlisten();
      followers.clear();
      rest();
    },
  };
}

type Row = { seq: number; ticket_id: TicketId };

/** Reads a growing table from its end, each row once, though rows may appear out of order. */
function createTail(readFrom: (floor: number | null) => Promise<Row[]>) {
  let seen: Set<number> | null = null;
  let top = 0;
  return {
    /** @returns the tickets of rows not seen before; none at the first call, which only finds the end. */
    async read(): Promise<TicketId[]> {
      const rows = await readFrom(seen === null ? null : top - overlap);
      const fresh = rows.filter((row) => seen !== null && !seen.has(row.seq));
      top = rows.reduce((highest, row) => Math.max(highest, row.seq), top);
      seen = new Set(rows.map((row) => row.seq));
      return fresh.map((row) => row.ticket_id);
    },
    forget() {
      seen = null;
      top = 0;
    },
  };
}

type Standing = { id: string; ticket_id: TicketId; state: string };

/** Compares how things stand with how they stood: for what changes in place and leaves neither event nor message. */
function createWatch(readNow: () => Promise<Standing[]>) {
  let before: Map<string, string> | null = null;
  return {
    /** @returns the tickets of what stands otherwise than at the last call; none at the first. */
    async read(): Promise<TicketId[]> {
      const rows = await readNow();
      const known = before;
      before = new Map(rows.map((row) => [row.id, row.state]));
      return rows.filter((row) => known?.has(row.id) && known.get(row.id) !== row.state).map((row) => row.ticket_id);
    },
    forget() {
      before = null;
    },
  };
}

async function readDeliveries(db: Db): Promise<Standing[]> {
  const rows = await db
    .selectFrom('message')
    .innerJoin('delivery', 'delivery.message_id', 'message.id')
    .innerJoin('message_ticket', 'message_ticket.message_id', 'message.id')
    .select(['message.id', 'message_ticket.ticket_id', 'delivery.state', 'delivery.failure'])
    .orderBy('message.seq', 'desc')
    .limit(watched)
    .execute();
  return rows.map((row) => ({ ...row, state: `${row.state} ${row.failure}` }));
}

async function readFiles(db: Db): Promise<Standing[]> {
  return await db
    .selectFrom('message')
    .innerJoin('file', 'file.message_id', 'message.id')
    .innerJoin('message_ticket', 'message_ticket.message_id', 'message.id')
    .select(['file.id', 'message_ticket.ticket_id', 'file.state'])
    .orderBy('message.seq', 'desc')
    .limit(watched)
    .execute();
}

async function readEvents(db: Db, floor: number | null): Promise<Row[]> {
  let query = db.selectFrom('ticket_event').select(['seq', 'ticket_id']);
  if (floor !== null) query = query.where('seq', '>', floor);
  return await query
    .orderBy('seq', 'desc')
    .limit(floor === null ? overlap : changesMax)
    .execute();
}

async function readMessages(db: Db, floor: number | null): Promise<Row[]> {
  let query = db
    .selectFrom('message')
    .innerJoin('message_ticket', 'message_ticket.message_id', 'message.id')
    .select(['message.seq', 'message_ticket.ticket_id']);
  if (floor !== null) query = query.where('message.seq', '>', floor);
  return await query
    .orderBy('message.seq', 'desc')
    .limit(floor === null ? overlap : changesMax)
    .execute();
}

async function readTickets(db: Db, ids: readonly TicketId[]): Promise<ChangedTicket[]> {
  const rows = await db
    .selectFrom('ticket')
    .select(['id', 'code', 'department', 'confidential'])
    .where('id', 'in', ids)
    .execute();
  return rows.map((row) => ({ ...row, confidential: row.confidential === 1 }));
}
