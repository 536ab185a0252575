/** For each rule of the tidy test a small text with the fault, and the same without it. */
import {
  citizenWordFaults,
  columnFaults,
  functionFaults,
  openingFaults,
  sizeFaults,
  tableFaults,
  takenFaults,
} from './code.ts';
import { contractFaults } from './contracts.ts';
import {
  channelFaults,
  deadFileFaults,
  libraryFaults,
  loopFaults,
  migrationFaults,
  ringFaults,
  sliceFaults,
} from './rings.ts';
import { type CodeFile, codeOf, type TextFile, textOf } from './sources.ts';
import {
  bannedFaults,
  decisionFaults,
  documentFaults,
  glossaryFaults,
  idleExportFaults,
  machineFaults,
  wordFaults,
} from './texts.ts';

export type Files = Readonly<Record<string, string>>;
type Rule = (files: CodeFile[]) => string[];

export const codeFrom = (files: Files): CodeFile[] =>
  Object.entries(files).map(([path, text]) => codeOf(textOf(path, text)));
const lines = (count: number, line = 'x();') => Array.from({ length: count }, () => line).join('\n');
const contract = { 'test/contract/channel.contract.ts': '', 'test/contract/job-queue.contract.ts': '' };
const words: TextFile = textOf('flows/words.yml', 'joined: Sudah.\nidle: Tidak.\n');

