/** GET /langsung: the stream that tells a page that something of its reader's changed. */
import { streamSSE } from 'hono/streaming';
import { can } from '../../desk/staff/roles.ts';
import type { Staff } from '../../desk/staff/staff.ts';
import { maySee } from '../../desk/tickets/visibility.ts';
import { findLoginOf } from '../auth.ts';
import type { ConsoleContext, ConsoleParts } from '../console-deps.ts';
import type { ChangedTicket } from '../live.ts';
import { navCounts } from '../render.ts';
import type { NavCounts } from '../views/navigation.ts';

/** So often the stream says that it lives, and looks whether its login still does. */
const beatMs = 25_000;

/** Told instead of tickets: a channel changed. */
const channelChanged: readonly ChangedTicket[] = [];

export function streamChanges(context: ConsoleContext, parts: ConsoleParts): Response {
  const { staff } = context.get('login');
  const openCode = context.req.query('tiket');
  const showsChannels = context.req.query('saluran') !== undefined && can(staff, 'operations.manage');
  // nginx would hold events back until its buffer is full.
  context.header('X-Accel-Buffering', 'no');
  return streamSSE(context, async (stream) => {
    const queue = createMailbox<readonly ChangedTicket[]>();
    const unfollow = parts.feed.follow((changed) => queue.put(changed));
    const links = showsChannels ? parts.channelStatuses().flatMap(({ link }) => link ?? []) : [];
    const unlinks = links.map((link) => link.follow(() => queue.put(channelChanged)));
    const beat = setInterval(() => queue.put([]), beatMs);
    stream.onAbort(() => queue.close());
    try {
      let said = '';
      let changed: readonly ChangedTicket[] | null = [];
      for (;;) {
        if (changed === channelChanged) await stream.writeSSE({ event: 'berubah', data: '' });
        const counts = changed === channelChanged ? said : JSON.stringify(await countsAfter(changed, parts, staff));
        if (counts !== said) await stream.writeSSE({ event: 'jumlah', data: (said = counts) });
        changed = await queue.take();
        if (changed === null || stream.aborted) return;
        if (changed === channelChanged) continue;
        if (changed.length === 0) {
          if (!(await findLoginOf(context, parts))) return void (await stream.writeSSE({ event: 'keluar', data: '' }));
          await stream.write(': masih di sini\n\n');
        } else if (changed.some((ticket) => concerns(ticket, staff, openCode))) {
          await stream.writeSSE({ event: 'berubah', data: '' });
        }
      }
    } finally {
      clearInterval(beat);
      unfollow();
      for (const unlink of unlinks) unlink();
    }
  });
}

/**
 * Everybody is handed the same batch, and readers of one role and department have the same counts: read once for all.
 */
const countsOfBatch = new WeakMap<readonly ChangedTicket[], Map<string, Promise<NavCounts>>>();

function countsAfter(batch: readonly ChangedTicket[], parts: ConsoleParts, staff: Staff): Promise<NavCounts> {
  const ofBatch = countsOfBatch.get(batch) ?? new Map<string, Promise<NavCounts>>();
  countsOfBatch.set(batch, ofBatch);
  const kind = `${staff.role} ${staff.department}`;
  const counts = ofBatch.get(kind) ?? navCounts(parts, staff);
  ofBatch.set(kind, counts);
  return counts;
}

/** A ticket that leaves one's sight changes the page on which it is open, too. */
function concerns(ticket: ChangedTicket, staff: Staff, openCode: string | undefined): boolean {
  return maySee(staff, ticket) || ticket.code === openCode;
}

/** Hands over one thing at a time; what comes while nobody waits is kept, joined by the taker's loop. */
function createMailbox<T>() {
  const waiting: T[] = [];
  let wake: (() => void) | null = null;
  let isClosed = false;
  return {
    put(item: T) {
      // A page that does not read needs to know only that something changed, not how often.
      if (waiting.length >= 100) waiting.shift();
      waiting.push(item);
      wake?.();
    },
    close() {
      isClosed = true;
      wake?.();
    },
    /** @returns the next thing, or null once closed. */
    async take(): Promise<T | null> {
      while (waiting.length === 0 && !isClosed) await new Promise<void>((resolve) => (wake = resolve));
      return isClosed ? null : (waiting.shift() ?? null);
    },
  };
}
