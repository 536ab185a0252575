/**
 * The desk is killed again and again while a city writes, and nothing is lost (law 1). The processes are separate and
 * killed from outside; the verdict is read from the database and from the stand-in's log.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/open.ts';
import { openTelegramRun, type TelegramRun } from '../support/bot-api/line.ts';
import { type DeskProcess, type Environment, freePort, killDesks, startDesk } from '../support/desk-process.ts';

/** Once it has started: whatever was to happen, then it is killed anyhow. */
const momentMaxMs = 10_000;

afterAll(killDesks);

describe('killed again and again', () => {
  it(
    'polling: 2,000 updates of 200 chats, 50 kills: stored once, answered in order, no reply lost',
    () => crash({ updates: 2_000, people: 200, kills: 50, webhook: false }),
    1_800_000,
  );

  it(
    'webhook: 400 updates of 40 chats, 10 kills: the same',
    () => crash({ updates: 400, people: 40, kills: 10, webhook: true }),
    900_000,
  );
});

type Plan = { updates: number; people: number; kills: number; webhook: boolean };

async function crash(plan: Plan): Promise<void> {
  // Over a webhook Telegram brings a press and a message side by side: their order is nobody's promise.
  const run = await openTelegramRun({ ...plan, presses: !plan.webhook });
  try {
    const env = { ...run.env, ...(await entrance(plan.webhook)) };
    await killAgainAndAgain(plan, run, env);
    const last = startDesk(env);
    run.traffic.write(run.traffic.left());
    const database = openDatabase(`sqlite:${join(run.dataFolder, 'klinik.db')}`);
    try {
      await run.drained(database.db);
      expect(await last.stop(), last.stderr()).toEqual({ code: 0, signal: null });
      const verdict = await run.judge(database.db, plan.webhook ? 'webhook' : 'polling');
      expect(run.blows).toHaveLength(plan.kills);
      // Each lost answer is one reply twice, and the test is blind if none was lost.
      expect(verdict.repeats.filter(({ cause }) => cause === 'answer lost').length).toBeGreaterThan(0);
    } finally {
      await database.close();
    }
  } finally {
    await run.end();
  }
}

async function entrance(webhook: boolean): Promise<Environment> {
  const port = await freePort();
  if (!webhook) return { PORT: String(port) };
  return {
    PORT: String(port),
    TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram/webhook`,
    TELEGRAM_WEBHOOK_SECRET: 'secret_of-no-real-bot',
  };
}

/**
 * A part of the traffic waits when a process starts, the rest comes while it works; then it dies in some moment or
 * other.
 */
async function killAgainAndAgain(plan: Plan, run: TelegramRun, env: Environment): Promise<void> {
  const { api, traffic } = run;
  const share = Math.floor((plan.updates * 0.9) / plan.kills);
  let startMs = 0;
  for (let kill = 0; kill < plan.kills; kill++) {
    if (kill % 5 === 2) api.fault('sendMessage', { after: true });
    traffic.write(Math.floor(share / 2));
    const from = api.calls.length;
    const began = performance.now();
    const desk = startDesk(env);
    const isEarly = kill % 5 === 3;
    // Anywhere, the start itself included.
    if (isEarly) await Promise.race([sleep(run.random() * startMs * 1.5), desk.exited]);
    else {
      await desk.started();
      startMs = performance.now() - began;
      traffic.write(Math.ceil(share / 2));
      await moment(kill, { run, from, desk });
    }
    const hasStarted = desk.log().some(({ msg }) => msg === 'started');
    await desk.kill();
    await run.dealt({ what: `kill ${kill + 1}`, kind: hasStarted ? 'kill' : 'kill while starting' });
    if (isEarly) traffic.write(Math.ceil(share / 2));
  }
}

type Moment = { run: TelegramRun; from: number; desk: DeskProcess };

/** When to kill: the moments in which something could be lost, more often than chance alone would find them. */
async function moment(kill: number, { run, from, desk }: Moment): Promise<void> {
  const { api, random } = run;
  const replies = 1 + Math.floor(random() * 20);
  const since = (method: string) => api.calls.slice(from).filter((call) => call.method === method && call.ok);
  const accepted = () => since('sendMessage').length >= replies || !desk.isRunning();
  const brought = () => since('getUpdates').some(({ result }) => (result as object[]).length > 0);
  switch (kill % 5) {
    // A reply is accepted and its answer on the way.
    case 0:
      return run.happened(accepted, momentMaxMs);
    case 1:
      await run.happened(accepted, momentMaxMs);
      return sleep(random() * 30);
    // Updates are on the way, being stored, understood.
    case 2:
      await run.happened(() => brought() || accepted(), momentMaxMs);
      return sleep(random() * 80);
    default:
      await run.happened(accepted, momentMaxMs);
      return sleep(random() * 1_000);
  }
}
