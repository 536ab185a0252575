/**
 * How many messages a second go through the whole line: simulator → stored → understood → ticket → reply in the outbox.
 * On a real SQLite file with synchronous=FULL, or with DATABASE_URL and REDIS_URL on PostgreSQL and Redis; quiet time
 * 0.
 *
 *   npm run bench                      2,000 messages as fast as they go, then 100 a second for 20 s
 *   BENCH_MESSAGES=5000 npm run bench
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { attachSimulator, buildDesk, readKnowledge } from '../../src/app.ts';
import { createSignal } from '../../src/console/live.ts';
import { migrateToLatest } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open.ts';
import { transact } from '../../src/db/transact.ts';
import { knowConversation } from '../../src/desk/contacts/contact-store.ts';
import { createBullmqJobQueue } from '../../src/jobs/bullmq-job-queue.ts';
import type { JobQueue } from '../../src/jobs/job-queue.ts';
import { createLocalJobQueue } from '../../src/jobs/local-job-queue.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createIds } from '../../src/lib/ids.ts';
import { createLog } from '../../src/lib/log.ts';
import { systemTimers } from '../../src/lib/timers.ts';
import { createHandlers, repeatJobs } from '../../src/workers/handlers.ts';
import { makePostgresPlace, makeSqlitePlace } from '../support/places.ts';
import { postgresServerUrl, redisServerUrl } from '../support/servers.ts';

const count = Number(process.env.BENCH_MESSAGES ?? 2_000);
const batch = Number(process.env.BENCH_BATCH ?? 50);
const folder = mkdtempSync(join(tmpdir(), 'klinik-bench-'));
const clock = systemClock;
const ids = createIds(clock);
const log = createLog('error');
const place = postgresServerUrl ? await makePostgresPlace() : makeSqlitePlace('file');
const database = openDatabase(place.url);
await migrateToLatest(database.db);
const queue: JobQueue = redisServerUrl
  ? createBullmqJobQueue({
      redisUrl: redisServerUrl,
      log,
      clock,
      ids,
      timers: systemTimers,
      prefix: `bench-${ids.secret(6)}`,
    })
  : createLocalJobQueue({ clock, timers: systemTimers, log });

/** A reply is in the outbox when its sending is asked for: that is told right after the commit. */
const answered = new Map<string, () => void>();
const jobs: JobQueue = {
  add(job, options) {
    if (job.name === 'send-messages') answered.get(job.conversationId)?.();
    queue.add(job, options);
  },
  work: (handlers) => queue.work(handlers),
  every: (everyMs, job) => queue.every(everyMs, job),
  stop: (limitMs) => queue.stop(limitMs),
  counts: () => queue.counts(),
};
const desk = buildDesk({
  clock,
  ids,
  log,
  database,
  jobs,
  knowledge: readKnowledge(join(import.meta.dirname, '../../data/local/cache')),
  dataKey: new Uint8Array(32),
  auditKey: new Uint8Array(32),
  quietMs: 0,
  dataDir: folder,
  signal: createSignal(),
});
const simulator = await attachSimulator(desk);
repeatJobs(jobs);
await jobs.work(createHandlers(desk));
const texts = readFileSync(join(import.meta.dirname, '../../data/gate/plain.jsonl'), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => (JSON.parse(line) as { text: string }).text);
let serial = 0;
const message = (address: string) => ({
  kind: 'message' as const,
  externalId: `bench-${process.pid}-${++serial}`,
  address,
  text: texts[serial % texts.length] ?? 'lampu gang mati',
  sentAt: clock.now(),
});

console.log(
  `machine: ${cpus()[0]?.model ?? '?'} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
);
console.log(
  `database: ${database.dialect}${database.dialect === 'sqlite' ? ' (file, WAL, synchronous=FULL)' : ''}, jobs: ${redisServerUrl ? 'Redis' : 'in this process'}`,
);
await throughput('warm-up', 300);
await throughput('as fast as it goes', count);
await steady(100, 20);
await jobs.stop(5_000);
await database.close();
await place.remove();
rmSync(folder, { recursive: true, force: true });
process.exit(0);

/** Everything at once; the clock stops when the last one is handled. */
async function throughput(name: string, messages: number): Promise<void> {
  const begin = performance.now();
  for (let sent = 0; sent < messages; sent += batch)
    await simulator.inject(
      Array.from({ length: Math.min(batch, messages - sent) }, () => message(`${name}-${serial % 1000}`)),
    );
  const stored = performance.now() - begin;
  await handled();
  const all = performance.now() - begin;
  const shown = (ms: number) => `${Math.round((messages / ms) * 1000)}/s`;
  console.log(`${name}: ${messages} messages: stored ${shown(stored)}, through the whole line ${shown(all)}`);
  simulator.forget();
}

/** A steady stream, one message a conversation; from its arrival to its reply in the outbox. */
async function steady(perSecond: number, seconds: number): Promise<void> {
  const latencies: number[] = [];
  const total = perSecond * seconds;
  const people = await Promise.all(
    Array.from({ length: total }, (_, n) => {
      const who = { channel: 'simulator' as const, address: `steady-${n}`, name: undefined, now: clock.now() };
      return transact(database.db, (trx) => knowConversation(trx, who, ids));
    }),
  );
  const begin = performance.now();
  for (let n = 0; n < total; n++) {
    await sleep(Math.max(0, begin + (n * 1000) / perSecond - performance.now()));
    const started = performance.now();
    const id = people[n]?.conversationId ?? '';
    answered.set(id, () => {
      latencies.push(performance.now() - started);
      answered.delete(id);
    });
    void simulator.inject([message(`steady-${n}`)]);
  }
  await handled();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => `${latencies[Math.floor(latencies.length * share)]?.toFixed(1)} ms`;
  console.log(
    `${perSecond}/s for ${seconds} s: arrival → reply in the outbox: p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)} (${latencies.length} measured)`,
  );
}

async function handled(): Promise<void> {
  for (;;) {
    const row = await database.db
      .selectFrom('message')
      .select('id')
      .where('direction', '=', 'in')
      .where('handled_at', 'is', null)
      .limit(1)
      .executeTakeFirst();
    if (!row) return;
    // Often enough for a run of seconds, and no load of its own.
    await sleep(40);
  }
}
