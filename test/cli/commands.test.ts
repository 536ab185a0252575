/** The commands of an operator, run as processes: what they do, and that what is wrong is named with its cure. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/open.ts';
import { findStaffByUsername } from '../../src/desk/staff/staff-store.ts';
import { type Environment, killDesks, startScript } from '../support/desk-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'klinik-cli-'));
/** Starting a process takes seconds on a machine that is busy. */
const limitMs = 120_000;

afterAll(async () => {
  await killDesks();
  rmSync(folder, { recursive: true, force: true });
});

async function run(command: string, args: readonly string[] = [], env: Environment = {}) {
  const script = startScript(`src/cli/${command}.ts`, { DATA_DIR: join(folder, 'data'), ...env }, args);
  const { code } = await script.exited;
  return { code, out: script.stdout(), said: script.stderr() };
}

const siti = ['--name', 'Siti Rekaan', '--username', 'siti'];

describe('migrate and create-staff', () => {
  it(
    'make the tables, then an account whose password is told once and alone on standard output',
    async () => {
      const tooEarly = await run('create-staff', [...siti, '--role', 'coordinator']);
      expect(tooEarly).toMatchObject({ code: 1, out: '', said: expect.stringMatching(/no database yet → .*migrate/) });
      expect((await run('migrate')).out).toMatch(/^Migrated: /);
      expect(await run('migrate')).toMatchObject({ code: 0, out: 'The tables are up to date.\n' });
      const made = await run('create-staff', [...siti, '--role', 'consultant', '--department', 'dpkp']);
      expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^[\da-z]{4}(-[\da-z]{4})+\n$/) });
      const database = openDatabase(`sqlite:${join(folder, 'data/klinik.db')}`);
      const staff = await findStaffByUsername(database.db, 'siti');
      await database.close();
      expect(staff).toMatchObject({ role: 'consultant', department: 'dpkp', mustChangePassword: true });
      const again = await run('create-staff', [...siti, '--role', 'coordinator']);
      expect(again).toMatchObject({ code: 1, said: '--username: somebody has it → take another\n' });
    },
    limitMs,
  );

  it(
    'want tables before an account',
    async () => {
      const empty = join(folder, 'empty.db');
      writeFileSync(empty, '');
      const refused = await run('create-staff', [...siti, '--role', 'coordinator'], {
        DATABASE_URL: `sqlite:${empty}`,
      });
      expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('npm run migrate') });
    },
    limitMs,
  );

  it.each<[string, string, string[], Environment, RegExp]>([
    ['nothing', 'create-staff', [], {}, /--name: missing → [\s\S]*--username: missing → [\s\S]*--role: missing → /],
    ['a role that is none', 'create-staff', [...siti, '--role', 'king'], {}, /--role: king is none → administrator/],
    ['an unknown word', 'create-staff', ['--nama', 'Siti'], {}, /--nama[\s\S]*npm run create-staff/],
    ['no such server', 'migrate', [], { DATABASE_URL: 'postgres://postgres@127.0.0.1:1/none' }, /be reached .* → /],
    ['no such kind of database', 'migrate', [], { DATABASE_URL: 'mysql://here' }, /DATABASE_URL: unknown database → /],
    ['an unknown word to check-flows', 'check-flows', ['--flow', 'x'], {}, /--flow.* → npm run check-flows/],
    ['no such folder', 'check-flows', ['--flows', '/nowhere'], {}, /\/nowhere: no such folder → /],
    ['an unknown word to docs', 'docs', ['--chek'], {}, /--chek.* → npm run docs/],
  ])(
    'told %s, say what is wrong and how it is mended',
    async (_, command, args, env, message) => {
      const { code, out, said } = await run(command, args, env);
      expect(said).toMatch(message);
      expect(said).not.toMatch(/^ +at /m);
      expect({ code, out }).toEqual({ code: 1, out: '' });
    },
    limitMs,
  );
});

describe('check-flows', () => {
  it(
    'finds nothing in what is shipped, and all that is wrong in a copy of it',
    async () => {
      expect(await run('check-flows')).toMatchObject({ code: 0, out: expect.stringMatching(/^No fault in \d+ flows/) });
      const change = (path: string, from: string | RegExp, to: string) =>
        writeFileSync(join(folder, path), readFileSync(join(folder, path), 'utf8').replace(from, to));
      for (const part of ['flows', 'data/words', 'data/training'])
        cpSync(part, join(folder, part), { recursive: true });
      for (const name of [
        'departments',
        'topics',
        'places',
        'sla-policies',
        'holidays',
        'clinic',
        'emergencies',
        'triage',
      ])
        cpSync(`data/${name}.yml`, join(folder, `data/${name}.yml`));
      change('flows/words.yml', 'silence: "{who}', 'silence: "{siapa}');
      change('flows/commands.yml', /^cancel:/m, 'cancell:');
      change('data/clinic.yml', 'weekday: jumat', 'weekday: friday');
      change('data/triage.yml', '- mark up|ap', '- mark up|ap ...');
      change('data/training/dpkp.jsonl', /^/, '{"text":"lampu"}\n');
      const { code, said } = await run('check-flows', [
        '--flows',
        join(folder, 'flows'),
        '--data',
        join(folder, 'data'),
      ]);
      expect(code).toBe(1);
      const named = [
        /words\.yml:\d+: silence: /,
        /commands\.yml:\d+: .*cancell: no command/,
        /clinic\.yml:\d+: rule\.w/,
      ];
      for (const fault of named) expect(said).toMatch(fault);
      for (const line of said.trim().split('\n')) expect(line).toMatch(/:\d+: .+ → /);
      change('data/triage.yml', '- mark up|ap ...', '- mark up|ap');
      const { said: next } = await run('check-flows', ['--data', join(folder, 'data')]);
      expect(next).toMatch(/dpkp\.jsonl:1: no training line → /);
    },
    limitMs,
  );
});

describe('docs', () => {
  it('has nothing to write where the documents are what the code says', { timeout: limitMs }, async () => {
    expect(await run('docs', ['--check'])).toEqual({ code: 0, out: '', said: '' });
  });
});
