/**
 * WhatsApp under blows while a city writes: its browser and its page are killed, the desk itself is, the owner logs it
 * out; and nothing is lost (law 1). The real library in real Chromium; the verdict is read from the database and from
 * the stand-in's log.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/open.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { browserProcesses, killAll } from '../support/browser-processes.ts';
import { findChromium } from '../support/chromium.ts';
import { type DeskProcess, eventually, killDesks, makeDataFolder, startScript } from '../support/desk-process.ts';
import { shuffled } from '../support/line-traffic.ts';
import { openWhatsappRun, type WhatsappRun } from '../support/whatsapp-web/line.ts';
import { noChromium } from './desk-visit.ts';

const city = { updates: 500, people: 50 };
const plan = { 'browser killed': 10, 'page crashed': 5, 'desk killed': 5, 'logged out': 1 } as const;
type Kind = keyof typeof plan;

/** Until something is at work again, and then so many replies more: after this long the blow falls all the same. */
const momentMaxMs = 20_000;
const chromium = findChromium();

afterAll(killDesks);

it.skipIf(!chromium)(
  `500 messages of 50 people, browser killed 10 times, page 5, desk 5, logged out once: all stored once, answered in order${
    chromium ? '' : ` (not here: ${noChromium})`
  }`,
  async () => {
    const files = makeDataFolder();
    const run = await openWhatsappRun(city, files.path);
    const scene = openScene(run);
    const database = openDatabase(`sqlite:${join(run.dataFolder, 'klinik.db')}`);
    try {
      await scene.begin();
      await strikeAgainAndAgain(run, scene);
      run.traffic.write(run.traffic.left());
      await run.drained(database.db);
      await run.judge(database.db, 'WhatsApp');
      expect(run.blows).toHaveLength(Object.values(plan).reduce((sum, times) => sum + times, 0));
      expect(run.web.complaints).toEqual([]);
      await scene.end();
      console.log(`  from a blow to the next reply: ${scene.describeRecovery()}`);
      console.log(`  rejections of the library that nobody awaited, none of which ended a desk: ${scene.strays()}`);
    } catch (error) {
      console.log(`blows: ${run.blows.map(({ kind }) => kind).join(', ')}\n${scene.lastWords()}`);
      throw error;
    } finally {
      killAll(browserProcesses(scene.profile).browsers);
      await database.close();
      await run.end();
      files.remove();
    }
  },
  600_000,
);

type Scene = ReturnType<typeof openScene>;

function openScene(run: WhatsappRun) {
  const { web } = run;
  const profile = join(run.dataFolder, 'whatsapp', 'session');
  const desks: DeskProcess[] = [];
  const recoveries: { kind: Kind; ms: number }[] = [];
  const desk = () => desks.at(-1)!;

  async function start(): Promise<void> {
    desks.push(startScript('test/support/whatsapp-desk.ts', run.env));
    await desk().started();
  }

  /** The owner stands beside it, and scans whatever is shown. */
  async function link(): Promise<void> {
    const isLinked = () => {
      if (web.phone.seesQr()) web.phone.scanQr();
      return web.world.devices.size > 0 && web.onlinePages() > 0;
    };
    await eventually('the account is linked', isLinked, Boolean, 60_000);
  }

  const blows: Record<Kind, () => Promise<void> | void> = {
    'browser killed': () => killAll(browserProcesses(profile).browsers),
    'page crashed': () => killAll(browserProcesses(profile).renderers),
    async 'desk killed'() {
      await desk().kill();
    },
    'logged out': web.phone.logOut,
  };

  return {
    profile,
    async begin() {
      await start();
      await link();
    },
    async strike(kind: Kind, what: string) {
      await eventually('there is something to hit', () => browserProcesses(profile).renderers.length, Boolean);
      await blows[kind]();
      await run.dealt({ what, kind });
      const from = systemClock.now();
      const logged = web.world.sent.length;
      if (kind === 'desk killed') await start();
      if (kind === 'logged out') await link();
      return async () => {
        await web.until(() => web.world.sent.length > logged, 60_000);
        recoveries.push({ kind, ms: systemClock.now() - from });
      };
    },
    async end() {
      expect(await desk().stop(), desk().stderr().slice(-2_000)).toEqual({ code: 0, signal: null });
      const exits = await Promise.all(desks.map(({ exited }) => exited));
      expect(exits.filter(({ signal }) => signal === 'SIGKILL')).toHaveLength(plan['desk killed']);
      const bugs = desks.flatMap((one) => one.log().filter(({ msg }) => msg.includes('ended by a bug')));
      expect(bugs).toEqual([]);
    },
    /** For who looks for the fault. */
    lastWords: () => desk()?.stderr().slice(-20_000),
    strays: () => desks.flatMap((one) => one.log().filter(({ msg }) => msg === 'unhandled rejection')).length,
    describeRecovery() {
      const kinds = [...new Set(recoveries.map(({ kind }) => kind))];
      const seconds = (ms = 0) => `${(ms / 1_000).toFixed(1)} s`;
      return kinds
        .map((kind) => {
          const times = recoveries.filter((one) => one.kind === kind).map(({ ms }) => ms);
          times.sort((a, b) => a - b);
          return `${kind} ${seconds(times[Math.floor(times.length / 2)])} (longest ${seconds(times.at(-1))})`;
        })
        .join(', ');
    },
  };
}

/** A part of the traffic comes before each blow, a part while it is mended. */
async function strikeAgainAndAgain(run: WhatsappRun, scene: Scene): Promise<void> {
  const kinds = shuffled(
    Object.entries(plan).flatMap(([kind, times]) => Array.from({ length: times }, () => kind as Kind)),
    run.random,
  );
  const share = Math.floor((city.updates * 0.9) / kinds.length);
  for (const [index, kind] of kinds.entries()) {
    // WhatsApp has it, and the page never hears so: it is found in the chat, and not said again.
    if (index % 4 === 1) run.web.failNextSend('answer-lost');
    run.traffic.write(Math.ceil(share / 2));
    await moment(run);
    const recovered = await scene.strike(kind, `blow ${index + 1}`);
    run.traffic.write(Math.floor(share / 2));
    await recovered();
  }
}

/** Some reply is accepted; then anything up to a moment later. */
async function moment(run: WhatsappRun): Promise<void> {
  const { sent } = run.web.world;
  const replies = sent.length + 1 + Math.floor(run.random() * 8);
  await run.happened(() => sent.length >= replies, momentMaxMs);
  await sleep(run.random() * 300);
}
