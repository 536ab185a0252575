/** The desk as a process of its own, as `npm start` runs it: started, killed and stopped from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '../..');

export type Exit = { code: number | null; signal: NodeJS.Signals | null };
export type LogLine = { level: number; msg: string } & Record<string, unknown>;
export type Environment = Readonly<Record<string, string>>;

export type DeskProcess = {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  isRunning(): boolean;
  /** Everything on standard output so far. */
  stdout(): string;
  /** Everything on standard error so far: the log, or why it did not start. */
  stderr(): string;
  log(): LogLine[];
  /** @returns where it serves pages, null where it serves none. @throws when it ends before it has started. */
  started(): Promise<string | null>;
  /** SIGKILL: no last words. Resolves when the process is gone. */
  kill(): Promise<Exit>;
  /** SIGTERM: it ends by itself. */
  stop(): Promise<Exit>;
};

const running = new Set<DeskProcess>();

/** @param env everything it is told; of this process's environment it gets only what any program needs. */
export function startDesk(env: Environment): DeskProcess {
  return startScript('src/main.ts', env);
}

/** Any script of the product as a process; `started` is the desk's alone. */
export function startScript(script: string, env: Environment, args: readonly string[] = []): DeskProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, script), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // NODE_ENV: no `.env` of this installation is read.
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      TMPDIR: tmpdir(),
      NODE_ENV: 'test',
      ...env,
    },
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]!.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  const exited = once(child, 'close').then(([code, signal]): Exit => {
    running.delete(desk);
    return { code, signal };
  });
  const desk: DeskProcess = {
    pid: child.pid!,
    exited,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    log: () => readLog(said.stderr),
    started: () => whenStarted(desk, child),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
  function end(signal: NodeJS.Signals): Promise<Exit> {
    child.kill(signal);
    return exited;
  }
  running.add(desk);
  return desk;
}

/** Kills what a test left running; for `afterAll`. */
export async function killDesks(): Promise<void> {
  await Promise.all([...running].map((desk) => desk.kill()));
}

async function whenStarted(desk: DeskProcess, child: ChildProcess): Promise<string | null> {
  for (;;) {
    const line = desk.log().find(({ msg }) => msg === 'started');
    if (line) return line.url as string | null;
    if (!desk.isRunning()) throw new Error(`the desk ended before it had started: ${desk.stderr().slice(-2_000)}`);
    await Promise.race([once(child.stderr!, 'data'), desk.exited]);
  }
}

function readLog(text: string): LogLine[] {
  return text
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine);
}

/** A DATA_DIR of a test's own; what was learnt from the training lines is shared with the other tests. */
export function makeDataFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'klinik-data-'));
  const learnt = join(root, 'node_modules/.cache/klinik-prodamas-plus');
  mkdirSync(learnt, { recursive: true });
  symlinkSync(learnt, join(path, 'cache'));
  // What a killed browser leaves behind may still write for a moment.
  const patient = { recursive: true, force: true, maxRetries: 20, retryDelay: 100 } as const;
  return { path, remove: () => rmSync(path, patient) };
}

/** @returns a port of loopback that nobody used a moment ago: for what must come back on the same one. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Looks again and again until it holds. @throws after `limitMs`, with what was seen last. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T> | T,
  holds: (seen: T) => boolean,
  limitMs = 30_000,
): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (performance.now() > end) throw new Error(`did not happen: ${what}; last seen: ${JSON.stringify(seen)}`);
    await sleep(50);
  }
}
