/** `set: { asked: 0 }` Gives variables values; `{ add: 1 }` adds to a number. */
import { z } from 'zod';
import { nothingNeeded, type StepKind } from '../step.ts';

const value = z.union([z.string(), z.number(), z.boolean(), z.null(), z.strictObject({ add: z.number() })]);
type SetStep = { set: Record<string, z.infer<typeof value>> };

export const set: StepKind<SetStep> = {
  name: 'set',
  schema: z.strictObject({ set: z.record(z.string(), value) }),
  needs: (step) => ({ ...nothingNeeded, writes: Object.keys(step.set) }),
  run(step, scope) {
    for (const [name, given] of Object.entries(step.set)) {
      const before = scope.vars[name];
      const isSum = given !== null && typeof given === 'object';
      scope.vars[name] = isSum ? (typeof before === 'number' ? before : 0) + given.add : given;
    }
    return { go: 'next' };
  },
};
