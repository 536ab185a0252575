/**
 * Chooses the way on.
 * ```yaml
 * - when: [{ if: { decision: route }, to: file }]
 *   else: clarify
 * ```
 * Without a case that holds and without `else` the flow goes on with the next step.
 */
import { z } from 'zod';
import { conditionSchema, holds } from '../conditions.ts';
import { nothingNeeded, type StepKind } from '../step.ts';

type When = { when: { if: z.infer<typeof conditionSchema>; to: string }[]; else?: string };

export const when: StepKind<When> = {
  name: 'when',
  schema: z.strictObject({
    when: z.array(z.strictObject({ if: conditionSchema, to: z.string() })).min(1),
    else: z.string().optional(),
  }),
  needs: (step) => ({
    ...nothingNeeded,
    reads: step.when.flatMap((one) => Object.keys(one.if)),
    steps: [...step.when.map((one) => one.to), ...(step.else ? [step.else] : [])],
  }),
  run(step, scope) {
    const to = step.when.find((one) => holds(one.if, scope.vars))?.to ?? step.else;
    return to ? { go: 'to', step: to } : { go: 'next' };
  },
};
