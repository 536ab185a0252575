/** Rules for every text of the repository: words that are not left behind, documents, links, the words of the bot. */
import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { TextFile } from './sources.ts';
import { root } from './sources.ts';

/** This folder names what it forbids. */
const ownFolder = 'test/support/tidy/';

const banned: readonly (readonly [word: RegExp, instead: string])[] = [
  [/\b(TODO|FIXME|XXX|HACK|WIP)\b/, 'do it now, or write an issue'],
  [/\bstub(s|bed)?\b/i, 'build the thing, or call it what it is (stand-in, script)'],
  [/\b(dummy|toy|quick and dirty|temporary hack)\b/i, 'say what it is for, or finish it'],
  [/@ts-(ignore|nocheck|expect-error)\b/, 'give it its type'],
  [
    /\bas any\b(?! \w)|: any\b(?! \w)|<any>/,
    'unknown and a check, or the type; where it cannot be, a biome-ignore with the reason',
  ],
  [/\beslint-disable|\bprettier-ignore/, 'biome is the linter here'],
  [/\bdebugger\b/, 'remove it'],
  [/\.only\(/, 'run one file instead: npx vitest run test/…'],
  [/\b(it|test|describe)\.(todo|fails)\(/, 'write the test, or an issue'],
  [/\.skip\((?!.*\bnot (run|here)\b)/, 'a test that does not run says why in its title: (not here: …)'],
  [/\bblacklist|\bwhitelist/i, 'say what the list does: refused, allowed'],
  [/\bsanity check/i, 'say what is checked'],
];

/** What is true on one machine only. */
const machinePath = /(?<![\w./-])\/(home|root|Users|work|mnt|tmp)\/\w+/;

export function bannedFaults(files: readonly TextFile[]): string[] {
  return ours(files)
    .filter(({ path }) => /^(src|test|flows|\.ci)\//.test(path) && !path.endsWith('.jsonl'))
    .flatMap((file) =>
      perLine(file, (line, before) =>
        before.includes('biome-ignore')
          ? []
          : banned
              .filter(([word]) => word.test(line))
              .map(([word, instead]) => `"${word.exec(line)?.[0]}" → ${instead}`),
      ),
    );
}

export function machineFaults(files: readonly TextFile[]): string[] {
  return ours(files).flatMap((file) =>
    perLine(file, (line) => {
      const path = machinePath.exec(line)?.[0];
      return path ? [`${path} is somebody's machine → a path from the root of the repository, or os.tmpdir()`] : [];
    }),
  );
}

/** Documents have one title and no dead link. */
export function documentFaults(files: readonly TextFile[]): string[] {
  return files
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap((file) => {
      const prose = file.text.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, ''));
      const titles = prose.match(/^# .+/gm) ?? [];
      const faults =
        titles.length === 1 ? [] : [`${file.path}:1: ${titles.length} titles → exactly one line that begins with "# "`];
      return [
        ...faults,
        ...linksOf({ ...file, text: prose })
          .filter((link) => !link.exists)
          .map((link) => link.fault),
      ];
    });
}

/** @returns the relative links of a document, as paths from the root. */
export function linksOf(file: TextFile): { to: string; exists: boolean; fault: string }[] {
  return [...file.text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .filter(([, target = '']) => !/^[a-z]+:/.test(target))
    .map((match) => {
      const to = posix.normalize(posix.join(dirname(file.path), match[1] ?? ''));
      const line = file.text.slice(0, match.index).split('\n').length;
      return { to, exists: existsSync(join(root, to)), fault: `${file.path}:${line}: no ${to} → mend the link` };
    });
}

/** Decisions are numbered one after the other, for ever, and say what was refused. */
export function decisionFaults(file: TextFile): string[] {
  const parts = file.text.split(/^## /m).slice(1);
  return parts.flatMap((part, index) => {
    const line = file.text.slice(0, file.text.indexOf(`## ${part}`)).split('\n').length;
    const number = /^(\d+)\. \S/.exec(part)?.[1];
    const faults: string[] = [];
    if (number !== String(index + 1)) faults.push(`${file.path}:${line}: not "## ${index + 1}. …" → number it`);
    if (!part.includes('*Refused:*')) faults.push(`${file.path}:${line}: nothing was refused? → say what, and why`);
    return faults;
  });
}

/** Every exported type of model.ts stands in the glossary, which is the law of names. */
export function glossaryFaults(model: TextFile, glossary: TextFile): string[] {
  return [...model.text.matchAll(/^export type (\w+)/gm)]
    .filter(([, name]) => !glossary.text.includes(`\`${name}\``))
    .map((match) => {
      const line = model.text.slice(0, match.index).split('\n').length;
      return `${model.path}:${line}: ${match[1]} is not in GLOSSARY.md → add its line, or use a name that is there`;
    });
}

/** Names every key with its holes: to stand there is not to be said. */
const wordTable = 'src/desk/reference/words.ts';

/** The bot's words: each that the code asks for is there, and each that is there is asked for. */
export function wordFaults(files: readonly TextFile[], words: TextFile): string[] {
  const known = new Map(
    words.lines.flatMap((line, index) => {
      const key = /^([a-z][a-z0-9._-]*):/.exec(line)?.[1];
      return key ? [[key, index + 1] as const] : [];
    }),
  );
  const source = files.filter(({ path }) => /^src\/.*\.tsx?$/.test(path) && path !== wordTable);
  const missing = source.flatMap((file) =>
    perLine(file, (line) =>
      [...line.matchAll(/\b(?:words|talk\.say)\(\s*'([a-z][a-z0-9._-]*)'/g)]
        .filter(([, key = '']) => !known.has(key))
        .map(([, key]) => `no words under ${key} → add them to ${words.path}`),
    ),
  );
  const all = source.map((file) => file.text).join('\n');
  const idle = [...known]
    .filter(([key]) => !all.includes(`'${key}'`))
    .map(([key, line]) => `${words.path}:${line}: nobody says ${key} → remove it`);
  return [...missing, ...idle];
}

/** Names that no file says but the one that exports them: dead, or (a value) exported for nobody. */
export function idleExportFaults(files: readonly TextFile[]): string[] {
  const code = files.filter(({ path }) => /^(src|test)\/.*\.tsx?$/.test(path));
  const wordsOf = new Map(code.map((file) => [file.path, new Set(file.text.match(/[A-Za-z_$][\w$]*/g))]));
  return code
    .filter(({ path }) => !path.startsWith('src/db/migrations/') && path.startsWith('src/'))
    .flatMap((file) =>
      perLine(file, (line) => {
        const [, kind, name = ''] = /^export (?:async )?(const|function|class|type|interface) (\w+)/.exec(line) ?? [];
        if (!kind || [...wordsOf].some(([path, said]) => path !== file.path && said.has(name))) return [];
        const isSaidHere = (file.text.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length > 1;
        if (!isSaidHere) return [`nobody uses ${name} → remove it`];
        const isType = kind === 'type' || kind === 'interface';
        return isType ? [] : [`${name} is exported for nobody → take the export away`];
      }),
    );
}

function ours(files: readonly TextFile[]): TextFile[] {
  return files.filter(({ path }) => !path.startsWith(ownFolder) && path !== 'package-lock.json' && path !== 'LICENSE');
}

function perLine(file: TextFile, faultsOf: (line: string, before: string) => string[]): string[] {
  return file.lines.flatMap((line, index) =>
    faultsOf(line, file.lines[index - 1] ?? '').map((fault) => `${file.path}:${index + 1}: ${fault}`),
  );
}
