/** `goto: place` Goes on at another step of the same flow. */
import { z } from 'zod';
import { nothingNeeded, type StepKind } from '../step.ts';

export const goto: StepKind<{ goto: string }> = {
  name: 'goto',
  schema: z.strictObject({ goto: z.string() }),
  needs: (step) => ({ ...nothingNeeded, steps: [step.goto] }),
  run: (step) => ({ go: 'to', step: step.goto }),
};
