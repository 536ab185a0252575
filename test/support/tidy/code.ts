/** Rules for each file of code: sizes, first words, who may take time and chance, who writes a table. */
import ts from 'typescript';
import { type CodeFile, lineOf, type TextFile, walk } from './sources.ts';

const linesMax = 300;
const functionLinesMax = 70;
const columnsMax = 120;

export function sizeFaults(files: readonly TextFile[]): string[] {
  return files
    .filter((file) => isCode(file.path) && file.lines.length > linesMax)
    .map(
      (file) =>
        `${file.path}:${linesMax}: ${file.lines.length} lines, at most ${linesMax} → split it by what its parts are for`,
    );
}

/** A text or a pattern that nobody can break, and prose in a text of several lines. */
const isOneLiteral = /^\s*[?:({\w =]*(['"`]|\/(?![/*]))|^[-A-Z]/;

export function columnFaults(files: readonly TextFile[]): string[] {
  return files
    .filter((file) => isCode(file.path))
    .flatMap((file) =>
      file.lines.flatMap((line, index) =>
        [...line].length > columnsMax && !isOneLiteral.test(line)
          ? [`${file.path}:${index + 1}: longer than ${columnsMax} characters → break the line`]
          : [],
      ),
    );
}

/** In tests, what only holds cases (`describe`) may be long. */
export function functionFaults(files: readonly CodeFile[]): string[] {
  return files.flatMap((file) => {
    const faults: string[] = [];
    walk(file.tree, (node) => {
      if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return;
      const start = lineOf(file.tree, node);
      const length = linesOf(file, node) - innerLines(file, node);
      if (length > functionLinesMax && !(file.path.startsWith('test/') && holdsCases(node)))
        faults.push(
          `${file.path}:${start}: a function of ${length} lines, at most ${functionLinesMax} → give its steps names`,
        );
    });
    return faults;
  });
}

function linesOf({ tree }: CodeFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.end).line + 2 - lineOf(tree, node);
}

/** A function that makes an object of functions is as long as what is its own; each of those is measured by itself. */
function innerLines(file: CodeFile, outer: ts.Node): number {
  let lines = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) lines += Math.max(0, linesOf(file, node) - 1);
    else ts.forEachChild(node, visit);
  };
  ts.forEachChild(outer, visit);
  return lines;
}

/** A doc comment that says in a sentence what the file is for. */
export function openingFaults(files: readonly TextFile[]): string[] {
  return files
    .filter((file) => isCode(file.path))
    .filter((file) => !/^(#!.*\n)?\/\*\*? *\n? *\*? *\S/.test(file.text))
    .map((file) => `${file.path}:1: does not say what it is for → open it with /** one sentence */`);
}

type Taken = { what: RegExp; allowed: (path: string) => boolean; cure: string };

const inLib = (path: string) => path.startsWith('src/lib/') || path === 'src/app.ts';
const taken: readonly Taken[] = [
  {
    what: /\bprocess\.env\b/,
    allowed: (path) => path === 'src/config.ts',
    cure: 'add the name to src/config.ts, hand the Config on',
  },
  { what: /\bDate\.now\b/, allowed: inLib, cure: 'take a Clock (src/lib/clock.ts)' },
  { what: /\bnew Date\(\s*\)/, allowed: inLib, cure: 'take a Clock (src/lib/clock.ts)' },
  { what: /\bMath\.random\b/, allowed: inLib, cure: 'take Ids (src/lib/ids.ts)' },
  { what: /\brandom(UUID|Bytes|Int)\b/, allowed: inLib, cure: 'take Ids (src/lib/ids.ts)' },
  {
    what: /\bconsole\.(log|info|debug|warn|error)\b/,
    allowed: (path) => path.startsWith('src/cli/'),
    cure: 'take a Log (src/lib/log.ts)',
  },
];

/** Environment, time, chance and the terminal are given, not taken. */
export function takenFaults(files: readonly CodeFile[]): string[] {
  return files
    .filter((file) => file.path.startsWith('src/'))
    .flatMap((file) =>
      taken
        // Blanking comments out takes long: only where there is something to be found.
        .filter((rule) => !rule.allowed(file.path) && rule.what.test(file.text))
        .flatMap((rule) => {
          const bare = withoutComments(file);
          return bare.flatMap((line, index) =>
            rule.what.test(line) ? [`${file.path}:${index + 1}: ${rule.what.exec(line)?.[0]} → ${rule.cure}`] : [],
          );
        }),
    );
}

/**
 * Labels of pages, refusals of the chat page among them, stand with the page; what the terminal says is for operators.
 */
const speakingFolders = ['src/console/', 'src/channels/webchat/', 'src/cli/'];

/** Bapak/Ibu is how the bot speaks: such a sentence belongs into flows/ or data/. */
export function citizenWordFaults(files: readonly CodeFile[]): string[] {
  return files
    .filter((file) => file.path.startsWith('src/') && !speakingFolders.some((folder) => file.path.startsWith(folder)))
    .flatMap((file) => {
      const faults: string[] = [];
      walk(file.tree, (node) => {
        const isText =
          ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
        if (isText && /Bapak|\bIbu\b|Mohon|Silakan|Terima kasih/.test(node.text))
          faults.push(
            `${file.path}:${lineOf(file.tree, node)}: words for a citizen → write them into flows/words.yml or data/`,
          );
      });
      return faults;
    });
}

/** Tables with more than one writer, each with its reason. */
const sharedTables: Readonly<Record<string, { writers: readonly string[]; why: string }>> = {
  conversation: {
    writers: ['src/desk/contacts', 'src/desk/conversations'],
    why: 'made together with its contact; afterwards a thing of the thread',
  },
  ticket: {
    writers: ['src/desk/tickets', 'src/desk/contacts'],
    why: 'two contacts that are one person become one with all that is theirs, in one step',
  },
};

/** Each table is written in one folder, so that its rules stand in one place. */
export function tableFaults(files: readonly CodeFile[]): string[] {
  const writers = new Map<string, Map<string, string>>();
  for (const file of files) {
    if (!file.path.startsWith('src/') || file.path.startsWith('src/db/migrations/')) continue;
    for (const match of file.text.matchAll(
      /\b(?:insertInto|updateTable|deleteFrom)\(\s*'(\w+)'|\b(?:insert into|delete from|update(?= \w+ set)) (\w+)/g,
    )) {
      const table = match[1] ?? match[2] ?? '';
      const line = file.text.slice(0, match.index).split('\n').length;
      const folders = writers.get(table) ?? new Map<string, string>();
      const folder = file.path.slice(0, file.path.lastIndexOf('/'));
      if (!folders.has(folder)) folders.set(folder, `${file.path}:${line}`);
      writers.set(table, folders);
    }
  }
  return [...writers].flatMap(([table, folders]) => {
    const shared = sharedTables[table]?.writers ?? [];
    const strangers = [...folders].filter(([folder]) => !shared.includes(folder));
    if (strangers.length + (shared.length > 0 ? 1 : 0) <= 1) return [];
    const places = strangers.map(([, place]) => place).join(', ');
    return [
      `${places}: table ${table} is written in several folders → write it in its store, or name the reason in ${here}`,
    ];
  });
}

const here = 'test/support/tidy/code.ts';

/** @returns the lines with comments blanked out, strings kept. */
function withoutComments(file: CodeFile): string[] {
  const spans: [number, number][] = [];
  const scan = (position: number) => {
    for (const range of ts.getLeadingCommentRanges(file.text, position) ?? []) spans.push([range.pos, range.end]);
    for (const range of ts.getTrailingCommentRanges(file.text, position) ?? []) spans.push([range.pos, range.end]);
  };
  walk(file.tree, (node) => {
    scan(node.getFullStart());
    scan(node.end);
  });
  let text = file.text;
  for (const [start, end] of spans)
    text = text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + text.slice(end);
  return text.split('\n');
}

function holdsCases(node: ts.Node): boolean {
  let found = false;
  walk(node, (inner) => {
    if (ts.isCallExpression(inner) && /^(it|test|describe)\b/.test(inner.expression.getText())) found = true;
  });
  return found;
}

function isCode(path: string): boolean {
  return /^(src|test)\/.*\.(tsx?|js|css)$/.test(path);
}
