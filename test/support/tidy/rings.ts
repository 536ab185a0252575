/** Who may import whom (ARCHITECTURE.md): rings, slices of the desk, libraries, loops. */
import type { CodeFile } from './sources.ts';

const contract = 'src/channels/channel-adapter.ts';

/**
 * Folder or file of src/ → what it may import beside itself, `lib` and `model.ts`. Folders end in a slash; a single
 * file is allowed by its name.
 */
const rings: Readonly<Record<string, readonly string[]>> = {
  'model.ts': [],
  'lib/': [],
  'config.ts': [],
  'channels/': [],
  'flow/': [],
  'triage/': [],
  'faq/': ['triage/'],
  'jobs/': [],
  'db/': [],
  'desk/': ['db/'],
  'console/': ['desk/', 'jobs/', 'db/', contract],
  'turn/': ['desk/', 'flow/', 'triage/', 'jobs/', 'db/', contract],
  'workers/': ['turn/', 'desk/', 'jobs/', 'db/', contract],
  'app-channels.ts': ['workers/', 'desk/', 'channels/', 'db/', 'config.ts'],
  'app-triage.ts': ['desk/', 'triage/', 'db/'],
  'app.ts': [
    'app-channels.ts',
    'app-triage.ts',
    'workers/',
    'turn/',
    'desk/',
    'flow/',
    'triage/',
    'channels/',
    'console/',
    'jobs/',
    'db/',
    'config.ts',
  ],
  'run.ts': ['app.ts', 'config.ts'],
  'main.ts': ['run.ts'],
  'cli/': [
    'app.ts',
    'app-triage.ts',
    'config.ts',
    'turn/',
    'desk/',
    'flow/',
    'triage/',
    'faq/',
    'channels/',
    'jobs/',
    'db/',
    'workers/',
    'console/',
  ],
};

/** A slice of the desk imports slices that stand before it. */
const slices = [
  'calendar',
  'reference',
  'staff',
  'contacts',
  'conversations',
  'tickets',
  'lessons',
  'articles',
  'clinic',
  'broadcast',
  'privacy',
  'reports',
];

/** A library that has one folder, so that it can be replaced there. */
const homes: Readonly<Record<string, string>> = {
  telegraf: 'src/channels/telegram/',
  'whatsapp-web.js': 'src/channels/whatsapp/',
  bullmq: 'src/jobs/',
  ioredis: 'src/jobs/',
  'better-sqlite3': 'src/db/',
  pg: 'src/db/',
  hono: 'src/console/',
  '@hono/node-server': 'src/console/',
  yaml: 'src/lib/',
  pino: 'src/lib/',
  '@node-rs/argon2': 'src/desk/staff/',
};

export function ringFaults(files: readonly CodeFile[]): string[] {
  return inSource(files).flatMap((file) => {
    const ring = ringOf(file.path);
    const allowed = rings[ring];
    if (!allowed) return [`${file.path}:1: lies in no ring → move it into one of ${Object.keys(rings).join(' ')}`];
    const open = [ring, 'lib/', 'model.ts', ...allowed].map((one) => (one.startsWith('src/') ? one : `src/${one}`));
    return file.imports
      .filter((one) => one.from.startsWith('src/') && !open.some((name) => one.from.startsWith(name)))
      .map(
        ({ from, line }) =>
          `${file.path}:${line}: src/${ring} may not import ${from} → hand it in from outside, or move the code inwards`,
      );
  });
}

/** A channel knows the contract and what all channels share, but no other channel. */
export function channelFaults(files: readonly CodeFile[]): string[] {
  return inSource(files).flatMap((file) => {
    const own = /^src\/channels\/(\w+)\//.exec(file.path)?.[1];
    return file.imports
      .filter(({ from }) => {
        const other = /^src\/channels\/(\w+)\//.exec(from)?.[1];
        return file.path.startsWith('src/channels/') && other !== undefined && other !== own;
      })
      .map(
        ({ from, line }) =>
          `${file.path}:${line}: imports another channel, ${from} → move what both need to src/channels/`,
      );
  });
}

export function sliceFaults(files: readonly CodeFile[]): string[] {
  return inSource(files).flatMap((file) => {
    const own = sliceOf(file.path);
    if (own === null) return [];
    if (!slices.includes(own))
      return [`${file.path}:1: ${own} is no slice of the desk → use one of ${slices.join(' ')}`];
    return file.imports
      .filter(({ from }) => slices.indexOf(sliceOf(from) ?? '') > slices.indexOf(own))
      .map(
        ({ from, line }) =>
          `${file.path}:${line}: ${own} stands before ${sliceOf(from)} → move the code to the later slice`,
      );
  });
}

