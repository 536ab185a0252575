/** A flow: named steps in a file of flows/, checked before it is used. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { SetupError } from '../lib/errors.ts';
import type { Located } from '../lib/yaml.ts';
import { type Condition, conditionSchema } from './conditions.ts';
import type { Needs, StepKind } from './step.ts';
import { stepKinds } from './steps/index.ts';

export type Step = {
  /** Given in the file, or made from the place in it (`#3`). */
  id: string;
  if?: Condition;
  kind: StepKind<unknown>;
  content: unknown;
  /** In the file, for faults. */
  line: number;
};

export type Flow = {
  id: string;
  /** As faults name it: `flows/matter.yml`. */
  file: string;
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
  about: z.string({ error: 'missing → say in one sentence what the flow is for' }).min(1, 'empty → say what it is for'),
  given: z.array(z.string()).default([]),
  steps: z.array(rawStep, { error: 'no list of steps → see flows/README.md' }).min(1, 'no step → give at least one'),
});
export type FlowFile = z.infer<typeof flowFileSchema>;

/**
 * @param id path below flows/ without its ending.
 * @param file as faults name it.
 * @throws {SetupError} for an unknown kind of step, a fault in a step, or an id that stands twice.
 */
export function readFlow(id: string, file: string, { content, lineOf }: Located<FlowFile>): Flow {
  const faults: string[] = [];
  const seen = new Set<string>();
  const steps = content.steps.map((raw, index) => {
    const step = { id: raw.id ?? `#${index + 1}`, line: lineOf(['steps', index]) };
    const where = `${file}:${step.line}: step ${step.id}`;
    if (seen.has(step.id)) faults.push(`${where}: stands twice → give each step its own id`);
    seen.add(step.id);
    return readStep(step, raw, where, faults);
  });
  if (faults.length > 0) throw new SetupError(faults);
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
  return { id, file, about: content.about, given: content.given, steps: steps.filter((step) => step !== null), hash };
}

/** @returns `flows/matter.yml:12: step which`, as faults begin. */
export function placeOf(flow: Flow, step: Step): string {
  return `${flow.file}:${step.line}: step ${step.id}`;
}

/** What a step needs of its flow, its condition counted in. */
export function needsOf(step: Step): Needs {
  const needs = step.kind.needs(step.content);
  return { ...needs, reads: [...needs.reads, ...Object.keys(step.if ?? {})] };
}

function readStep(
  step: Pick<Step, 'id' | 'line'>,
  raw: z.infer<typeof rawStep>,
  where: string,
  faults: string[],
): Step | null {
  const { id: _, if: condition, ...content } = raw;
  const kind = stepKinds.find((one) => one.name in content);
  if (!kind) {
    const names = stepKinds.map((one) => one.name).join(', ');
    faults.push(`${where}: unknown kind of step → one of ${names}`);
    return null;
  }
  const result = kind.schema.safeParse(content);
  if (result.success) return { ...step, kind, content: result.data, ...(condition ? { if: condition } : {}) };
  for (const { path, message } of result.error.issues) {
    const cure = message.includes('→') ? '' : ` → see "${kind.name}" in flows/README.md`;
    faults.push(`${where}: ${[...path, message].join(': ')}${cure}`);
  }
  return null;
}
