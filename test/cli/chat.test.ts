/** `npm run chat` as a process: a slip in its words or in a line is named with its cure, and ends nothing else. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** A first start learns from the training lines: seconds on a quiet machine, more beside other suites. */
const limitMs = 300_000;
const run = (args: readonly string[], input = '') =>
  spawnSync('node', ['--import', 'tsx', 'src/cli/chat.ts', ...args], { cwd: root, input, encoding: 'utf8' });

describe('the words of the command', () => {
  it.each([
    ['a value that is missing', ['--now'], /--now/],
    ['a value that is the next word', ['--now', '--jsonl'], /--now/],
    ['an unknown word', ['--foo'], /--foo/],
    ['a word without dashes', ['halo'], /halo/],
    ['no point in time', ['--now', 'besok'], /--now besok: no point in time/],
  ])(
    'told %s, say in one line what is wrong and how it is mended',
    (_, args, named) => {
      const { status, stdout, stderr } = run(args);
      expect(stderr).toMatch(named);
      expect(stderr).toMatch(/^[^\n]+ → [^\n]+\n$/);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    },
    limitMs,
  );
});

describe('lines', () => {
  it(
    'a line of a citizen who says nothing is an error under its id, and the next is played',
    () => {
      const lines = ['{"from":"z"}', '{"id":2,"from":"z","more":true}', '{"id":3,"from":"z","text":"halo"}'];
      const { status, stdout } = run(['--jsonl', '--now', '2026-06-10T09:00'], lines.join('\n'));
      const answers = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { replies?: object[] });
      const error = expect.stringMatching(/nothing is said → one of text, photo/);
      expect(answers.slice(0, 2)).toEqual([
        { id: null, error },
        { id: 2, error },
      ]);
      expect(answers[2]).toMatchObject({ id: 3, from: 'z' });
      expect(answers[2]?.replies?.length).toBeGreaterThan(0);
      expect(status).toBe(0);
    },
    limitMs,
  );
});
