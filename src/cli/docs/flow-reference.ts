/** flows/README.md: how to change what the bot says, and every kind of step, condition and action there is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actions } from '../../flow/actions.ts';
import { limits } from '../../flow/limits.ts';
import { stepKinds } from '../../flow/steps/index.ts';
import { entrances } from '../../turn/entrances.ts';

const opening = `# Kata-kata dan alur bot

Di folder ini tertulis semua yang dikatakan bot kepada warga. Boleh diubah tanpa menyentuh program:

- \`words.yml\`: kalimat lepas, satu baris satu kalimat. Yang di dalam \`{kurung}\` diisi saat dipakai; namanya jangan diubah.
- \`commands.yml\`: kata perintah ("batal", "status", …). Pesan yang isinya hanya kata itu langsung dijalankan.
- berkas \`.yml\` lainnya: alur percakapan, langkah demi langkah, seperti yang dijelaskan di bawah.

Sesudah mengubah, jalankan \`npm run check-flows\`. Kesalahan disebut dengan berkas, baris, dan cara memperbaikinya; meja
juga tidak mau mulai selama masih ada kesalahan. Percakapan yang sedang berjalan diteruskan menurut kata-kata yang baru,
atau dimulai lagi dengan ramah bila langkahnya sudah tidak ada. Hari libur, dinas, topik, dan kata-kata darurat ada di
[data/](../data).

The rest of this page is made from the code (\`npm run docs\`).

## A flow

\`\`\`yaml
about: One sentence on what the flow is for.
given: [code]            # variables that whoever starts the flow gives it
steps:
  - say: "Kodenya {code}."
  - id: again            # a step that waits, or that others jump to, has an id
    if: { count: 1 }     # left out where the condition does not hold
    goto: again
\`\`\`
`;

const conditions = `## Conditions

An \`if:\` names variables; all tests must hold. A variable that nobody has set counts as null. \`inside\` is known to
every step: true where another question waits and is put again after this talk.

| test | holds where the variable |
| --- | --- |
| \`{ a: x }\` | is x (a text, a number, true, false, null) |
| \`{ a: [x, y] }\` | is one of them |
| \`{ a: { not: x } }\` | is not x, or none of a list |
| \`{ a: { below: 2 } }\` | is a number below 2 |
| \`{ a: { known: true } }\` | holds something: not null, false, an empty text or an empty list |
`;

/** @param root the folder of the repository: the doc comments of the kinds are read from their files. */
export function flowReference(root: string): string {
  const source = (path: string) => readFileSync(join(root, path), 'utf8');
  const kinds = stepKinds.map(({ name }) => `### ${name}\n\n${firstComment(source(`src/flow/steps/${name}.ts`))}\n`);
  return [
    opening,
    `## Kinds of steps\n\nEach is shown by a transcript in [test/flow/steps/](../test/flow/steps).\n`,
    ...kinds,
    conditions,
    actionTable(source('src/flow/actions.ts')),
    entranceTable(),
    limitList(source('src/flow/limits.ts')),
  ].join('\n');
}

function actionTable(source: string): string {
  const rows = Object.entries(actions).map(([name, { reads, writes }]) => {
    const about = new RegExp(`/\\*\\* ([^\\n]*?) \\*/\\n  ${name}: `).exec(source)?.[1] ?? '';
    return `| \`${name}\` | ${about} | ${list(reads)} | ${list(writes)} |`;
  });
  const head = ['| action | what the desk does | reads | writes |', '| --- | --- | --- | --- |'];
  return ['## Actions\n', 'What `do:` can ask of the desk.\n', ...head, ...rows, ''].join('\n');
}

function entranceTable(): string {
  const rows = Object.entries(entrances).map(([flow, given]) => `| [${flow}](${flow}.yml) | ${list(given)} |`);
  const about = 'The bot starts these by itself; a file of that name must be here. The others are called by them.\n';
  return ['## Entrances\n', about, '| flow | is given |', '| --- | --- |', ...rows, ''].join('\n');
}

function limitList(source: string): string {
  const rows = Object.entries(limits).map(([name, value]) => {
    const about = new RegExp(`/\\*\\* ([^\\n]*?) \\*/\\n  ${name}: `).exec(source)?.[1];
    return `- \`${name}\` = ${value}${about ? `: ${about}` : ''}`;
  });
  return ['## Limits\n', ...rows, ''].join('\n');
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' ') || '–';
}

/** The doc comment that opens a file, without its stars. */
function firstComment(source: string): string {
  const comment = /^\/\*\*([\s\S]*?)\*\//.exec(source)?.[1] ?? '';
  return comment
    .split('\n')
    .map((line) => line.replace(/^ \* ?/, ''))
    .join('\n')
    .trim();
}
