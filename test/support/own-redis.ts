/** A Redis server of a test's own, in memory only: killed it has forgotten everything. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from './desk-process.ts';

export type OwnRedis = {
  readonly url: string;
  /** SIGKILL, and a new and empty one on the same port after `downMs`. */
  lose(downMs: number): Promise<void>;
  stop(): Promise<void>;
};

/** @returns null where there is no redis-server, see `redisMissing`. */
export async function startOwnRedis(): Promise<OwnRedis | null> {
  if (redisMissing() !== undefined) return null;
  const port = await freePort();
  let server = await start(port);
  const kill = async () => {
    const gone = once(server, 'close');
    server.kill('SIGKILL');
    await gone;
  };
  return {
    url: `redis://127.0.0.1:${port}/0`,
    async lose(downMs) {
      await kill();
      await new Promise((resolve) => setTimeout(resolve, downMs));
      server = await start(port);
    },
    stop: kill,
  };
}

async function start(port: number): Promise<ChildProcess> {
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  for await (const text of server.stdout!.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    said += text;
    if (said.includes('Ready to accept connections')) break;
  }
  if (server.exitCode !== null) throw new Error(`redis-server did not start: ${said}`);
  server.stdout!.resume();
  return server;
}

/** @returns why no server can be started here, for the titles of skipped suites. */
export function redisMissing(): string | undefined {
  return spawnSync('redis-server', ['--version']).status === 0 ? undefined : 'no redis-server → install redis';
}
