/** A flow: named steps in a file of flows/, checked before it is used. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { SetupError } from '../lib/errors.ts';
import { type Condition, conditionSchema } from './conditions.ts';
import type { Needs, StepKind } from './step.ts';
import { stepKinds } from './steps/index.ts';

export type Step = {
  /** Given in the file, or made from the place in it (`#3`). */
  id: string;
  if?: Condition;
  kind: StepKind<unknown>;
  content: unknown;
};

export type Flow = {
  id: string;
  about: string;
  /** Variables that whoever starts the flow gives it. */
  given: readonly string[];
  steps: readonly Step[];
  hash: string;
};

export type Flows = ReadonlyMap<string, Flow>;

const rawStep = z.looseObject({ id: z.string().optional(), if: conditionSchema.optional() });

/** The file as YAML gives it; each step is checked by its kind in `readFlow`. */
export const flowFileSchema = z.strictObject({
  about: z.string().min(1),
  given: z.array(z.string()).default([]),
  steps: z.array(rawStep).min(1),
});
export type FlowFile = z.infer<typeof flowFileSchema>;

/**
 * @param id path below flows/ without its ending.
 * @throws {SetupError} for an unknown kind of step, a fault in a step, or an id that stands twice.
 */
export function readFlow(id: string, file: FlowFile): Flow {
  const faults: string[] = [];
  const seen = new Set<string>();
  const steps = file.steps.map((raw, index) => {
    const stepId = raw.id ?? `#${index + 1}`;
    if (seen.has(stepId)) faults.push(`flows/${id}.yml: step ${stepId}: stands twice → give each step its own id`);
    seen.add(stepId);
    return readStep(id, stepId, raw, faults);
  });
  if (faults.length > 0) throw new SetupError(faults);
  const hash = createHash('sha256').update(JSON.stringify(file)).digest('hex').slice(0, 12);
  return { id, about: file.about, given: file.given, steps: steps.filter((step) => step !== null), hash };
}

/** What a step needs of its flow, its condition counted in. */
export function needsOf(step: Step): Needs {
  const needs = step.kind.needs(step.content);
  return { ...needs, reads: [...needs.reads, ...Object.keys(step.if ?? {})] };
}

function readStep(flow: string, id: string, raw: z.infer<typeof rawStep>, faults: string[]): Step | null {
  const { id: _, if: condition, ...content } = raw;
  const kind = stepKinds.find((one) => one.name in content);
  if (!kind) {
    const names = stepKinds.map((one) => one.name).join(', ');
    faults.push(`flows/${flow}.yml: step ${id}: unknown kind of step → one of ${names}`);
    return null;
  }
  const result = kind.schema.safeParse(content);
  if (result.success) return { id, kind, content: result.data, ...(condition ? { if: condition } : {}) };
  for (const issue of result.error.issues)
    faults.push(`flows/${flow}.yml: step ${id}: ${issue.path.join('.')}: ${issue.message}`);
  return null;
}
