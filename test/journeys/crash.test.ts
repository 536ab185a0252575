/**
 * The desk is killed again and again while a city writes, and nothing is lost (law 1). The processes are separate and killed
 * from outside; the verdict is read from the database and from the stand-in's log.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/open.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { type BotApi, createBotApi } from '../support/bot-api/bot-api.ts';
import {
  type DeskProcess,
  type Environment,
  eventually,
  freePort,
  killDesks,
  makeDataFolder,
  startDesk,
} from '../support/desk-process.ts';
import { describeFigures } from '../support/line-figures.ts';
import { type Blow, isDrained, judgeLine } from '../support/line-judge.ts';
import { createTraffic, seeded, type Traffic } from '../support/line-traffic.ts';

/** A process that hangs is killed anyhow after this long. */
const momentMaxMs = 10_000;
const drainMaxMs = 180_000;

afterAll(killDesks);

describe('killed again and again', () => {
  it(
    'polling: 2,000 updates of 200 chats, 50 kills: stored once, answered in order, no reply lost',
    () => crash({ updates: 2_000, people: 200, kills: 50, webhook: false }),
    600_000,
  );

  it(
    'webhook: 400 updates of 40 chats, 10 kills: the same',
    () => crash({ updates: 400, people: 40, kills: 10, webhook: true }),
    300_000,
  );
});

type Plan = { updates: number; people: number; kills: number; webhook: boolean };

async function crash(plan: Plan): Promise<void> {
  const api = await createBotApi();
  const data = makeDataFolder();
  try {
    const env = await environment(api, data.path, plan.webhook);
    // Over a webhook Telegram brings a press and a message side by side: their order is nobody's promise.
    const traffic = createTraffic(api, { people: plan.people, acts: plan.updates, presses: !plan.webhook });
    const beganAt = systemClock.now();
    const blows = await killAgainAndAgain(plan, { api, env, traffic });
    const last = startDesk(env);
    traffic.write(traffic.left());
    const database = openDatabase(`sqlite:${join(data.path, 'klinik.db')}`);
    try {
      await eventually('all is done', () => isDrained(database.db), Boolean, drainMaxMs);
      expect(await last.stop(), last.stderr()).toEqual({ code: 0, signal: null });
      expect(api.pending(), 'updates that were not confirmed').toBe(0);
      const verdict = await judgeLine(database.db, { wrote: traffic.wrote, calls: api.calls, blows });
      console.log(describeFigures(verdict, { name: plan.webhook ? 'webhook' : 'polling', blows, beganAt }));
      expect(verdict.faults).toEqual([]);
      expect(traffic.wrote).toHaveLength(plan.updates);
      expect(verdict.figures.stored).toBe(plan.updates);
      expect(blows).toHaveLength(plan.kills);
      // Each lost answer is one reply twice, and the test is blind if none was lost.
      expect(verdict.repeats.filter(({ cause }) => cause === 'answer lost').length).toBeGreaterThan(0);
    } finally {
      await database.close();
    }
  } finally {
    await killDesks();
    await api.close();
    data.remove();
  }
}

async function environment(api: BotApi, dataFolder: string, webhook: boolean): Promise<Environment> {
  const port = await freePort();
  return {
    DATA_DIR: dataFolder,
    PORT: String(port),
    TELEGRAM_BOT_TOKEN: api.token,
    TELEGRAM_API_ROOT: api.url,
    TURN_QUIET_MS: '0',
    ...(webhook && {
      TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram/webhook`,
      TELEGRAM_WEBHOOK_SECRET: 'secret_of-no-real-bot',
    }),
  };
}

type Scene = { api: BotApi; env: Environment; traffic: Traffic };

/** A part of the traffic waits when a process starts, the rest comes while it works; then it dies in some moment or other. */
async function killAgainAndAgain(plan: Plan, { api, env, traffic }: Scene): Promise<Blow[]> {
  const random = seeded(plan.kills);
  const share = Math.floor((plan.updates * 0.9) / plan.kills);
  const blows: Blow[] = [];
  for (let kill = 0; kill < plan.kills; kill++) {
    if (kill % 5 === 2) api.fault('sendMessage', { after: true });
    traffic.write(Math.floor(share / 2));
    const desk = startDesk(env);
    const from = api.calls.length;
    const writing = happened(api, () => api.calls.length > from).then(() => traffic.write(Math.ceil(share / 2)));
    await moment(kill, { api, from, random, desk });
    await desk.kill();
    const at = systemClock.now();
    await writing;
    // What the process had sent before it died still lies in the stand-in's sockets.
    await sleep(20);
    blows.push({ what: `kill ${kill + 1}`, seq: api.calls.length, at });
  }
  return blows;
}

type Moment = { api: BotApi; from: number; random: () => number; desk: DeskProcess };

/** When to kill: the moments in which something could be lost, more often than chance alone would find them. */
async function moment(kill: number, { api, from, random, desk }: Moment): Promise<void> {
  const replies = 1 + Math.floor(random() * 30);
  const since = (method: string) => api.calls.slice(from).filter((call) => call.method === method && call.ok);
  const accepted = () => since('sendMessage').length >= replies || !desk.isRunning();
  const brought = () => since('getUpdates').some(({ result }) => (result as object[]).length > 0);
  switch (kill % 5) {
    // A reply is accepted and its answer on the way.
    case 0:
      return happened(api, accepted);
    case 1:
      await happened(api, accepted);
      return sleep(random() * 30);
    // Updates are on the way, being stored, understood.
    case 2:
      await happened(api, () => brought() || accepted());
      return sleep(random() * 80);
    // Anywhere, the start itself included.
    case 3:
      return sleep(random() * 3_000);
    default:
      await happened(api, accepted);
      return sleep(random() * 1_000);
  }
}

async function happened(api: BotApi, holds: () => boolean): Promise<void> {
  await api.until(holds, 'a moment', momentMaxMs).catch(() => undefined);
}
