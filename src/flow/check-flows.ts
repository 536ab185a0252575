/** Checks flows against each other before a citizen meets them: jumps, calls, variables, steps that nothing reaches. */
import { type Flow, type Flows, needsOf } from './flow.ts';

/** Known in every flow: the turn gives them. */
export const givenVars = ['intent', 'krama', 'name', 'text', 'messages', 'codes'] as const;

/** @returns one line a fault, with its cure; empty where all is well. */
export function checkFlows(flows: Flows): string[] {
  const faults: string[] = [];
  for (const flow of flows.values()) {
    faults.push(...checkTargets(flow, flows), ...checkVars(flow, flows), ...checkReach(flow));
  }
  return faults;
}

function checkTargets(flow: Flow, flows: Flows): string[] {
  const ids = new Set(flow.steps.map((step) => step.id));
  return flow.steps.flatMap((step) => {
    const needs = needsOf(step);
    const where = `flows/${flow.id}.yml: step ${step.id}`;
    const lost = needs.steps.filter((id) => !ids.has(id)).map((id) => `${where}: no step ${id} → mend the name`);
    const gone = needs.flows.filter((id) => !flows.has(id)).map((id) => `${where}: no flow ${id} → mend the name`);
    const nameless = step.kind.take && step.id.startsWith('#') ? [`${where}: waits without an id → give it one`] : [];
    return [...lost, ...gone, ...nameless];
  });
}

/** Every variable that is read is given, or written somewhere in the flow or in one that it calls. */
function checkVars(flow: Flow, flows: Flows): string[] {
  const known = new Set<string>([...givenVars, ...flow.given, ...writesOf(flow, flows, new Set())]);
  return flow.steps.flatMap((step) =>
    needsOf(step)
      .reads.filter((name) => !known.has(name))
      .map((name) => `flows/${flow.id}.yml: step ${step.id}: nobody sets {${name}} → name it under given:, or mend it`),
  );
}

function writesOf(flow: Flow, flows: Flows, seen: Set<string>): string[] {
  if (seen.has(flow.id)) return [];
  seen.add(flow.id);
  return flow.steps.flatMap((step) => {
    const needs = needsOf(step);
    const called = needs.flows.flatMap((id) => {
      const other = flows.get(id);
      return other ? writesOf(other, flows, seen) : [];
    });
    return [...needs.writes, ...called];
  });
}

/** A step after an unconditional jump that no other step names is dead. */
function checkReach(flow: Flow): string[] {
  const named = new Set(flow.steps.flatMap((step) => needsOf(step).steps));
  return flow.steps.flatMap((step, index) => {
    const before = flow.steps[index - 1];
    if (!before || named.has(step.id) || before.if || !leaves(before)) return [];
    return [`flows/${flow.id}.yml: step ${step.id}: nothing leads here → remove it, or jump to it`];
  });
}

function leaves(step: Flow['steps'][number]): boolean {
  const content = step.content as { else?: string };
  return step.kind.name === 'goto' || step.kind.name === 'end' || (step.kind.name === 'when' && Boolean(content.else));
}
