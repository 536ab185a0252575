/** `call: ask-place` Walks another flow with the same variables, and comes back with what it learnt. */
import { z } from 'zod';
import { nothingNeeded, type StepKind } from '../step.ts';

export const call: StepKind<{ call: string }> = {
  name: 'call',
  schema: z.strictObject({ call: z.string() }),
  needs: (step) => ({ ...nothingNeeded, flows: [step.call] }),
  run: (step, scope) => ({ go: 'call', flow: step.call, vars: { ...scope.vars } }),
};
