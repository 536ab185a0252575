/**
 * `npm test`: runs every suite once, then says which ran on what and which did not; its last line is
 * `N passed, N failed, N skipped`. Further words go to vitest: `npm test -- test/flow/`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './support/chromium.ts';
import { postgresServerUrl, redisServerUrl } from './support/servers.ts';

type Report = { testResults: { name: string; status: string; message: string; assertionResults: Case[] }[] };
type Case = { status: 'passed' | 'failed' | 'skipped' | 'pending' | 'todo'; ancestorTitles: string[]; title: string };

// As vitest sets it for the tests: no `.env` of this installation is read.
process.env.NODE_ENV = 'test';
const folder = mkdtempSync(join(tmpdir(), 'klinik-report-'));
const file = join(folder, 'report.json');
const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
const run = spawn(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)], { stdio: 'inherit' });
const [code] = (await once(run, 'exit')) as [number | null];
process.exitCode = conclude(readReport(), code ?? 1);
rmSync(folder, { recursive: true, force: true });

function readReport(): Report | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** @returns the exit code: not 0 either where no test ran at all. */
function conclude(report: Report | null, code: number): number {
  const results = report?.testResults ?? [];
  const cases = results.flatMap((result) => result.assertionResults);
  const count = (...statuses: string[]) => cases.filter((one) => statuses.includes(one.status)).length;
  // A file that could not even be loaded has no cases, and is a failure all the same.
  const broken = results.filter((result) => result.status === 'failed' && result.assertionResults.length === 0);
  const passed = count('passed');
  let failed = count('failed') + broken.length;
  console.log(['', ...places(), ...left(cases)].join('\n'));
  for (const { name } of broken) console.log(`Could not be loaded: ${name}`);
  if (report === null) console.log('The runner left no report: it ended before the tests did.');
  // An error outside of every test: the last line may not look well where the exit code is not.
  if (code !== 0 && failed === 0) failed = 1;
  console.log(`${passed} passed, ${failed} failed, ${count('skipped', 'pending', 'todo')} skipped`);
  return code !== 0 || failed > 0 || passed === 0 ? code || 1 : 0;
}

/** What the suites ran on. */
function places(): string[] {
  const chromium = findChromium();
  return [
    'SQLite: ran.',
    postgresServerUrl ? 'PostgreSQL: ran.' : 'PostgreSQL: not run, DATABASE_URL names none.',
    redisServerUrl ? 'Redis: ran.' : 'Redis: not run, REDIS_URL names none.',
    chromium ? `Chromium: ran (${chromium}).` : 'Chromium: not run, none found; CHROMIUM_PATH names one.',
  ];
}

/** The suites that did not run, each once; their titles say why. */
function left(cases: readonly Case[]): string[] {
  const byTitle = new Map<string, number>();
  for (const one of cases) {
    if (one.status === 'passed' || one.status === 'failed') continue;
    const isNamed = one.title.includes('(not here: ');
    const title = isNamed ? [one.ancestorTitles[0], one.title].join(' › ') : (one.ancestorTitles[0] ?? one.title);
    byTitle.set(title, (byTitle.get(title) ?? 0) + 1);
  }
  return [...byTitle].map(([title, count]) => `Not run (${count}): ${title}`);
}
