/** `say: "Terima kasih, kodenya {code}."` Says a sentence. `apart: true` makes it a bubble of its own. */
import { z } from 'zod';
import { nothingNeeded, type StepKind } from '../step.ts';
import { fill, holesOf } from '../template.ts';

type Say = { say: string; apart?: boolean };

export const say: StepKind<Say> = {
  name: 'say',
  schema: z.strictObject({ say: z.string().min(1), apart: z.boolean().optional() }),
  needs: (step) => ({ ...nothingNeeded, reads: holesOf(step.say) }),
  run(step, scope) {
    const text = fill(step.say, scope.vars);
    if (text !== '') scope.say(text, { apart: step.apart ?? false });
    return { go: 'next' };
  },
};
