/** Checks flows against each other before a citizen meets them: jumps, calls, variables, steps that nothing reaches. */
import { insideVar } from './engine.ts';
import { type Flow, type Flows, needsOf, placeOf } from './flow.ts';
import { limits } from './limits.ts';

/** Id of a flow that the program itself starts → the variables that it is given. */
export type Entrances = Readonly<Record<string, readonly string[]>>;

/** @returns one line a fault, with file, line and cure; empty where all is well. */
export function checkFlows(flows: Flows, entrances: Entrances): string[] {
  const faults = checkEntrances(flows, entrances);
  for (const flow of flows.values())
    faults.push(
      ...checkTargets(flow, flows),
      ...checkCalls(flow, flows),
      ...checkVars(flow, flows, entrances[flow.id] ?? flow.given),
      ...checkReach(flow),
    );
  return faults;
}

/** All that the program starts is there and gets what it asks for, and nothing lies about that nobody starts. */
function checkEntrances(flows: Flows, entrances: Entrances): string[] {
  const called = new Set([...flows.values()].flatMap((flow) => callsOf(flow)));
  const missing = Object.keys(entrances)
    .filter((id) => !flows.has(id))
    .map((id) => `flows/${id}.yml:1: missing → restore the file: the bot starts this flow by itself`);
  const others = [...flows.values()].flatMap((flow) => {
    const known = entrances[flow.id];
    if (!known && !called.has(flow.id))
      return [`${flow.file}:1: nobody starts this flow → call it from another one, or remove the file`];
    return flow.given
      .filter((name) => known && !known.includes(name))
      .map((name) => `${flow.file}:1: given: {${name}} is not known here → one of ${known?.join(', ') || 'none'}`);
  });
  return [...missing, ...others];
}

function checkTargets(flow: Flow, flows: Flows): string[] {
  const ids = new Set(flow.steps.map((step) => step.id));
  return flow.steps.flatMap((step) => {
    const needs = needsOf(step);
    const where = placeOf(flow, step);
    const lost = needs.steps.filter((id) => !ids.has(id)).map((id) => `${where}: no step ${id} → mend the name`);
    const gone = needs.flows.filter((id) => !flows.has(id)).map((id) => `${where}: no flow ${id} → mend the name`);
    const nameless = step.kind.take && step.id.startsWith('#') ? [`${where}: waits without an id → give it one`] : [];
    return [...lost, ...gone, ...nameless];
  });
}

/** Flows that call each other in a ring, or too deep: the talk would end in an error. */
function checkCalls(flow: Flow, flows: Flows): string[] {
  const tooDeep = (id: string, depth: number): boolean =>
    depth > limits.callsDeepMax || callsOf(flows.get(id)).some((next) => tooDeep(next, depth + 1));
  return flow.steps
    .filter((step) => needsOf(step).flows.some((id) => tooDeep(id, 2)))
    .map(
      (step) =>
        `${placeOf(flow, step)}: more than ${limits.callsDeepMax} flows inside each other, or in a ring → call less deep`,
    );
}

function callsOf(flow: Flow | undefined): string[] {
  return (flow?.steps ?? []).flatMap((step) => needsOf(step).flows);
}

/** Every variable that is read is given, or written somewhere in the flow or in one that it calls. */
function checkVars(flow: Flow, flows: Flows, given: readonly string[]): string[] {
  const known = new Set<string>([insideVar, ...given, ...writesOf(flow, flows, new Set())]);
  return flow.steps.flatMap((step) =>
    needsOf(step)
      .reads.filter((name) => !known.has(name))
      .map((name) => `${placeOf(flow, step)}: nobody sets {${name}} → name it under given:, or mend it`),
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
    return [`${placeOf(flow, step)}: nothing leads here → remove it, or jump to it`];
  });
}

function leaves(step: Flow['steps'][number]): boolean {
  const content = step.content as { else?: string };
  return step.kind.name === 'goto' || step.kind.name === 'end' || (step.kind.name === 'when' && Boolean(content.else));
}
