/** Several processes and one database: the lock, migrating together, and being killed in the middle of writing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { lockDatabase, lockPaths } from '../../src/db/lock.ts';
import { migrateToLatest } from '../../src/db/migrate.ts';
import { parseDatabaseUrl } from '../../src/db/open.ts';
import { SetupError } from '../../src/lib/errors.ts';
import { describeOnDatabases } from '../support/databases.ts';

const script = (path: string) => fileURLToPath(new URL(path, import.meta.url));

describeOnDatabases(
  'several processes',
  (context) => {
    it('migrate together: one does it, nobody breaks it', async () => {
      const runs = await Promise.all([1, 2, 3].map(() => migrateByCommand(context.url)));
      const succeeded = runs.filter((run) => run.code === 0);
      expect(succeeded.filter((run) => run.output.includes('Migrated:'))).toHaveLength(1);
      const refused = runs.filter((run) => run.code !== 0);
      for (const run of refused) expect(run.output).toMatch(/in use by "migrate" \(process \d+ on /);
      // On PostgreSQL each waits for the other; on SQLite who comes meanwhile is refused.
      if (context.dialect === 'postgres') expect(refused).toEqual([]);
      expect(await migrateToLatest(context.db)).toEqual([]);
    });

    it('keep everything that was acknowledged, whole, when the writer is killed again and again', async () => {
      await migrateToLatest(context.db);
      const acknowledged: string[] = [];
      for (let kill = 0; kill < 4; kill++) {
        const writer = spawnScript('./writer.ts', [context.url, `k${kill}`]);
        const lines = linesOf(writer);
        await lines.until((all) => all.length > 300);
        writer.kill('SIGKILL');
        await once(writer, 'close');
        acknowledged.push(...lines.all().filter((line) => line.startsWith('k')));
      }
      const rows = await context.db.selectFrom('tally').select(['kind', 'key']).execute();
      const left = new Set(rows.filter((row) => row.kind === 'left').map((row) => row.key));
      const right = new Set(rows.filter((row) => row.kind === 'right').map((row) => row.key));
      expect(left).toEqual(right);
      expect(acknowledged.length).toBeGreaterThanOrEqual(4 * 300);
      expect(acknowledged.filter((key) => !left.has(key))).toEqual([]);
    });

    it('cannot both be the one that runs on a SQLite file; a killed one leaves no lock behind', async () => {
      await migrateToLatest(context.db);
      const writer = spawnScript('./writer.ts', [context.url, 'locked']);
      await linesOf(writer).until((all) => all.includes('ready'));
      if (context.dialect === 'postgres') {
        lockDatabase(context.url, 'start').release();
        expect((await migrateByCommand(context.url)).code).toBe(0);
      } else {
        const message = `in use by "start" (process ${writer.pid} on `;
        expect(() => lockDatabase(context.url, 'start')).toThrow(SetupError);
        expect(() => lockDatabase(context.url, 'start')).toThrow(message);
        const refused = await migrateByCommand(context.url);
        expect(refused.code).toBe(1);
        expect(refused.output).toContain(message);
      }
      writer.kill('SIGKILL');
      await once(writer, 'close');
      const mine = lockDatabase(context.url, 'start');
      if (context.dialect === 'sqlite') expect(() => lockDatabase(context.url, 'restore')).toThrow(`${process.pid}`);
      mine.release();
      mine.release();
      lockDatabase(context.url, 'start').release();
    });

    it('are told where the lock lies, so that a backup can leave it out', () => {
      const address = parseDatabaseUrl(context.url);
      if (address.dialect === 'sqlite')
        expect(Object.values(lockPaths(address.file!))).toEqual([`${address.file}.lock`, `${address.file}.holder`]);
      else expect(address.url).toBe(context.url);
    });
  },
  { sqlite: 'file', migrate: false },
);

function spawnScript(path: string, args: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', script(path), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
}

async function migrateByCommand(url: string): Promise<{ code: number | null; output: string }> {
  const child = spawnScript('../../src/cli/migrate.ts', [], { DATABASE_URL: url });
  let output = '';
  child.stdout!.on('data', (chunk) => (output += chunk));
  child.stderr!.on('data', (chunk) => (output += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

/** What a process printed so far, by whole lines. */
function linesOf(child: ChildProcess) {
  let text = '';
  let changed = () => {};
  child.stdout!.on('data', (chunk) => {
    text += chunk;
    changed();
  });
  let errors = '';
  child.stderr!.on('data', (chunk) => (errors += chunk));
  child.on('close', () => changed());
  const all = () => text.split('\n').slice(0, -1);
  return {
    all,
    async until(enough: (lines: string[]) => boolean): Promise<void> {
      while (!enough(all())) {
        if (child.exitCode !== null) throw new Error(`the process ended early: ${errors}`);
        await new Promise<void>((resolve) => {
          changed = resolve;
        });
      }
    },
  };
}
