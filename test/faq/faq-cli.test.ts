/** The command line as a process: what goes in on standard input comes out line by line. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'klinik-faq-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'artikel.jsonl');
writeFileSync(
  file,
  [
    { id: 1, question: 'Bagaimana pajak atas belanja Pokmas?', answer: 'Tergantung jenis belanja.' },
    {
      id: 'cair',
      question: 'Kapan dana Pokmas cair?',
      answer: 'Setelah berkas lengkap.',
      paraphrases: ['duite kapan mudhun'],
    },
    { id: 'sisa', question: 'Ke mana sisa dana dikembalikan?', answer: 'Ke kas daerah.' },
  ]
    .map((article) => JSON.stringify(article))
    .join('\n'),
);

const run = (args: readonly string[], input = '') =>
  spawnSync('node', ['--import', 'tsx', 'src/cli/faq.ts', ...args], { cwd: root, input, encoding: 'utf8' });

describe('npm run faq -- --jsonl --articles FILE', () => {
  it('answers line by line, in order, from the file alone, and goes on after a faulty line', () => {
    const input = [
      '{"id":7,"text":"duite kpn mudhun"}',
      '',
      'kosong',
      '{"id":"b"}',
      '{"id":null,"text":"cuaca besok"}',
    ];
    const { status, stdout, stderr } = run(['--jsonl', '--articles', file], input.join('\n'));
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect([status, stderr, lines.length]).toEqual([0, '', 4]);
    expect(lines[0]).toMatchObject({ id: 7, outcome: 'answer', articles: expect.any(Array) });
    expect((lines[0]!.articles as { id: unknown }[])[0]?.id).toBe('cair');
    expect(Object.keys(lines[0]!)).toEqual(['id', 'outcome', 'articles']);
    expect(lines[1]).toMatchObject({ id: null, error: expect.any(String) });
    expect(lines[2]).toMatchObject({ id: 'b', error: '"text" is missing or no string' });
    expect(lines[3]).toMatchObject({ id: null, outcome: 'none' });
  });

  it('gives ids back as they were given', () => {
    const { stdout } = run(['--jsonl', '--articles', file], '{"id":1,"text":"pajak belanja pokmas"}');
    expect((JSON.parse(stdout) as { articles: { id: unknown }[] }).articles[0]?.id).toBe(1);
  });

  it('names each faulty article with line and cure, and answers nothing', () => {
    const broken = join(folder, 'rusak.jsonl');
    writeFileSync(broken, '{"id":"a","question":"q","answer":"j"}\n{"id":"a","question":"q","answer":"j"}\n[]\n');
    const { status, stdout, stderr } = run(['--jsonl', '--articles', broken], '{"id":1,"text":"a"}');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/rusak\.jsonl:2: id "a" stands twice → .*\n.*rusak\.jsonl:3: no article → /);
  });

  it('says how it is called where something is missing', () => {
    expect(run(['--jsonl']).stderr).toContain('--articles FILE');
    expect(run(['--jsonl', '--articles', join(folder, 'tidak-ada')]).stderr).toContain('cannot be read');
    expect(run([]).stderr).toContain('npm run faq -- "teks"');
  });
});

describe('for people', () => {
  it('explains one question', () => {
    const { status, stdout } = run(['pinjam', 'mobmas']);
    expect(status).toBe(0);
    expect(stdout).toContain('pemerintahan-mobmas');
    expect(stdout).toContain('Keputusan');
  });

  it('exports what it imports', () => {
    const path = join(folder, 'artikel.md');
    writeFileSync(path, run(['--export', 'md']).stdout);
    const back = join(folder, 'artikel.yml');
    writeFileSync(back, run(['--import', path]).stdout);
    const json = run(['--export', 'json']).stdout;
    const jsonPath = join(folder, 'artikel.json');
    writeFileSync(jsonPath, json);
    expect(run(['--import', back]).stdout).toBe(run(['--import', jsonPath]).stdout);
    expect(run(['--export', 'docx']).stderr).toContain('md or json');
  });
});
