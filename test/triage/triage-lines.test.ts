/** `npm run --silent triage -- --jsonl` to the letter, run as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDataFolder } from '../support/desk-process.ts';

const root = join(import.meta.dirname, '../..');
const keys = [
  'id',
  'intent',
  'department',
  'topic',
  'confidence',
  'runnersUp',
  'decision',
  'emergency',
  'kelurahan',
] as const;
/** A first start learns from the training lines: seconds on a quiet machine, more beside other suites. */
const startLimitMs = 300_000;

const folder = makeDataFolder();
afterAll(() => folder.remove());

function start(...words: string[]) {
  const child = spawn('npm', ['run', '--silent', 'triage', '--', ...words], {
    cwd: root,
    env: { ...process.env, DATA_DIR: folder.path },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const answers = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  let errors = '';
  child.stderr!.on('data', (chunk) => {
    errors += chunk;
  });
  const next = async (): Promise<Record<string, unknown>> => JSON.parse((await answers.next()).value as string);
  return { child, answers, next, errors: () => errors };
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  return ((await once(child, 'exit')) as [number | null])[0];
}

describe('triage for programs', () => {
  let run: ReturnType<typeof start>;
  const ask = (line: string) => {
    run.child.stdin!.write(`${line}\n`);
    return run.next();
  };
  beforeAll(async () => {
    run = start('--jsonl');
    await ask('{"id":"first","text":"halo"}');
  }, startLimitMs);

  it('answers a line before the next is written, with the keys of the contract in their order', async () => {
    const text = 'lampu gang mati sdh seminggu di RT 3 RW 2 Ngronggo pak';
    const answer = await ask(JSON.stringify({ id: 'a', text }));
    expect(Object.keys(answer)).toEqual(keys);
    expect(answer).toMatchObject({
      id: 'a',
      intent: 'complain',
      department: 'dpkp',
      topic: 'dpkp.lampu-gang-mati',
      decision: 'route',
      emergency: false,
      kelurahan: 'Ngronggo',
    });
    const others = answer.runnersUp as { department: string; confidence: number }[];
    expect(others.length).toBeGreaterThanOrEqual(2);
    expect(others.length).toBeLessThanOrEqual(4);
    expect(others.map(({ department }) => department)).not.toContain('dpkp');
    for (const other of others) expect(Object.keys(other)).toEqual(['department', 'confidence']);
    const shares = others.map(({ confidence }) => confidence);
    expect(shares).toEqual([...shares].sort((one, other) => other - one));
    expect(answer.confidence).toBeLessThanOrEqual(1);
    expect(answer.confidence).toBeGreaterThan(shares[0]!);
  });

  it.each([
    ['{"id":7,"text":12}', 7],
    ['{"id":"no text"}', 'no text'],
    ['{"text"', null],
    ['[1,2]', null],
    ['null', null],
    ['"words"', null],
  ])('answers %s with an error and goes on', async (line, id) => {
    const answer = await ask(line);
    expect(Object.keys(answer)).toEqual(['id', 'error']);
    expect(answer.id).toBe(id);
    expect(answer.error).toMatch(/\w/);
    expect(await ask('{"id":"next","text":"halo"}')).toMatchObject({ id: 'next', intent: 'greet' });
  });

  it('skips blank lines and reads Windows line ends, a byte order mark and line separators inside a text', async () => {
    run.child.stdin!.write('\n  \n\r\n\uFEFF{"id":1,"text":"halo"}\r\n{"id":2,"text":"matur\u2028nuwun"}\n');
    expect(await run.next()).toMatchObject({ id: 1, intent: 'greet' });
    expect(await run.next()).toMatchObject({ id: 2, intent: 'thanks' });
  });

  it('names a department for every question and complaint, however unclear, and none for the rest', async () => {
    for (const text of ['pak ini gimana ya', 'kok belum', 'tolong ditindaklanjuti', 'rusak', 'saya mau tanya aturan']) {
      const { intent, department, runnersUp } = await ask(JSON.stringify({ id: text, text }));
      if (intent === 'ask' || intent === 'complain') expect(department, text).toMatch(/^[a-z]+$/);
      else expect(department === null || department === 'luar', text).toBe(true);
      if (department === null) expect(runnersUp, text).toEqual([]);
    }
  });

  it('tells danger, several kelurahan in order, and no kelurahan for a kecamatan alone', async () => {
    expect(await ask('{"id":1,"text":"tolong rumah tetangga kebakaran di Kelurahan Pojok"}')).toMatchObject({
      intent: 'emergency',
      emergency: true,
      department: null,
      kelurahan: 'Pojok',
    });
    expect(await ask('{"id":2,"text":"drainase dari Tosaren sampai Bangsal mampet, kel. Bangsal"}')).toMatchObject({
      kelurahan: 'Tosaren, Bangsal',
    });
    expect(await ask('{"id":3,"text":"jalan di kecamatan Pesantren banyak yang rusak"}')).toMatchObject({
      kelurahan: null,
    });
  });

  it('answers the last line without a line end, says nothing else, and ends with 0', async () => {
    run.child.stdin!.end('{"id":"last","text":"terima kasih"}');
    expect(await run.next()).toMatchObject({ id: 'last', intent: 'thanks' });
    expect((await run.answers.next()).done).toBe(true);
    expect(await exitCode(run.child)).toBe(0);
    expect(run.errors()).toBe('');
  });

  it('keeps what was learnt under DATA_DIR', () => {
    expect(readdirSync(join(folder.path, 'cache')).filter((name) => name.endsWith('.bin'))).not.toEqual([]);
  });
});

describe('triage for a person', () => {
  it('explains one message', { timeout: startLimitMs }, async () => {
    const run = start('beli semen 12 jt cukup nota apa harus kuitansi?');
    let shown = '';
    for await (const line of { [Symbol.asyncIterator]: () => run.answers }) shown += `${line}\n`;
    expect(shown).toMatch(/Bagian +pbj/);
    expect(shown).toMatch(/Kata penentu +\S/);
    expect(await exitCode(run.child)).toBe(0);
  });

  it('asks for a message where there is none', { timeout: startLimitMs }, async () => {
    const run = start();
    expect(await exitCode(run.child)).toBe(1);
    expect(run.errors()).toContain('no message');
  });
});
