/** Puts the parts together: the only place that picks implementations. */
import { join } from 'node:path';
import { createChannels, receives } from './app-channels.ts';
import { createTriageMaker, followReleases, type TriageMaker } from './app-triage.ts';
import type { ChannelAdapter } from './channels/channel-adapter.ts';
import { createSimulator, type Simulator } from './channels/simulator/simulator-adapter.ts';
import type { Config } from './config.ts';
import { createSignal, type Signal } from './console/live.ts';
import { serve } from './console/serve.ts';
import { createConsole } from './console/server.ts';
import { lockDatabase } from './db/lock.ts';
import { migrateToLatest } from './db/migrate.ts';
import { type OpenDatabase, openDatabase } from './db/open.ts';
import { transact } from './db/transact.ts';
import { loadReference, type Reference, type Topic } from './desk/reference/reference.ts';
import { rememberSettings } from './desk/reference/settings.ts';
import { loadWords, type Words } from './desk/reference/words.ts';
import { ensureAdministrator } from './desk/staff/staff-store.ts';
import { createAudit } from './desk/tickets/audit.ts';
import type { Flows } from './flow/flow.ts';
import { loadFlows } from './flow/load-flows.ts';
import { createBullmqJobQueue } from './jobs/bullmq-job-queue.ts';
import type { JobQueue } from './jobs/job-queue.ts';
import { createLocalJobQueue } from './jobs/local-job-queue.ts';
import { type Clock, systemClock } from './lib/clock.ts';
import { createIds, type Ids } from './lib/ids.ts';
import { readKey } from './lib/keys.ts';
import type { Log } from './lib/log.ts';
import { createSeal } from './lib/seal.ts';
import { systemTimers } from './lib/timers.ts';
import type { ChannelName, Millis } from './model.ts';
import { loadEmergencies } from './triage/danger.ts';
import { loadKnowledge } from './triage/load-knowledge.ts';
import type { Triage } from './triage/triage.ts';
import { type Commands, loadCommands } from './turn/commands.ts';
import { entrances } from './turn/entrances.ts';
import { createIntake } from './turn/receive.ts';
import { createHandlers, repeatJobs } from './workers/handlers.ts';
import { releaseHeld } from './workers/sweep.ts';
import { tryAgain } from './workers/try-again.ts';
import type { WorkerDeps } from './workers/worker-deps.ts';

/** What is read from flows/ and data/ at start, checked. */
export type Knowledge = {
  reference: Reference;
  words: Words;
  flows: Flows;
  commands: Commands;
  triage: Triage;
  /** Makes another triage from the same knowledge, and puts it in the place of `triage`. */
  triageMaker: TriageMaker;
  dangerWords(kind: string): string;
  dangerForPerson(kind: string): boolean;
  dangerLeaves(rule: string): Topic | null;
};

/** The folders that are shipped; data of this installation lies in DATA_DIR. */
export const root = join(import.meta.dirname, '..');
const dataFolder = join(root, 'data');
const flowsFolder = join(root, 'flows');

/**
 * @param cacheFolder where the trained model is kept between starts.
 * @throws {SetupError} for every fault in flows/ and data/.
 */
export function readKnowledge(cacheFolder: string | undefined): Knowledge {
  const reference = loadReference(dataFolder);
  const knowledge = loadKnowledge(dataFolder);
  const { kinds, rules } = loadEmergencies(dataFolder);
  const words = loadWords(flowsFolder);
  const triageMaker = createTriageMaker(knowledge, cacheFolder === undefined ? {} : { cacheFolder });
  return {
    reference,
    words,
    flows: loadFlows(flowsFolder, entrances),
    commands: loadCommands(flowsFolder),
    triage: triageMaker.triage,
    triageMaker,
    dangerWords: (kind) => kinds[kind]?.words ?? words('danger'),
    dangerForPerson: (kind) => kinds[kind]?.person ?? false,
    dangerLeaves: (rule) => reference.topics.get(rules.find(({ key }) => key === rule)?.leaves ?? '') ?? null,
  };
}

export type DeskOptions = {
  clock: Clock;
  ids: Ids;
  log: Log;
  database: OpenDatabase;
  jobs: JobQueue;
  knowledge: Knowledge;
  dataKey: Uint8Array;
  auditKey: Uint8Array;
  quietMs: Millis;
  dataDir: string;
  signal: Signal;
  /** Everybody who writes here is made up: the demo. */
  sample?: boolean;
};

/** The desk without its channels' wires and pages: what every process, the terminal chat and the tests share. */
export function buildDesk(options: DeskOptions): WorkerDeps & { channels: Map<ChannelName, ChannelAdapter> } {
  const { database, knowledge, clock, signal } = options;
  const seal = createSeal(options.dataKey);
  return {
    db: database.db,
    clock,
    ids: options.ids,
    log: options.log,
    seal,
    audit: createAudit(options.auditKey),
    jobs: options.jobs,
    quietMs: options.quietMs,
    dataDir: options.dataDir,
    sample: options.sample === true,
    channels: new Map(),
    ...knowledge,
    settings: rememberSettings(database.db, clock),
    changed: () => signal.changed(),
  };
}

