/** Each rule of the tidy test on small texts: it finds its fault, and leaves alone what is sound. */
import { describe, expect, it } from 'vitest';
import { idlePackageFaults, scriptFaults, topLevelFaults } from './rings.ts';
import { cases, codeFrom } from './rule-cases.ts';

describe('a rule of the tidy test', () => {
  it.each(cases)('finds %s', (_, rule, at, faulty, sound) => {
    const faults = rule(codeFrom(faulty));
    expect(faults.join('\n')).toContain(at);
    // File, line and cure.
    for (const fault of faults) expect(fault).toMatch(/^\S+:\d+(, \S+:\d+)*: .+ → .+/);
    expect(rule(codeFrom(sound))).toEqual([]);
  });

  it('finds a stranger on the top level, an idle package and a script without its file', () => {
    expect(topLevelFaults(['src/a.ts', 'notes.txt'])).toEqual([expect.stringMatching(/^notes\.txt:1: .+ → /)]);
    const code = codeFrom({ 'src/a.ts': "import { z } from 'zod';" });
    expect(idlePackageFaults(code, ['zod', 'tsx', 'left-pad'])).toEqual([expect.stringContaining('left-pad')]);
    const scripts = { a: 'node src/cli/a.ts', b: 'node src/cli/b.ts', c: 'biome check .' };
    expect(scriptFaults(scripts, ['src/cli/a.ts'])).toEqual([expect.stringContaining('npm run b')]);
  });
});
