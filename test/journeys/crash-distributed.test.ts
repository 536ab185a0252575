/**
 * The line on PostgreSQL and Redis, in three processes, one of which receives, and all of it is hit again and again:
 * processes killed, Redis killed and begun anew with nothing in it, PostgreSQL ended in the middle of its work. The
 * same verdict as in crash.test.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateToLatest } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open.ts';
import { openTelegramRun, type TelegramRun } from '../support/bot-api/line.ts';
import { type Environment, killDesks } from '../support/desk-process.ts';
import { type Kept, keepRunning } from '../support/kept-desk.ts';
import { type OwnPostgres, postgresMissing, startOwnPostgres } from '../support/own-postgres.ts';
import { type OwnRedis, redisMissing, startOwnRedis } from '../support/own-redis.ts';

const city = { updates: 2_000, people: 200, presses: true };
const blowsMax = 60;
const momentMaxMs = 10_000;
/** What each process does. Killed ones are started again at once. */
const roles = ['receive', 'work', 'work,web'] as const;

const missing = postgresMissing() ?? redisMissing();

describe.skipIf(missing)(`three processes on PostgreSQL and Redis${missing ? ` [not run: ${missing}]` : ''}`, () => {
  let postgres: OwnPostgres;
  let redis: OwnRedis;

  beforeAll(async () => {
    postgres = (await startOwnPostgres())!;
    redis = (await startOwnRedis())!;
  });
  afterAll(async () => {
    await killDesks();
    await redis?.stop();
    await postgres?.stop();
  });

  it('2,000 updates of 200 chats, 50 kills, Redis emptied 6 times, PostgreSQL ended 4 times', async () => {
    const run = await openTelegramRun(city);
    const database = openDatabase(postgres.url, { connectionsMax: 4 });
    try {
      await migrateToLatest(database.db);
      const env = { ...run.env, DATABASE_URL: postgres.url, REDIS_URL: redis.url, PORT: '0' };
      const kept = await Promise.all(roles.map((role) => keepRunning({ ...env, ROLES: role } as Environment)));
      await strikeAgainAndAgain({ run, kept, postgres, redis });
      run.traffic.write(run.traffic.left());
      await run.drained(database.db);
      for (const one of kept) {
        await one.started();
        expect(await one.stop()).toEqual({ code: 0, signal: null });
      }
      await run.judge(database.db, 'PostgreSQL and Redis, three processes');
      expect(run.blows).toHaveLength(blowsMax);
      // A process may end by itself where it finds no database at its start, and nowhere else.
      expect(kept.flatMap((one) => one.gaveUp())).toEqual([]);
    } finally {
      await run.end();
      await database.close();
    }
  }, 1_800_000);
});

type Scene = { run: TelegramRun; kept: readonly Kept[]; postgres: OwnPostgres; redis: OwnRedis };

async function strikeAgainAndAgain({ run, kept, postgres, redis }: Scene): Promise<void> {
  const share = Math.floor((city.updates * 0.9) / blowsMax);
  for (let blow = 0; blow < blowsMax; blow++) {
    const what = `blow ${blow + 1}`;
    if (blow % 15 === 7) {
      run.traffic.write(share);
      await working(run);
      await postgres.crash();
      // Calls that were accepted while it was away are noted once it is back.
      await run.dealt({ what, kind: 'PostgreSQL ended', harmless: true });
    } else if (blow % 10 === 4) {
      run.traffic.write(share);
      await working(run);
      await redis.lose(run.random() * 1_000);
      await run.dealt({ what, kind: 'Redis emptied', harmless: true });
    } else await killOne(run, kept[Math.floor(run.random() * kept.length)]!, share, what);
  }
}

/** Every fifth victim may be still starting; the others are in the midst of things. */
async function killOne(run: TelegramRun, victim: Kept, share: number, what: string): Promise<void> {
  const isEarly = run.random() < 0.2;
  if (!isEarly) await victim.started();
  run.traffic.write(share);
  if (!isEarly) await working(run);
  const kind = victim.hasStarted() ? `kill of ROLES=${victim.roles}` : 'kill while starting';
  await victim.kill();
  // Who only receives sends nothing.
  await run.dealt({ what, kind, harmless: victim.roles === 'receive' });
}

/** Some reply is accepted; then anything up to a moment later. */
async function working(run: TelegramRun): Promise<void> {
  const from = run.api.calls.length;
  const replies = 1 + Math.floor(run.random() * 8);
  const accepted = () => run.api.calls.slice(from).filter((call) => call.method === 'sendMessage' && call.ok).length;
  await run.happened(() => accepted() >= replies, momentMaxMs);
  if (run.random() < 0.7) await sleep(run.random() * 300);
}
