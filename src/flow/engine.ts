/**
 * The conversation engine: walks flows step by step until one waits or all have ended. It decides and writes nothing;
 * what is to be done comes back as events. It knows no kind of step by name.
 */
import { assert } from '../lib/errors.ts';
import type { Millis } from '../model.ts';
import { holds } from './conditions.ts';
import type { FlowEvent } from './events.ts';
import { type Flow, type Flows, needsOf, type Step } from './flow.ts';
import { limits } from './limits.ts';
import type { Frame, Session, Vars } from './session.ts';
import type { Answer, FlowServices, Scope, StepResult } from './step.ts';

/**
 * What every `if:` may ask: whether a question waits below this talk and is put again after it. Looked at when the step
 * has come, for the question may have had to make room by then.
 */
export const insideVar = 'inside';

export type Sprint = { session: Session; events: FlowEvent[] };

export type EngineDeps = { flows: Flows; services: FlowServices; now: Millis; nonce: () => string };

/** Starts a flow on top of what is there; a question below it waits on, but not for ever: the oldest make room. */
export async function startFlow(session: Session, flowId: string, vars: Vars, deps: EngineDeps): Promise<Sprint> {
  const flow = deps.flows.get(flowId);
  assert(flow, `no flow ${flowId}`);
  const frame: Frame = { flow: flowId, flowHash: flow.hash, step: firstStep(flow).id, vars, wait: null };
  return walk({ ...session, frames: [...withRoom(session.frames), frame] }, deps);
}

/** Who leaves question after question unanswered is asked the latest ones only. */
function withRoom(frames: readonly Frame[]): readonly Frame[] {
  const oldest = frames.findIndex((frame) => frame.wait !== null);
  if (frames.length <= limits.framesMax - limits.callsDeepMax || oldest < 0) return frames;
  return withRoom(frames.slice(oldest + 1));
}

/**
 * Gives an answer to the question that waits.
 * @param weakToo also take words that only fit because any would.
 * @returns null where it is no answer to it (the caller looks for another meaning, or calls `missed`).
 */
export async function resume(
  session: Session,
  answer: Answer,
  weakToo: boolean,
  deps: EngineDeps,
): Promise<Sprint | null> {
  const found = waiting(session, deps.flows);
  if (!found) return null;
  const { frame, step } = found;
  const result = step.kind.take?.(step.content, answer, found.wait);
  if (!result?.taken || (result.weak && !weakToo)) return null;
  const into = step.kind.into?.(step.content);
  const vars = into ? { ...frame.vars, [into]: result.value } : frame.vars;
  return walk(onward(session, { ...frame, vars, wait: null }, deps.flows, step), deps);
}

/** No answer fitted, or the time is over: asks again, or goes the other way. */
export async function missed(session: Session, why: 'again' | 'expired', deps: EngineDeps): Promise<Sprint> {
  const found = waiting(session, deps.flows);
  const miss = found?.step.kind.miss;
  assert(found && miss, 'nothing waits');
  const { frame, step, wait } = found;
  const vars = { ...frame.vars };
  const events: FlowEvent[] = [];
  const result = miss(step.content, scopeOf(vars, events, deps), wait, why);
  const moved = apply(session, { ...frame, vars, wait: null }, step, result, deps.flows);
  if (result.go === 'wait') return { session: moved, events };
  const rest = await walk(moved, deps);
  return { session: rest.session, events: [...events, ...rest.events] };
}

/** Whether a flow was changed under a talk so that it cannot go on: the step is gone that waits, or that called. */
export function flowChanged(session: Session, flows: Flows): boolean {
  return session.frames.some((frame, index) => {
    const flow = flows.get(frame.flow);
    if (flow?.hash === frame.flowHash) return false;
    const step = flow?.steps.find((one) => one.id === frame.step);
    if (!step) return true;
    const called = session.frames[index + 1]?.flow ?? '';
    return frame.wait ? !step.kind.take : !needsOf(step).flows.includes(called);
  });
}

