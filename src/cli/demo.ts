/**
 * `npm run demo`: the product on a database of its own, with a made-up city of three months, so that somebody can judge
 * it in a minute. On this machine only, whatever the environment says: everybody knows the passwords. A fresh city each
 * time, but with `--keep` the one that is there.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { type Knowledge, readKnowledge, root, startApp } from '../app.ts';
import { createSimulator } from '../channels/simulator/simulator-adapter.ts';
import { type Config, readEnvironment } from '../config.ts';
import { transact } from '../db/transact.ts';
import { makeLink } from '../desk/contacts/visitor-links.ts';
import { systemClock } from '../lib/clock.ts';
import { assert, SetupError } from '../lib/errors.ts';
import { readKey } from '../lib/keys.ts';
import { createLog, type Log } from '../lib/log.ts';
import { dayMs } from '../lib/wib.ts';
import type { WorkerDeps } from '../workers/worker-deps.ts';
import { openChatDesk } from './chat/chat-desk.ts';
import { cityBegins, makeCity } from './demo/city.ts';
import { clearSite, demoConfig, hasCity } from './demo/demo-folder.ts';
import { addressOf } from './demo/resident.ts';
import { loadSeed, type Seed } from './demo/seed-files.ts';
import { welcome } from './demo/welcome.ts';

/** What is under way may finish; then the process ends anyhow. */
const stopLimitMs = 5_000;

try {
  const { values } = parseArgs({ options: { keep: { type: 'boolean', default: false } } });
  const config = demoConfig(readEnvironment());
  const log = createLog(config.LOG_LEVEL);
  const knowledge = readKnowledge(join(config.DATA_DIR, 'cache'));
  const seed = loadSeed(join(root, 'data/seed'), knowledge.reference);
  if (!(values.keep && hasCity(config))) await buildCity(config, knowledge, seed, log);
  await open(config, knowledge, seed, log);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`Cannot start the demo:\n${error.faults.map((fault) => `  ${fault}\n`).join('')}`);
  process.exit(1);
}

async function buildCity(config: Config, knowledge: Knowledge, seed: Seed, log: Log): Promise<void> {
  const site = clearSite(config);
  const startedAt = systemClock.now();
  const chat = await openChatDesk({
    now: cityBegins(seed, startedAt),
    knowledge,
    log,
    url: site.url,
    seed: 'demo',
    dataDir: config.DATA_DIR,
    keys: keysOf(config),
    sample: true,
  });
  try {
    await sql`pragma synchronous = off`.execute(chat.desk.db);
    const report = await makeCity(chat, seed, startedAt, showProgress());
    for (const { story, step, why } of report.skipped) log.debug({ story, step, why }, 'a step was left out');
    await chat.close();
    site.finish();
    const seconds = ((systemClock.now() - startedAt) / 1_000).toFixed(1);
    process.stderr.write(`A sample city of ${report.stories} stories, made in ${seconds} s.\n`);
  } finally {
    await chat.close();
    site.release();
  }
}

/** On a terminal a line that counts; in a file one line. */
function showProgress(): (share: number) => void {
  const words = 'Making a sample city';
  if (!process.stderr.isTTY) process.stderr.write(`${words} …\n`);
  let shown = -1;
  return (share) => {
    const percent = Math.floor(share * 100);
    if (!process.stderr.isTTY || percent === shown) return;
    shown = percent;
    process.stderr.write(percent < 100 ? `\r${words} … ${percent} %` : '\r\u001b[K');
  };
}

/**
 * Pages and web chat as in production; for Telegram, of which the demo has no account, a stand-in takes what is sent.
 */
async function open(config: Config, knowledge: Knowledge, seed: Seed, log: Log): Promise<void> {
  let desk: WorkerDeps | undefined;
  const app = await startApp(config, log, {
    knowledge,
    sample: true,
    channels: (given) => {
      desk = given;
      return [{ ...createSimulator({ clock: given.clock }), name: 'telegram' }];
    },
  });
  assert(desk, 'an app without a desk');
  const { db, ids, clock } = desk;
  const address = addressOf('webchat', seed.staff.visit);
  const expiresAt = clock.now() + dayMs;
  const secret = await transact(db, (trx) => makeLink(trx, { kind: 'return', address, expiresAt }, ids));
  const link = `${app.url}/chat/kembali?t=${secret}`;
  process.stdout.write(
    welcome({ url: app.url ?? '', staff: seed.staff, departments: knowledge.reference.departments, link }),
  );
  const stop = () => {
    setTimeout(() => process.exit(1), stopLimitMs + 2_000).unref();
    app.stop(stopLimitMs).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function keysOf(config: Config): { data: Buffer; audit: Buffer } {
  const folder = join(config.DATA_DIR, 'keys');
  return { data: readKey('data', undefined, folder), audit: readKey('audit', undefined, folder) };
}
