/** Where a talk stands: plain data, saved as JSON between turns. */
import { z } from 'zod';

/** What a flow can hold: JSON. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Vars = Record<string, Value>;

/** `also`: other words for it, in data, e.g. "cukup" for "Sudah cukup". */
export const choiceSchema = z.object({ id: z.string(), label: z.string(), also: z.array(z.string()).optional() });
export type AskChoice = z.infer<typeof choiceSchema>;
const valueSchema: z.ZodType<Value> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(valueSchema), z.record(z.string(), valueSchema)]),
);

const waitSchema = z.object({
  /** The step that asked. */
  step: z.string(),
  /** Stands in the button ids, so that a press on an old question is known as such. */
  nonce: z.string(),
  choices: z.array(choiceSchema),
  /** The question as it was put, for putting it again after something in between. */
  question: z.string(),
  tries: z.number(),
  /** May be left without an answer: anything else that is said starts something new. */
  soft: z.boolean(),
  since: z.number(),
  /** When the question is given up and the flow goes its other way; null: it may rest. */
  expiresAt: z.number().nullable(),
});
export type Wait = z.infer<typeof waitSchema>;

export const frameSchema = z.object({
  flow: z.string(),
  /** Of the flow's file when the frame was made: a file that changed under a talk is met with words. */
  flowHash: z.string(),
  step: z.string(),
  vars: z.record(z.string(), valueSchema),
  wait: waitSchema.nullable(),
});
export type Frame = z.infer<typeof frameSchema>;

export const sessionSchema = z.object({
  /** The innermost flow is last. */
  frames: z.array(frameSchema),
  /** What outlives a flow: the ticket spoken of last, messages without a ticket, counters of loop breakers. */
  memory: z.record(z.string(), valueSchema),
});
export type Session = z.infer<typeof sessionSchema>;

export const emptySession: Session = { frames: [], memory: {} };

/** @returns what is being waited for, or null where the talk rests. */
export function waitOf(session: Session): Wait | null {
  return session.frames.at(-1)?.wait ?? null;
}
