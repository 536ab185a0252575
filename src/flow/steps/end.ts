/** `end: true` Ends the flow; the one that called it goes on. */
import { z } from 'zod';
import { nothingNeeded, type StepKind } from '../step.ts';

export const end: StepKind<{ end: true }> = {
  name: 'end',
  schema: z.strictObject({ end: z.literal(true) }),
  needs: () => nothingNeeded,
  run: () => ({ go: 'end' }),
};