export type App = {
  /** Where pages are served; null where this process serves none. */
  readonly url: string | null;
  /** Of the administrator made at this start; shown once on the terminal. */
  readonly firstPassword: { username: string; password: string } | null;
  stop(limitMs: Millis): Promise<void>;
};

/**
 * What the demo adds: its knowledge is read already, and channels that it has no account for are played by stand-ins.
 */
export type AppExtras = {
  knowledge?: Knowledge;
  sample?: boolean;
  channels?(desk: WorkerDeps): ChannelAdapter[];
};

/**
 * Starts what this process is to do, in order: database, jobs, channels, pages.
 * @throws {SetupError} for what the operator must mend.
 */
export async function startApp(config: Config, log: Log, extras: AppExtras = {}): Promise<App> {
  const knowledge = extras.knowledge ?? readKnowledge(join(config.DATA_DIR, 'cache'));
  const url = config.DATABASE_URL ?? `sqlite:${join(config.DATA_DIR, 'klinik.db')}`;
  const lock = lockDatabase(url, 'start');
  const database = openDatabase(url);
  await migrateToLatest(database.db);
  if (lock.isAlone) await releaseHeld(database.db);
  const clock = systemClock;
  const ids = createIds(clock);
  const signal = createSignal();
  const jobs = config.REDIS_URL
    ? createBullmqJobQueue({ redisUrl: config.REDIS_URL, log, clock, ids, timers: systemTimers })
    : createLocalJobQueue({ clock, timers: systemTimers, log });
  const keys = join(config.DATA_DIR, 'keys');
  const desk = buildDesk({
    clock,
    ids,
    log,
    database,
    jobs,
    knowledge,
    dataKey: readKey('data', config.DATA_KEY, keys),
    auditKey: readKey('audit', config.AUDIT_KEY, keys),
    quietMs: config.TURN_QUIET_MS,
    dataDir: config.DATA_DIR,
    signal,
    sample: extras.sample,
  });
  for (const adapter of [...(extras.channels?.(desk) ?? []), ...createChannels(config, desk, dataFolder)])
    desk.channels.set(adapter.name, adapter);
  const follow = { db: database.db, maker: knowledge.triageMaker, timers: systemTimers, log };
  const endFollowing = await followReleases(follow);
  const roles = new Set(config.ROLES);
  if (roles.has('work')) {
    repeatJobs(jobs);
    await jobs.work(createHandlers(desk));
  }
  const started = [...desk.channels.values()].filter((adapter) => receives(adapter, roles, config));
  for (const adapter of started) await adapter.start(createIntake(adapter.name, desk));
  const pages = roles.has('web') ? await servePages(config, desk, signal) : null;
  // Last: a password made by a start that then fails would never be shown.
  const first = await transact(database.db, (trx) => ensureAdministrator(trx, { clock, ids }));
  return {
    url: pages ? config.publicUrl.replace(/:0$/, `:${pages.port}`) : null,
    firstPassword: first ? { username: first.staff.username, password: first.password } : null,
    async stop(limitMs) {
      endFollowing();
      await Promise.all(started.map((adapter) => adapter.stop()));
      await pages?.close();
      await jobs.stop(limitMs);
      await database.close();
      lock.release();
    },
  };
}

async function servePages(config: Config, desk: WorkerDeps, signal: Signal) {
  const pages = createConsole({
    ...desk,
    config: {
      publicUrl: config.publicUrl,
      dataDir: config.DATA_DIR,
      ...(config.METRICS_TOKEN ? { metricsToken: config.METRICS_TOKEN } : {}),
    },
    signal,
    channelStatuses: () =>
      [...desk.channels.values()].map(({ name, link, status }) => ({ name, status: status(), link })),
    channelRoutes: [...desk.channels.values()].flatMap((adapter) => adapter.routes ?? []),
    jobCounts: () => desk.jobs.counts(),
    retry: (letter) => tryAgain(letter, desk),
    wake: (conversationId) =>
      desk.jobs.add({ name: 'send-messages', conversationId }, { once: `send-${conversationId}` }),
    version: '0.1.0',
  });
  const served = await serve({
    host: config.HOST,
    port: config.PORT,
    fetch: pages.fetch,
    trustProxy: config.TRUST_PROXY,
  });
  return {
    port: served.port,
    async close() {
      await pages.stop();
      await served.close();
    },
  };
}

/**
 * The simulator on a desk, for the terminal chat, the tests and the bench.
 * @param as the demo only: the channel that it stands in for.
 */
export async function attachSimulator(
  desk: ReturnType<typeof buildDesk>,
  as: ChannelName = 'simulator',
): Promise<Simulator> {
  const simulator = { ...createSimulator({ clock: desk.clock }), name: as };
  desk.channels.set(as, simulator);
  await simulator.start(createIntake(as, desk));
  return simulator;
}