/** What is found, the file and line that the message names, and the same without the fault. */
export const cases: readonly (readonly [what: string, rule: Rule, at: string, faulty: Files, sound: Files])[] = [
  [
    'an import outwards',
    ringFaults,
    'src/flow/a.ts:2',
    { 'src/flow/a.ts': "\nimport { b } from '../desk/b.ts';" },
    { 'src/desk/a.ts': "\nimport { b } from '../db/b.ts';" },
  ],
  ['a ring that nobody knows', ringFaults, 'src/utils/a.ts:1', { 'src/utils/a.ts': '' }, { 'src/lib/a.ts': '' }],
  [
    'an import that is only a type',
    ringFaults,
    'src/triage/a.ts:1',
    { 'src/triage/a.ts': "import type { B } from '../turn/b.ts';" },
    { 'src/turn/a.ts': "import type { B } from '../triage/b.ts';" },
  ],
  [
    'a channel that knows another',
    channelFaults,
    'src/channels/telegram/a.ts:1',
    { 'src/channels/telegram/a.ts': "import { b } from '../webchat/b.ts';" },
    { 'src/channels/telegram/a.ts': "import { b } from '../render.ts';" },
  ],
  [
    'a slice that looks ahead',
    sliceFaults,
    'src/desk/calendar/a.ts:1',
    { 'src/desk/calendar/a.ts': "import { b } from '../tickets/b.ts';" },
    { 'src/desk/tickets/a.ts': "import { b } from '../calendar/b.ts';" },
  ],
  ['a slice of no name', sliceFaults, 'src/desk/misc/a.ts:1', { 'src/desk/misc/a.ts': '' }, {}],
  [
    'a loop, types counted in',
    loopFaults,
    'src/lib/a.ts → src/lib/b.ts → src/lib/a.ts',
    { 'src/lib/a.ts': "import './b.ts';", 'src/lib/b.ts': "import type { A } from './a.ts';" },
    { 'src/lib/a.ts': "import './b.ts';", 'src/lib/b.ts': '' },
  ],
  [
    'a library outside its folder',
    libraryFaults,
    'src/desk/tickets/a.ts:1',
    { 'src/desk/tickets/a.ts': "import pg from 'pg';" },
    { 'src/db/a.ts': "import pg from 'pg';" },
  ],
  [
    'a migration that knows today’s code',
    migrationFaults,
    'src/db/migrations/1.ts:1',
    { 'src/db/migrations/1.ts': "import type { Db } from '../database.ts';" },
    { 'src/db/migrations/1.ts': "import { sql } from 'kysely';\nimport { text } from './columns.ts';" },
  ],
  [
    'a table with two writers',
    tableFaults,
    'src/turn/b.ts:1',
    { 'src/desk/notes/a.ts': "trx.insertInto('note')", 'src/turn/b.ts': "trx.updateTable('note')" },
    { 'src/desk/notes/a.ts': "trx.insertInto('note')", 'src/turn/b.ts': "db.selectFrom('note')" },
  ],
  [
    'a table written by plain SQL',
    tableFaults,
    'src/turn/b.ts:1',
    { 'src/desk/notes/a.ts': "trx.insertInto('note')", 'src/turn/b.ts': 'sql`update note set text = 1`' },
    { 'src/desk/notes/a.ts': "trx.insertInto('note')", 'src/turn/b.ts': '// update note' },
  ],
  [
    'the machine’s clock',
    takenFaults,
    'src/desk/a.ts:2',
    { 'src/desk/a.ts': '\nconst now = Date.now();' },
    { 'src/desk/a.ts': '// Date.now() is not for us\nconst now = clock.now();', 'src/lib/clock.ts': 'Date.now()' },
  ],
  [
    'the environment',
    takenFaults,
    'src/app.ts:1',
    { 'src/app.ts': 'const { HOME } = process.env;' },
    { 'src/config.ts': 'readConfig(process.env);' },
  ],
  ['chance', takenFaults, 'src/turn/a.ts:1', { 'src/turn/a.ts': 'Math.random()' }, { 'src/turn/a.ts': 'ids.below(3)' }],
  [
    'the terminal',
    takenFaults,
    'src/db/a.ts:1',
    { 'src/db/a.ts': 'console.log(1)' },
    { 'src/cli/a.ts': 'console.log(1)' },
  ],
  ['a long file', sizeFaults, 'src/a.ts:300', { 'src/a.ts': lines(301) }, { 'src/a.ts': lines(300) }],
  [
    'a long function',
    functionFaults,
    'src/a.ts:1',
    { 'src/a.ts': `function a() {\n${lines(70)}\n}` },
    { 'src/a.ts': `function a() {\n${lines(68)}\n}` },
  ],
  [
    'a long function in a test, cases apart',
    functionFaults,
    'test/a.test.ts:1',
    { 'test/a.test.ts': `function a() {\n${lines(70)}\n}` },
    { 'test/a.test.ts': `describe('a', () => {\n${lines(70, "it('b', () => {});")}\n});` },
  ],
  [
    'a long line',
    columnFaults,
    'src/a.ts:1',
    { 'src/a.ts': `// ${'long '.repeat(30)}` },
    { 'src/a.ts': `  '${'x'.repeat(130)}',` },
  ],
  [
    'a file that does not say what it is for',
    openingFaults,
    'src/a.ts:1',
    { 'src/a.ts': 'x();' },
    { 'src/a.ts': '/** X. */' },
  ],
  [
    'something left for later',
    bannedFaults,
    'src/a.ts:2',
    { 'src/a.ts': '\n// TODO: later' },
    { 'src/a.ts': '// what is to do stands in an issue' },
  ],
  [
    'a type given up',
    bannedFaults,
    'src/a.ts:1',
    { 'src/a.ts': 'const a = b as any;' },
    { 'src/a.ts': '// as any other' },
  ],
  [
    'a test that runs alone',
    bannedFaults,
    'test/a.test.ts:1',
    { 'test/a.test.ts': "it.only('a', () => {});" },
    { 'test/a.test.ts': "it('a', () => {});" },
  ],
  [
    'a test that is left out without a reason',
    bannedFaults,
    'test/a.test.ts:1',
    { 'test/a.test.ts': "it.skip('a', () => {});" },
    { 'test/a.test.ts': "it.skip('a (not here: no Redis)', () => {});" },
  ],
  [
    'words for a citizen in code',
    citizenWordFaults,
    'src/turn/a.ts:1',
    { 'src/turn/a.ts': "say('Mohon tunggu, Bapak');" },
    { 'src/turn/a.ts': "// Bapak\nsay('wait');", 'src/console/a.tsx': "'Mohon tunggu'" },
  ],
  [
    'a file that nobody imports',
    deadFileFaults,
    'src/lib/b.ts:1',
    { 'src/main.ts': '', 'src/lib/b.ts': '' },
    { 'src/main.ts': "import './lib/b.ts';", 'src/lib/b.ts': '', 'src/cli/c.ts': '' },
  ],
  [
    'a name that nobody uses',
    idleExportFaults,
    'src/a.ts:1',
    { 'src/a.ts': 'export function alone() {}' },
    { 'src/a.ts': 'export function used() {}', 'src/b.ts': 'used();' },
  ],
  [
    'a value exported for nobody',
    idleExportFaults,
    'src/a.ts:1',
    { 'src/a.ts': 'export const own = 1;\nown;' },
    { 'src/a.ts': 'export type Own = 1;\nconst one: Own = 1;' },
  ],
  [
    'an implementation that does not run its contract',
    contractFaults,
    'src/jobs/b-job-queue.ts:1',
    { ...contract, 'src/jobs/b-job-queue.ts': '' },
    {
      ...contract,
      'src/jobs/b-job-queue.ts': '',
      'test/jobs/b.test.ts': "import '../../src/jobs/b-job-queue.ts';\nimport '../contract/job-queue.contract.ts';",
    },
  ],
  [
    'a contract that nobody knows',
    contractFaults,
    'test/contract/x.contract.ts:1',
    { ...contract, 'test/contract/x.contract.ts': '' },
    contract,
  ],
  [
    'words that are not there',
    (files) => wordFaults(files, textOf('flows/words.yml', '')),
    'src/turn/a.ts:1',
    { 'src/turn/a.ts': "deps.words('joint')" },
    {},
  ],
  [
    'words that nobody says, though the table names them',
    (files) => wordFaults(files, words),
    'flows/words.yml:2',
    { 'src/turn/a.ts': "talk.say('joined')", 'src/desk/reference/words.ts': "'idle': []" },
    { 'src/turn/a.ts': "talk.say('joined'); const other = 'idle';" },
  ],
  [
    'two titles',
    documentFaults,
    'README.md:1',
    { 'README.md': '# One\n# Two\n' },
    { 'README.md': '# One\n```sh\n# a comment\n```\n' },
  ],
  [
    'a dead link',
    documentFaults,
    'docs/a.md:2',
    { 'docs/a.md': '# A\n[b](b.md)' },
    { 'docs/a.md': '# A\n[b](../README.md#part) [c](https://example.org)' },
  ],
  [
    'a name that the glossary does not have',
    ([model, glossary]) => glossaryFaults(model!, glossary!),
    'src/model.ts:2',
    { 'src/model.ts': '\nexport type Slot = 1;', 'GLOSSARY.md': '# Glossary' },
    { 'src/model.ts': '\nexport type Slot = 1;', 'GLOSSARY.md': '`Slot`' },
  ],
  [
    'a decision out of order',
    ([file]) => decisionFaults(file!),
    'D.md:4',
    { 'D.md': '# D\n\n\n## 2. A\n*Refused:* b.\n' },
    { 'D.md': '# D\n## 1. A\n*Refused:* b.\n' },
  ],
  [
    'a decision that refused nothing',
    ([file]) => decisionFaults(file!),
    'D.md:2',
    { 'D.md': '# D\n## 1. A\nWhy.\n' },
    { 'D.md': '# D\n## 1. A\n*Refused:* b.\n' },
  ],
  [
    'a path of somebody’s machine',
    machineFaults,
    'docs/a.md:1',
    { 'docs/a.md': 'cd /home/siti/klinik' },
    { 'docs/a.md': 'data/local, /usr/bin/chromium, https://example.org/kerja/a' },
  ],
];
