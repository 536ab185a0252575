/** One contract, one suite, every implementation: each suite of test/contract/ is run on all that implement it. */
import type { CodeFile } from './sources.ts';

/** Suite → what implements it. */
const implementations: Readonly<Record<string, RegExp>> = {
  'test/contract/channel.contract.ts': /^src\/channels\/\w+\/\w+-adapter\.ts$/,
  'test/contract/job-queue.contract.ts': /^src\/jobs\/\w+-job-queue\.ts$/,
};

export function contractFaults(files: readonly CodeFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reach = (path: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(path)) return seen;
    seen.add(path);
    for (const { from } of byPath.get(path)?.imports ?? []) reach(from, seen);
    return seen;
  };
  const suites = files.filter(({ path }) => /^test\/contract\/.*\.contract\.ts$/.test(path)).map((file) => file.path);
  const unknown = suites
    .filter((suite) => !implementations[suite])
    .map((suite) => `${suite}:1: who implements it? → name the pattern in test/support/tidy/contracts.ts`);
  const tests = files.filter(({ path }) => path.endsWith('.test.ts')).map((file) => reach(file.path));
  const missing = Object.entries(implementations).flatMap(([suite, pattern]) =>
    files
      .filter(({ path }) => pattern.test(path) && !tests.some((reached) => reached.has(suite) && reached.has(path)))
      .map(({ path }) => `${path}:1: does not run ${suite} → call it from a test of this implementation`),
  );
  const lost = Object.keys(implementations)
    .filter((suite) => !suites.includes(suite))
    .map((suite) => `${suite}:1: is gone → take it out of test/support/tidy/contracts.ts`);
  return [...unknown, ...missing, ...lost];
}
