/**
 * A disk that is full and a database that somebody else has locked, under a desk at work: what is not stored is not
 * acknowledged, so that Telegram brings it again, and once there is room again all of it is answered as if nothing had
 * been.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/open.ts';
import { openTelegramRun, type TelegramRun } from '../support/bot-api/line.ts';
import {
  type DeskProcess,
  type Environment,
  eventually,
  freePort,
  killDesks,
  startDesk,
} from '../support/desk-process.ts';

const city = { updates: 60, people: 12 };

/** Makes storing impossible for a running desk. @returns what makes it possible again. */
type Trouble = (place: { desk: DeskProcess; file: string }) => () => void;

/** No file of the desk may have another byte: a write is told another word than on a full disk, and as final. */
const fullDisk: Trouble = ({ desk }) => {
  const limit = (bytes: string) => execFileSync('prlimit', ['--pid', String(desk.pid), `--fsize=${bytes}:`]);
  limit('0');
  return () => limit('unlimited');
};

/** Longer than the desk is ready to wait. */
const lockedDatabase: Trouble = ({ file }) => {
  const other = new Sqlite(file, { timeout: 10_000 });
  other.exec('begin immediate');
  return () => {
    other.exec('rollback');
    other.close();
  };
};

const canLimit = spawnSync('prlimit', ['--version']).status === 0;

afterAll(killDesks);

describe.each([
  { name: 'a full disk', trouble: fullDisk, missing: canLimit ? undefined : 'no prlimit → install util-linux' },
  { name: 'a locked database', trouble: lockedDatabase, missing: undefined },
])('$name', ({ name, trouble, missing }) => {
  describe.skipIf(missing)(`acknowledges nothing${missing ? ` [not run: ${missing}]` : ''}`, () => {
    it.each(['polling', 'webhook'] as const)(
      'by %s: it comes again, is stored once and answered',
      (way) => standTrouble(`${name}, ${way}`, way, trouble),
      180_000,
    );
  });
});

async function standTrouble(name: string, way: 'polling' | 'webhook', trouble: Trouble): Promise<void> {
  const run = await openTelegramRun({ ...city, presses: false });
  const file = join(run.dataFolder, 'klinik.db');
  try {
    const desk = startDesk({ ...run.env, ...(await entrance(way)) });
    await desk.started();
    const database = openDatabase(`sqlite:${file}`);
    try {
      run.traffic.write(20);
      await run.happened(() => run.api.calls.some(({ method }) => method === 'sendMessage'), 30_000);
      const end = trouble({ desk, file });
      const from = run.api.calls.length;
      run.traffic.write(20);
      await eventually('storing is in trouble', () => desk.log().some((line) => line.problem === 'storing'), Boolean);
      await cameAgain(run, from, way);
      const pending = run.api.pending();
      const stored = await database.db.selectFrom('message').select('id').where('direction', '=', 'in').execute();
      expect(pending).toBeGreaterThan(0);
      expect(stored.length, 'what was acknowledged is stored').toBeGreaterThanOrEqual(
        run.traffic.wrote.length - pending,
      );
      end();
      // What had been sent when it began may go out again: it could not be noted.
      await run.dealt({ what: name, kind: name });
      run.traffic.write(run.traffic.left());
      await run.drained(database.db);
      await run.judge(database.db, name);
      expect(desk.isRunning()).toBe(true);
    } finally {
      await database.close();
    }
  } finally {
    await run.end();
  }
}

async function entrance(way: 'polling' | 'webhook'): Promise<Environment> {
  const PORT = String(await freePort());
  if (way === 'polling') return { PORT };
  const TELEGRAM_WEBHOOK_URL = `http://127.0.0.1:${PORT}/telegram/webhook`;
  return { PORT, TELEGRAM_WEBHOOK_URL, TELEGRAM_WEBHOOK_SECRET: 'secret_of-no-real-bot' };
}

/** The same updates were brought a second time while they could not be stored. */
async function cameAgain(run: TelegramRun, from: number, way: 'polling' | 'webhook'): Promise<void> {
  const limitMs = 90_000;
  if (way === 'webhook') {
    const info = `${run.api.url}/bot${run.api.token}/getWebhookInfo`;
    const look = async () => ((await (await fetch(info)).json()) as { result: { last_error_message?: string } }).result;
    await eventually(
      'an update was refused',
      look,
      ({ last_error_message }) => last_error_message !== undefined,
      limitMs,
    );
    return;
  }
  const brought = () =>
    run.api.calls
      .slice(from)
      .filter(({ method, ok }) => method === 'getUpdates' && ok)
      .map(({ result }) => (result as { update_id: number }[])[0]?.update_id)
      .filter((id) => id !== undefined);
  await run.api.until(() => new Set(brought()).size < brought().length, 'the same came again', limitMs);
}
