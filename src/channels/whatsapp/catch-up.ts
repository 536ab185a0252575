/**
 * Nothing missed: what came while nobody heard gives no event, so the chats themselves are read, back to the newest
 * message that is stored and a little further. What is known already is known again by its id.
 */
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { Timers } from '../../lib/timers.ts';
import type { Millis } from '../../model.ts';
import { arrivalsOf } from './arrivals.ts';
import type { Arrival, Inbox } from './inbox.ts';
import type { Talk, WebClient } from './library.ts';
import { isTalk } from './read-message.ts';
import { wait } from './time.ts';
import type { WebMessage } from './web-message.ts';

export type CatchUp = {
  /** Reads what was missed, once now, and again and again while the session lives. Replaces an earlier one. */
  begin(client: WebClient): void;
  /** The session is over. */
  end(): void;
};

export type CatchUpDeps = {
  inbox: Inbox;
  clock: Clock;
  timers: Timers;
  log: Log;
  everyMs: Millis;
};

/** Clocks differ, and messages of one minute may arrive in another order. */
const overlapSeconds = 600;
/** How far back one chat is read in one look, in steps. */
const limits = [30, 120, 500, 2_000];
/** A look that fails is repeated so often before what came since is let through without it. */
const triesMax = 3;
const tryAgainMs = 2_000;

export function createCatchUp({ inbox, clock, timers, log, everyMs }: CatchUpDeps): CatchUp {
  let running = new AbortController();

  async function run(client: WebClient, stop: AbortSignal): Promise<void> {
    inbox.holdBack();
    const missed = await lookAgain(client, stop);
    if (stop.aborted) return;
    inbox.letThrough(missed);
    log.info({ channel: 'whatsapp', found: missed.length }, 'caught up');
    for (;;) {
      await wait(timers, everyMs, stop);
      const found = await lookAgain(client, stop);
      if (stop.aborted) return;
      inbox.push(...found);
    }
  }

  async function lookAgain(client: WebClient, stop: AbortSignal): Promise<Arrival[]> {
    for (let tries = 1; !stop.aborted; tries++) {
      try {
        return await look(client);
      } catch (error) {
        log.warn({ channel: 'whatsapp', error: (error as Error).message, tries }, 'could not catch up');
        if (tries === triesMax) return [];
        await wait(timers, tryAgainMs, stop);
      }
    }
    return [];
  }

  async function look(client: WebClient): Promise<Arrival[]> {
    const until = await inbox.storedUntil();
    const now = Math.floor(clock.now() / 1000);
    if (until === undefined) await inbox.beginAt(now - overlapSeconds);
    const since = (until ?? now) - overlapSeconds;
    const found: Missed[] = [];
    for (const talk of await client.talks()) {
      // On an account that is new here, what was unread before is not addressed to the desk.
      const unread = until === undefined ? 0 : talk.unread;
      if (isTalk(talk.id) && (unread > 0 || talk.t >= since))
        found.push(...(await readBack(client, { ...talk, unread }, since)));
    }
    found.sort((one, other) => one.message.t - other.message.t);
    return found.flatMap(({ message, isUnread }) =>
      arrivalsOf(message, clock.now()).filter(({ event }) => isUnread || !inbox.knows(event)),
    );
  }

  return {
    begin(client) {
      running.abort();
      running = new AbortController();
      run(client, running.signal).catch((error) => {
        log.error({ channel: 'whatsapp', error: String(error) }, 'catching up has ended by a bug');
      });
    },
    end() {
      running.abort();
    },
  };
}

/** Unread: WhatsApp was not told that we have it, so it is handed over again. */
type Missed = { message: WebMessage; isUnread: boolean };

/** @returns what was said in a chat since then, oldest first, and at least what nobody has seen. */
async function readBack(client: WebClient, { id, unread }: Talk, since: number): Promise<Missed[]> {
  for (const limit of limits) {
    const messages = await client.history(id, limit);
    const theirs = messages.filter(({ fromMe }) => !fromMe);
    const unseen = new Set(unread > 0 ? theirs.slice(-unread) : []);
    const isAll = messages.length < limit || limit === limits.at(-1);
    const isEnough = (messages[0]?.t ?? 0) < since && unseen.size >= unread;
    if (!isAll && !isEnough) continue;
    return messages
      .filter((message) => message.t >= since || unseen.has(message))
      .map((message) => ({ message, isUnread: unseen.has(message) }));
  }
  return [];
}
