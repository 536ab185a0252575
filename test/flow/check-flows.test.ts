/** What a civil servant may get wrong in flows/, and the line, file and cure that are named for it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Entrances } from '../../src/flow/check-flows.ts';
import { loadFlows } from '../../src/flow/load-flows.ts';
import { SetupError } from '../../src/lib/errors.ts';
import { loadCommands } from '../../src/turn/commands.ts';
import { entrances } from '../../src/turn/entrances.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** @returns a folder with these files. */
function written(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'klinik-flows-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

function faultsOf(files: Record<string, string>, entrances?: Entrances): string[] {
  const folder = written(files);
  try {
    loadFlows(folder, entrances ?? startedAll(files));
    return [];
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return error.faults.map((fault) => fault.replaceAll(`${relative(process.cwd(), folder)}/`, ''));
  }
}

/** Each file is started by itself and given nothing. */
function startedAll(files: Record<string, string>): Entrances {
  return Object.fromEntries(Object.keys(files).map((name) => [name.replace('.yml', ''), []]));
}

const flow = (...steps: string[]) => `about: Contoh.\nsteps:\n${steps.map((step) => `  - ${step}`).join('\n')}\n`;

describe('the flows that are shipped', () => {
  const flows = loadFlows('flows', entrances);

  it('are without a fault', () => {
    expect(flows.size).toBeGreaterThan(15);
    expect(() => loadCommands('flows')).not.toThrow();
  });

  it('offer at most four choices to a question that triage asks (law 7), by three and a way out', () => {
    const asked = flows.get('matter')?.steps.filter((step) => step.kind.name === 'ask') ?? [];
    expect(asked).toHaveLength(2);
    for (const step of asked) expect(step.content).toMatchObject({ choicesFrom: 'options', otherwise: 'to-person' });
  });
});

const faulty: readonly (readonly [what: string, files: Record<string, string>, faults: string[]])[] = [
  ['a jump into nothing', { 'a.yml': flow('goto: nowhere') }, ['a.yml:3: step #1: no step nowhere → mend the name']],
  ['a call of nothing', { 'a.yml': flow('say: Halo.', 'call: b') }, ['a.yml:4: step #2: no flow b → mend the name']],
  [
    'a hole that nobody fills',
    { 'a.yml': flow('say: "Kode {code}."') },
    ['a.yml:3: step #1: nobody sets {code} → name it under given:, or mend it'],
  ],
  [
    'a condition on what nobody sets',
    { 'a.yml': flow('{ if: { codee: 1 }, say: Halo. }') },
    ['a.yml:3: step #1: nobody sets {codee} → name it under given:, or mend it'],
  ],
  [
    'a step that nothing reaches',
    { 'a.yml': flow('{ id: top, say: Halo. }', 'goto: top', 'say: Tidak pernah.') },
    ['a.yml:5: step #3: nothing leads here → remove it, or jump to it'],
  ],
  [
    'a question without an id',
    { 'a.yml': flow('{ ask: Apa?, accept: text, into: what }') },
    ['a.yml:3: step #1: waits without an id → give it one'],
  ],
  [
    'an id that stands twice',
    { 'a.yml': flow('{ id: x, say: Satu. }', '{ id: x, say: Dua. }') },
    ['a.yml:4: step x: stands twice → give each step its own id'],
  ],
  [
    'a kind that is not there',
    { 'a.yml': flow('tell: Halo.') },
    ['a.yml:3: step #1: unknown kind of step → one of say, ask, when, set, do, call, goto, end'],
  ],
  [
    'two kinds in one step',
    { 'a.yml': flow('{ say: Halo., goto: x }') },
    ['a.yml:3: step #1: Unrecognized key: "goto" → see "say" in flows/README.md'],
  ],
  [
    'a kind of answer that is not there',
    { 'a.yml': flow('{ id: x, ask: Apa?, accept: number, into: n }') },
    ['a.yml:3: step x: accept: not a kind of answer → one of choice, choice_or_text, yes_no, place, text'],
  ],
  [
    'a choice without choices',
    { 'a.yml': flow('{ id: x, ask: Apa?, accept: choice, into: n }') },
    ['a.yml:3: step x: nothing to choose from → give choices, or choicesFrom, and not both'],
  ],
  [
    'one choice',
    { 'a.yml': flow('{ id: x, ask: Apa?, accept: choice, into: n, choices: [{ id: a, label: A }] }') },
    ['a.yml:3: step x: choices: one choice is none → give two or more'],
  ],
  [
    'flows that call each other in a ring',
    { 'a.yml': flow('call: b'), 'b.yml': flow('call: a') },
    [
      'a.yml:3: step #1: more than 3 flows inside each other, or in a ring → call less deep',
      'b.yml:3: step #1: more than 3 flows inside each other, or in a ring → call less deep',
    ],
  ],
  ['no steps', { 'a.yml': 'about: Contoh.\n' }, ['a.yml:1: steps: no list of steps → see flows/README.md']],
  [
    'no sentence on what it is for',
    { 'a.yml': 'steps:\n  - say: Halo.\n' },
    ['a.yml:1: about: missing → say in one sentence what the flow is for'],
  ],
  [
    'broken YAML',
    { 'a.yml': 'about: Contoh.\nsteps:\n  - say: "Halo.\n' },
    ['a.yml:4: Missing closing "quote at line 4, column 1: → mend the YAML on this line'],
  ],
];

describe('a fault names file, line and cure', () => {
  it.each(faulty)('%s', (_, files, faults) => {
    expect(faultsOf(files)).toEqual(faults);
  });

  it('all faults of all files come at once', () => {
    const faults = faultsOf({ 'a.yml': flow('tell: Halo.'), 'system/b.yml': flow('tell: Halo.') });
    expect(faults.map((fault) => fault.slice(0, 15))).toEqual(['a.yml:3: step #', 'system/b.yml:3:']);
  });

  it('a flow that the bot starts may not be missing, and one that nobody starts may not lie about', () => {
    expect(
      faultsOf(
        { 'a.yml': flow('call: c'), 'b.yml': flow('say: B.'), 'c.yml': flow('say: C.') },
        { a: ['text'], d: [] },
      ),
    ).toEqual([
      'flows/d.yml:1: missing → restore the file: the bot starts this flow by itself',
      'b.yml:1: nobody starts this flow → call it from another one, or remove the file',
    ]);
  });

  it('what a called flow learns may be said by its caller', () => {
    expect(
      faultsOf({
        'a.yml': flow('call: b', 'say: "{x}"'),
        'b.yml': flow('{ id: x, ask: Apa?, accept: text, into: x }'),
      }),
    ).toEqual([]);
  });

  it('a word that is a command needs words, and commands are those that there are', () => {
    const folder = written({ 'commands.yml': 'cancel: []\nfly: [terbang]\n' });
    const lines = () => loadCommands(folder);
    expect(lines).toThrow(/commands\.yml:1: cancel: no words → give at least one/);
    expect(lines).toThrow(/commands\.yml:1: stop: /);
  });
});
