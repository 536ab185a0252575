/**
 * A whole desk under a given clock, spoken with line by line: the same intake, queue, turn and outbox as in production,
 * the simulator as its channel. For `npm run chat`, the talks under test/flows, and the demo city.
 */
import { attachSimulator, buildDesk, type Knowledge } from '../../app.ts';
import type { SentPart } from '../../channels/simulator/simulator-adapter.ts';
import { createSignal } from '../../console/live.ts';
import { migrateToLatest } from '../../db/migrate.ts';
import { type OpenDatabase, openDatabase } from '../../db/open.ts';
import { transact } from '../../db/transact.ts';
import { knowConversation } from '../../desk/contacts/contact-store.ts';
import { createLocalJobQueue } from '../../jobs/local-job-queue.ts';
import { createManualClock, type ManualClock } from '../../lib/clock.ts';
import { createIds, createSeededIds, type Ids } from '../../lib/ids.ts';
import type { Log } from '../../lib/log.ts';
import { noTimers } from '../../lib/timers.ts';
import type { ChannelName, Millis } from '../../model.ts';
import { createHandlers } from '../../workers/handlers.ts';
import type { WorkerDeps } from '../../workers/worker-deps.ts';
import { nextDueAt } from './next-due.ts';

export type ChatDesk = {
  readonly desk: WorkerDeps;
  readonly clock: ManualClock;
  readonly simulator: Awaited<ReturnType<typeof attachSimulator>>;
  readonly sent: readonly SentPart[];
  /** A further simulator, in the place of another channel: the demo city. */
  attach(as: ChannelName): ReturnType<typeof attachSimulator>;
  /** Runs all that is due now, and what follows from it. */
  settle(): Promise<void>;
  /** Moves the clock, running everything at its own time on the way. */
  advance(by: Millis): Promise<void>;
  close(): Promise<void>;
};

export type ChatDeskOptions = {
  now: Millis;
  knowledge: Knowledge;
  log: Log;
  /** A fresh database in memory where not told. */
  url?: string;
  /** The same codes and ids each time: talks under test. */
  seed?: string;
  dataDir: string;
  /** Of the installation, where somebody is to read on later what is sealed here. */
  keys?: { data: Uint8Array; audit: Uint8Array };
  /** Everybody who writes is made up. */
  sample?: boolean;
};

/** Quiet time under the given clock: as in production, only that nobody waits for it. */
export const quietMs = 2_500;

export async function openChatDesk(options: ChatDeskOptions): Promise<ChatDesk> {
  const clock = createManualClock(options.now);
  const ids: Ids = options.seed ? createSeededIds(clock, options.seed) : createIds(clock);
  const database: OpenDatabase = openDatabase(options.url ?? 'sqlite::memory:');
  await migrateToLatest(database.db);
  const jobs = createLocalJobQueue({ clock, timers: noTimers, log: options.log });
  const desk = buildDesk({
    clock,
    ids,
    log: options.log,
    database,
    jobs,
    knowledge: options.knowledge,
    dataKey: options.keys?.data ?? new Uint8Array(32).fill(7),
    auditKey: options.keys?.audit ?? new Uint8Array(32).fill(11),
    quietMs,
    dataDir: options.dataDir,
    signal: createSignal(),
    sample: options.sample,
  });
  const simulator = await attachSimulator(desk);
  const handlers = createHandlers(desk);
  await jobs.work(handlers);

  const settle = async () => {
    await jobs.drain();
    await handlers.sweep({ name: 'sweep' });
    await jobs.drain();
  };
  const advance = async (by: Millis) => {
    const until = clock.now() + by;
    for (;;) {
      const due = [jobs.nextDueAt(), await nextDueAt(desk)].filter((at) => at !== null);
      const next = Math.min(...due, until);
      if (next > clock.now()) clock.set(next);
      await handlers['check-silence']({ name: 'check-silence' });
      await handlers['close-resolved']({ name: 'close-resolved' });
      await settle();
      if (next >= until) return;
    }
  };
  return {
    desk,
    clock,
    simulator,
    sent: simulator.sent,
    attach: (as) => attachSimulator(desk, as),
    settle,
    advance,
    async close() {
      await jobs.stop(1_000);
      await database.close();
    },
  };
}

/** Makes the conversation of somebody who has not written yet. */
export async function knowCitizen(chat: ChatDesk, from: string) {
  const { desk, clock } = chat;
  const who = { channel: 'simulator' as const, address: from, name: from, now: clock.now() };
  return await transact(desk.db, (trx) => knowConversation(trx, who, desk.ids));
}
