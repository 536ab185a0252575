/** A desk process that is started again whenever it ends, as a service manager does it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type DeskProcess, type Environment, type Exit, startDesk } from './desk-process.ts';

/** Like RestartSec of systemd: who ends by itself waits a moment. */
const againMs = 500;

export type Kept = {
  readonly roles: string;
  hasStarted(): boolean;
  /** Of the process that runs now, or of the next one that manages to. */
  started(): Promise<void>;
  /** SIGKILL; the next one is started at once. */
  kill(): Promise<void>;
  /** SIGTERM, for good. */
  stop(): Promise<Exit>;
  /** The last words of processes that ended by themselves after they had started: none should. */
  gaveUp(): readonly string[];
};

/** Resolves when it runs for the first time. */
export async function keepRunning(env: Environment): Promise<Kept> {
  let desk: DeskProcess = startDesk(env);
  let killed: DeskProcess | undefined;
  let isOver = false;
  const gaveUp: string[] = [];
  const hasStarted = (one: DeskProcess) => one.log().some(({ msg }) => msg === 'started');

  async function watch(): Promise<void> {
    for (;;) {
      const watched = desk;
      const exit = await watched.exited;
      if (isOver) return;
      if (watched !== killed) {
        if (hasStarted(watched)) gaveUp.push(`${JSON.stringify(exit)} ${watched.stderr().slice(-2_000)}`);
        await sleep(againMs);
      }
      desk = startDesk(env);
    }
  }
  const kept: Kept = {
    roles: env.ROLES ?? 'all',
    hasStarted: () => hasStarted(desk),
    async started() {
      while (!hasStarted(desk)) await sleep(50);
    },
    async kill() {
      killed = desk;
      await desk.kill();
      // The watcher has seen it too, and the next one runs.
      while (desk === killed) await sleep(1);
    },
    async stop() {
      isOver = true;
      return await desk.stop();
    },
    gaveUp: () => gaveUp,
  };
  void watch();
  await kept.started();
  return kept;
}
