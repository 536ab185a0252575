/** What the crash tests share: a city, a stand-in of the Bot API, the blows, and the end, when all is judged. */
import { expect } from 'vitest';
import type { Db } from '../../src/db/database.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Millis } from '../../src/model.ts';
import { type BotApi, createBotApi } from './bot-api/bot-api.ts';
import { type Environment, eventually, killDesks, makeDataFolder } from './desk-process.ts';
import { describeFigures } from './line-figures.ts';
import { type Blow, judgeLine, readUndone, type Verdict } from './line-judge.ts';
import { createTraffic, seeded, type Traffic } from './line-traffic.ts';

/** Messages of a sender that died are its own for a minute. */
const drainMaxMs = 240_000;

export type LineRun = {
  readonly api: BotApi;
  readonly traffic: Traffic;
  readonly dataFolder: string;
  /** For DATA_DIR, the token and the address of the stand-in. */
  readonly env: Environment;
  readonly blows: readonly Blow[];
  /** From 0 to below 1, the same in each run. */
  random(): number;
  /** Notes a blow that has just been dealt. */
  dealt(blow: Omit<Blow, 'seq' | 'at'>): Promise<void>;
  /** Resolves when it holds, or after `limitMs` all the same. */
  happened(holds: () => boolean, limitMs: Millis): Promise<void>;
  /** Waits until all that was written is confirmed, handled, said and fetched. */
  drained(db: Db): Promise<void>;
  /** Prints the figures and expects that the line kept its promise. */
  judge(db: Db, name: string): Promise<Verdict>;
  end(): Promise<void>;
};

export async function openLineRun(city: { updates: number; people: number; presses: boolean }): Promise<LineRun> {
  const api = await createBotApi();
  const data = makeDataFolder();
  const traffic = createTraffic(api, { people: city.people, acts: city.updates, presses: city.presses });
  const blows: Blow[] = [];
  const beganAt = systemClock.now();
  return {
    api,
    traffic,
    dataFolder: data.path,
    env: { DATA_DIR: data.path, TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.url, TURN_QUIET_MS: '0' },
    blows,
    random: seeded(city.updates),
    async dealt(blow) {
      const at = systemClock.now();
      // What a process had sent before it died still lies in the stand-in's sockets.
      await new Promise((resolve) => setTimeout(resolve, 20));
      blows.push({ ...blow, seq: api.calls.length, at });
    },
    happened: (holds, limitMs) => api.until(holds, 'a moment', limitMs).catch(() => undefined),
    async drained(db) {
      const look = async () => ({ updates: api.pending(), ...(await readUndone(db)) });
      const isDone = ({ updates, ...rows }: Awaited<ReturnType<typeof look>>) =>
        updates === 0 && Object.values(rows).every((list) => list.length === 0);
      await eventually('all is done', look, isDone, drainMaxMs);
    },
    async judge(db, name) {
      const verdict = await judgeLine(db, { wrote: traffic.wrote, calls: api.calls, blows });
      console.log(describeFigures(verdict, { name, wrote: traffic.wrote.length, blows, beganAt }));
      expect(verdict.faults).toEqual([]);
      expect(traffic.wrote).toHaveLength(city.updates);
      expect(verdict.figures.stored).toBe(city.updates);
      expect(api.pending(), 'updates that were not confirmed').toBe(0);
      return verdict;
    },
    async end() {
      await killDesks();
      await api.close();
      data.remove();
    },
  };
}
