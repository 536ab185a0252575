/**
 * How fast triage is: `node --import tsx test/bench/triage.bench.ts`. Training, the start from a trained file, and one
 * message at a time on one core, by length; the whole of it and its parts.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createTriage } from '../../src/triage/create-triage.ts';
import { loadKnowledge } from '../../src/triage/load-knowledge.ts';
import { findAmounts } from '../../src/triage/money.ts';
import { maskPersonalData } from '../../src/triage/personal-data.ts';
import { findProgrammes } from '../../src/triage/programme.ts';
import { findTimes } from '../../src/triage/when.ts';

const rounds = 5;
const lengths = [
  ['up to 8 words', 1, 8],
  ['25 to 35 words', 25, 35],
  ['over 60 words', 60, 400],
] as const;

const folder = mkdtempSync(join(tmpdir(), 'klinik-triage-bench-'));
try {
  const knowledge = timed('data/ read', () => loadKnowledge(join(import.meta.dirname, '../../data')));
  console.log(`${knowledge.training.length} lines, ${cpus()[0]?.model}, Node ${process.versions.node}`);
  timed('trained and kept', () => createTriage(knowledge, { cacheFolder: folder }));
  const [file] = readdirSync(folder);
  console.log(`  file: ${(statSync(join(folder, file!)).size / 1e6).toFixed(2)} MB`);
  const triage = timed('ready from the file', () => createTriage(knowledge, { cacheFolder: folder }));
  const now = Date.parse('2026-06-10T09:00:00+07:00');
  const works: Record<string, (text: string) => unknown> = {
    'whole triage': (text) => triage.judge(text),
    'danger alone': (text) => triage.danger(text),
    masking: maskPersonalData,
    'sums, programmes, days': (text) => [findAmounts(text), findProgrammes(text), findTimes(text, now)],
  };
  for (const [name, from, to] of lengths) {
    const texts = knowledge.training
      .map(({ text }) => text)
      .filter((text) => text.split(/\s+/).length >= from && text.split(/\s+/).length <= to)
      .slice(0, 400);
    console.log(`${name}: ${texts.length} messages, ${rounds} times each`);
    for (const [what, work] of Object.entries(works)) console.log(`  ${what.padEnd(24)} ${spread(texts, work)}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function spread(texts: readonly string[], work: (text: string) => unknown): string {
  for (const text of texts) work(text);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++)
    for (const text of texts) {
      const start = performance.now();
      work(text);
      times.push((performance.now() - start) * 1_000);
    }
  times.sort((one, other) => one - other);
  const at = (share: number) => `${Math.round(times[Math.floor(share * (times.length - 1))]!)} µs`;
  return `median ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}`;
}

function timed<T>(what: string, work: () => T): T {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const result = work();
  const used = process.cpuUsage(cpu);
  console.log(
    `${what}: ${Math.round(performance.now() - start)} ms (${Math.round((used.user + used.system) / 1_000)} ms of a core)`,
  );
  return result;
}