export function libraryFaults(files: readonly CodeFile[]): string[] {
  return inSource(files).flatMap((file) =>
    file.imports
      .filter(({ from }) => homes[from] !== undefined && !file.path.startsWith(homes[from] ?? ''))
      .map(
        ({ from, line }) =>
          `${file.path}:${line}: ${from} is imported in ${homes[from]} only → call what that folder offers`,
      ),
  );
}

/** A migration is frozen in time: it knows nothing of today's code. */
export function migrationFaults(files: readonly CodeFile[]): string[] {
  const folder = 'src/db/migrations/';
  return files
    .filter((file) => file.path.startsWith(folder))
    .flatMap((file) =>
      file.imports
        .filter(({ from }) => !from.startsWith(folder) && from !== 'kysely')
        .map(
          ({ from, line }) => `${file.path}:${line}: a migration imports ${from} → write down here what it needs of it`,
        ),
    );
}

/** @returns each ring of imports once, types counted in: a loop of types is a loop of thoughts. */
export function loopFaults(files: readonly CodeFile[]): string[] {
  const byPath = new Map(inSource(files).map((file) => [file.path, file]));
  const done = new Set<string>();
  const faults: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    const file = byPath.get(path);
    if (!file || done.has(path)) return;
    const at = trail.indexOf(path);
    if (at >= 0) {
      faults.push(
        `${path}:1: a loop of imports: ${[...trail.slice(at), path].join(' → ')} → move what both need below them`,
      );
      return;
    }
    for (const { from } of file.imports) visit(from, [...trail, path]);
    done.add(path);
  };
  for (const path of byPath.keys()) visit(path, []);
  return faults;
}

/** A file that nobody imports is dead; only tests importing it does not make it alive. */
export function deadFileFaults(files: readonly CodeFile[]): string[] {
  const source = inSource(files);
  const imported = new Set(source.flatMap((file) => file.imports.map((one) => one.from)));
  return source
    .filter(({ path }) => path !== 'src/main.ts' && !/^src\/cli\/[^/]+$/.test(path) && !imported.has(path))
    .map(({ path }) => `${path}:1: nothing imports this file → use it or remove it`);
}

/** Packages that are used without an import: by the command line, or as a file that is served. */
const usedOtherwise = new Set(['tsx', 'htmx.org']);

export function idlePackageFaults(files: readonly CodeFile[], names: readonly string[]): string[] {
  const imported = new Set(files.flatMap((file) => file.imports.map((one) => one.from)));
  return names
    .filter((name) => !imported.has(name) && !usedOtherwise.has(name))
    .map((name) => `package.json:1: nobody imports ${name} → npm uninstall ${name}`);
}

const topLevel = new Set(
  `src flows data test docs .ci package.json package-lock.json tsconfig.json .env.example README.md ARCHITECTURE.md
   GLOSSARY.md DECISIONS.md CONTRIBUTING.md CHANGELOG.md LICENSE biome.json vitest.config.ts .gitignore .gitattributes
   .npmrc .editorconfig`.split(/\s+/),
);

export function topLevelFaults(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => path.split('/')[0] ?? ''))]
    .filter((name) => !topLevel.has(name))
    .map((name) => `${name}:1: does not belong on the top level → move it below src, test or docs`);
}

/** Each script of package.json has its file. */
export function scriptFaults(scripts: Readonly<Record<string, string>>, paths: readonly string[]): string[] {
  return Object.entries(scripts).flatMap(([name, command]) =>
    (command.match(/\b(?:src|test)\/\S+\.ts\b/g) ?? [])
      .filter((path) => !paths.includes(path))
      .map((path) => `package.json:1: npm run ${name}: no ${path} → write it, or take the script away`),
  );
}

function inSource(files: readonly CodeFile[]): CodeFile[] {
  return files.filter((file) => file.path.startsWith('src/'));
}

function ringOf(path: string): string {
  const [, first = '', second] = path.split('/');
  return second === undefined ? first : `${first}/`;
}

function sliceOf(path: string): string | null {
  return /^src\/desk\/([^/]+)\//.exec(path)?.[1] ?? null;
}