async function walk(start: Session, deps: EngineDeps): Promise<Sprint> {
  let session = start;
  const events: FlowEvent[] = [];
  for (let count = 0; ; count++) {
    assert(count < limits.stepsPerTurnMax, `more than ${limits.stepsPerTurnMax} steps in one turn`);
    const frame = session.frames.at(-1);
    if (!frame || frame.wait) return { session, events };
    const flow = deps.flows.get(frame.flow);
    const step = flow?.steps.find((one) => one.id === frame.step);
    assert(flow && step, `no step ${frame.step} in ${frame.flow}`);
    const vars = { ...frame.vars };
    const result: StepResult = holds(step.if, { ...vars, [insideVar]: asksBelow(session) })
      ? await step.kind.run(step.content, scopeOf(vars, events, deps), step.id)
      : { go: 'next' };
    session = apply(session, { ...frame, vars }, step, result, deps.flows);
  }
}

function asksBelow({ frames }: Session): boolean {
  return frames.slice(0, -1).some(({ wait }) => wait !== null && !wait.soft);
}

/** The session after a step. */
function apply(session: Session, frame: Frame, step: Step, result: StepResult, flows: Flows): Session {
  const below = session.frames.slice(0, -1);
  switch (result.go) {
    case 'wait':
      return { ...session, frames: [...below, { ...frame, wait: result.wait }] };
    case 'to':
      return { ...session, frames: [...below, { ...frame, step: result.step }] };
    case 'end':
      return popped({ ...session, frames: [...below, frame] }, flows);
    case 'call': {
      assert(session.frames.length < limits.framesMax, `more than ${limits.framesMax} flows inside each other`);
      const flow = flows.get(result.flow);
      assert(flow, `no flow ${result.flow}`);
      const called: Frame = {
        flow: flow.id,
        flowHash: flow.hash,
        step: firstStep(flow).id,
        vars: result.vars,
        wait: null,
      };
      // The caller rests on the call itself; when the called flow ends, `popped` moves it past.
      return { ...session, frames: [...below, frame, called] };
    }
    default:
      return onward(session, frame, flows, step);
  }
}

/** To the step after this one, or out of the flow. */
function onward(session: Session, frame: Frame, flows: Flows, step: Step): Session {
  const below = session.frames.slice(0, -1);
  const next = stepAfter(flows.get(frame.flow), step.id);
  if (next) return { ...session, frames: [...below, { ...frame, step: next.id }] };
  return popped({ ...session, frames: [...below, frame] }, flows);
}

/** A flow has ended: one that called it goes on with what it learnt; one that merely waited below it waits on. */
function popped(session: Session, flows: Flows): Session {
  const ended = session.frames.at(-1);
  const rest = { ...session, frames: session.frames.slice(0, -1) };
  const caller = rest.frames.at(-1);
  if (!ended || !caller || caller.wait) return rest;
  const calling = flows.get(caller.flow)?.steps.find((step) => step.id === caller.step);
  assert(calling, `no step ${caller.step} in ${caller.flow}`);
  return onward(rest, { ...caller, vars: { ...caller.vars, ...ended.vars } }, flows, calling);
}

function waiting(session: Session, flows: Flows) {
  const frame = session.frames.at(-1);
  const step = frame && flows.get(frame.flow)?.steps.find((one) => one.id === frame.step);
  return frame?.wait && step ? { frame, step, wait: frame.wait } : null;
}

function scopeOf(vars: Vars, events: FlowEvent[], deps: EngineDeps): Scope {
  return {
    vars,
    services: deps.services,
    now: deps.now,
    nonce: deps.nonce,
    say(text, options) {
      const cut = text.slice(0, limits.replyCharsMax);
      events.push({
        kind: 'said',
        text: cut,
        choices: options?.choices ?? [],
        apart: options?.apart ?? false,
        ticketIds: [],
      });
    },
    emit: (event) => events.push(event),
  };
}

function firstStep(flow: Flow): Step {
  const step = flow.steps[0];
  assert(step, `flow ${flow.id} is empty`);
  return step;
}

function stepAfter(flow: Flow | undefined, id: string): Step | undefined {
  const index = flow?.steps.findIndex((step) => step.id === id) ?? -1;
  return index < 0 ? undefined : flow?.steps[index + 1];
}
