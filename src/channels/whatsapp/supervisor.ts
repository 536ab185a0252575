/**
 * Keeps one session alive: opens it, and says what follows from each of its ends. There is no error after which it
 * rests for ever, but for an account that WhatsApp blocks: that waits for a person.
 */
import { existsSync } from 'node:fs';
import type { Clock } from '../../lib/clock.ts';
import { SetupError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Timers } from '../../lib/timers.ts';
import { addDays, dayOf, instantOf, minuteMs } from '../../lib/wib.ts';
import type { Millis } from '../../model.ts';
import { usualChromiumPaths, type WhatsappConfig, type WhatsappTiming } from './config.ts';
import { createWebClient, type WebClientHandlers } from './library.ts';
import { forgetLogin, freeProfile, memoryOf, prepareFolder } from './profile.ts';
import { openSession, type Session, type SessionDeps, type SessionEnd } from './session.ts';
import type { StatusKeeper } from './status.ts';
import { wait } from './time.ts';

export type Supervisor = {
  start(): void;
  /** The session of now, if there is one. */
  session(): Session | undefined;
  /** Ends the session of now and begins the next at once. */
  restart(): void;
  /** As measured a minute ago at most. */
  memoryBytes(): number | undefined;
  stop(): Promise<void>;
};

export type SupervisorDeps = {
  config: Omit<WhatsappConfig, 'timing'> & { timing: WhatsappTiming };
  clock: Clock;
  timers: Timers;
  log: Log;
  status: StatusKeeper;
  heard: WebClientHandlersOfMessages;
  showQr: SessionDeps['showQr'];
  onReady: SessionDeps['onReady'];
  onEnd(): void;
  /** Takes the folder for this process. @throws {SetupError} while another process holds it. */
  lock(folder: string): { release(): void };
};

type WebClientHandlersOfMessages = Pick<WebClientHandlers, 'message' | 'edited' | 'revoked' | 'ack' | 'own'>;

/** A session that held so long did not fail at once: the next failure waits the first step again. */
const healthyMs = 5 * minuteMs;

export function createSupervisor(deps: SupervisorDeps): Supervisor {
  const { config, clock, timers, log, status } = deps;
  const { timing, folder } = config;
  const stopping = new AbortController();
  const stop = stopping.signal;
  let resume = new AbortController();
  let current: Session | undefined;
  let running: Promise<void> = Promise.resolve();
  let memory: number | undefined;
  let retryMs = timing.retryFirstMs;

  async function run(): Promise<void> {
    const hold = await takeFolder();
    if (!hold) return;
    try {
      while (!stop.aborted) await oneSession();
    } finally {
      hold.release();
    }
  }

  async function takeFolder(): Promise<{ release(): void } | undefined> {
    while (!stop.aborted) {
      try {
        prepareFolder(folder);
        return deps.lock(folder);
      } catch (error) {
        const isTaken = error instanceof SetupError;
        status.set('broken', isTaken ? 'profile-in-use' : 'storing', (error as Error).message.slice(0, 200));
        await pause(timing.mendMs);
      }
    }
    return undefined;
  }

  async function oneSession(): Promise<void> {
    const chromiumPath = config.chromiumPath ?? usualChromiumPaths.find((path) => existsSync(path));
    if (chromiumPath === undefined || !existsSync(chromiumPath)) {
      status.set('broken', 'chromium-missing', chromiumPath);
      return await pause(timing.mendMs);
    }
    freeProfile(folder);
    const beganAt = clock.now();
    const open: SessionDeps['open'] = (handlers) => createWebClient({ ...config, chromiumPath, timers }, handlers);
    const session = await openSession({ ...deps, timing, open });
    current = session;
    const unwatch = watch(session);
    if (stop.aborted) session.end('stopped');
    const end = await session.ended;
    unwatch();
    log.info({ channel: 'whatsapp', why: end.why, detail: end.detail }, 'session ended');
    current = undefined;
    deps.onEnd();
    deps.showQr(undefined);
    await session.client.close();
    freeProfile(folder);
    if (session.wasReady() && clock.now() - beganAt >= healthyMs) retryMs = timing.retryFirstMs;
    await follow(end);
  }

  /** What follows from each end. */
  async function follow({ why, detail }: SessionEnd): Promise<void> {
    switch (why) {
      case 'stopped':
      case 'restart':
        return;
      case 'logged-out':
        forgetLogin(folder);
        prepareFolder(folder);
        return status.set('unlinked', 'logged-out', detail);
      case 'unlinked':
        status.set('unlinked', 'logged-out', detail);
        return await pause(nextRetry());
      case 'account-blocked':
        status.set('broken', why, detail);
        return await pause(undefined);
      case 'outdated':
      case 'chromium-failed':
      case 'profile-in-use':
        status.set('broken', why, detail);
        return await pause(Math.max(timing.mendMs, nextRetry()));
      case 'conflict':
        status.set('retrying', why, detail);
        return await pause(Math.max(timing.conflictMs, nextRetry()));
      default:
        status.set('retrying', why, detail);
        return await pause(nextRetry());
    }
  }

  function nextRetry(): Millis {
    const step = retryMs;
    retryMs = Math.min(timing.retryMaxMs, retryMs * 2);
    return step;
  }

  /** @param ms undefined: until somebody says so. */
  async function pause(ms: Millis | undefined): Promise<void> {
    resume = new AbortController();
    const early = AbortSignal.any([stop, resume.signal]);
    if (ms !== undefined) return await wait(timers, ms, early);
    await new Promise<void>((resolve) => {
      if (early.aborted) resolve();
      early.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** Memory grows from day to day: a fresh browser each night, and whenever it takes too much. */
  function watch(session: Session): () => void {
    const { memoryMaxMb } = config.limits;
    const restartAt = nextTime(clock.now(), config.limits.restartAt);
    let cancel = () => {};
    const look = () => {
      memory = memoryOf(folder);
      status.touch();
      const isTooMuch = memory !== undefined && memory > memoryMaxMb * 1024 * 1024;
      // One that is not ready yet has an alarm of its own.
      if (session.wasReady() && isTooMuch) return session.end('restart', 'memory');
      if (session.wasReady() && clock.now() >= restartAt) return session.end('restart', 'daily');
      cancel = timers.after(timing.lookMs, look);
    };
    cancel = timers.after(timing.lookMs, look);
    return () => cancel();
  }

  return {
    start() {
      status.set('starting');
      running = run().catch((error) => {
        status.set('broken');
        log.error({ channel: 'whatsapp', error: String(error) }, 'the channel has ended by a bug');
      });
    },
    session: () => current,
    restart() {
      retryMs = timing.retryFirstMs;
      resume.abort();
      current?.end('restart', 'asked for');
    },
    memoryBytes: () => memory,
    async stop() {
      stopping.abort();
      current?.end('stopped');
      await running;
    },
  };
}

/** @returns the next instant at this time of day in WIB. */
function nextTime(now: Millis, time: string): Millis {
  const today = instantOf(dayOf(now), time);
  return today > now ? today : instantOf(addDays(dayOf(now), 1), time);
}
