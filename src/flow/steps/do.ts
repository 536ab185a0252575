/** `do: file_ticket` Lets the desk look something up or decide something; `actions.ts` lists what there is. */
import { z } from 'zod';
import { type ActionName, actions } from '../actions.ts';
import { nothingNeeded, type StepKind } from '../step.ts';

type Do = { do: ActionName };

export const doStep: StepKind<Do> = {
  name: 'do',
  schema: z.strictObject({ do: z.enum(Object.keys(actions) as [ActionName, ...ActionName[]]) }),
  needs: (step) => ({
    ...nothingNeeded,
    reads: [...actions[step.do].reads],
    writes: [...actions[step.do].writes],
  }),
  async run(step, scope) {
    const result = await scope.services.run(step.do, scope.vars);
    Object.assign(scope.vars, result.vars);
    for (const event of result.events) scope.emit(event);
    return { go: 'next' };
  },
};
