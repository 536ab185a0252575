/** What the crash tests share: a city, a stand-in of its channel, the blows, and the end, when all is judged. */
import { expect } from 'vitest';
import type { Db } from '../../src/db/database.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { ChannelName, Millis } from '../../src/model.ts';
import { type Environment, eventually, killDesks, makeDataFolder } from './desk-process.ts';
import { describeFigures } from './line-figures.ts';
import { type Arrived, type Blow, judgeLine, readUndone, type Verdict } from './line-judge.ts';
import { createTraffic, seeded, type Traffic, type Writer } from './line-traffic.ts';

/** Messages of a sender that died are its own for a minute. */
const drainMaxMs = 240_000;

export type City = { updates: number; people: number; presses: boolean };

/** The stand-in of a channel, as a run needs it. */
export type LinePlatform = {
  readonly channel: ChannelName;
  /** By which a desk finds it. */
  readonly env: Environment;
  /** The person with this number; the same each time. */
  writer(person: number): Writer;
  /** How long the log is. */
  logged(): number;
  /** What reached people, in the log's order. */
  arrived(): readonly Arrived[];
  /** What was written and not confirmed. */
  pending(): number;
  /** Resolves when it holds, rejects after `limitMs`. */
  until(holds: () => boolean, limitMs: Millis): Promise<void>;
  close(): Promise<void>;
};

export type LineRun = {
  readonly traffic: Traffic;
  readonly dataFolder: string;
  /** For DATA_DIR, and what leads to the stand-in. */
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

export function openLineRun(city: City, platform: LinePlatform): LineRun {
  const data = makeDataFolder();
  const traffic = createTraffic(platform.writer, { people: city.people, acts: city.updates, presses: city.presses });
  const blows: Blow[] = [];
  const beganAt = systemClock.now();
  return {
    traffic,
    dataFolder: data.path,
    env: { DATA_DIR: data.path, TURN_QUIET_MS: '0', ...platform.env },
    blows,
    random: seeded(city.updates),
    async dealt(blow) {
      const at = systemClock.now();
      // What a process had sent before it died still lies in the stand-in's sockets.
      await new Promise((resolve) => setTimeout(resolve, 20));
      blows.push({ ...blow, seq: platform.logged(), at });
    },
    happened: (holds, limitMs) => platform.until(holds, limitMs).catch(() => undefined),
    async drained(db) {
      const look = async () => ({ updates: platform.pending(), ...(await readUndone(db)) });
      const isDone = ({ updates, ...rows }: Awaited<ReturnType<typeof look>>) =>
        updates === 0 && Object.values(rows).every((list) => list.length === 0);
      await eventually('all is done', look, isDone, drainMaxMs);
    },
    async judge(db, name) {
      const { channel } = platform;
      const verdict = await judgeLine(db, { channel, wrote: traffic.wrote, arrived: platform.arrived(), blows });
      console.log(describeFigures(verdict, { name, wrote: traffic.wrote.length, blows, beganAt }));
      expect(verdict.faults).toEqual([]);
      expect(traffic.wrote).toHaveLength(city.updates);
      expect(verdict.figures.stored).toBe(city.updates);
      expect(platform.pending(), 'messages that were not confirmed').toBe(0);
      return verdict;
    },
    async end() {
      await killDesks();
      await platform.close();
      data.remove();
    },
  };
}
