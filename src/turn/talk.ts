/** A turn in the making: the session as it changes, the events so far, and the ways to go on. */
import { type EngineDeps, missed, resume, startFlow } from '../flow/engine.ts';
import type { FlowEvent } from '../flow/events.ts';
import { limits } from '../flow/limits.ts';
import { type Frame, type Session, type Vars, type Wait, waitOf } from '../flow/session.ts';
import type { Answer } from '../flow/step.ts';
import { buttonsOf } from '../flow/steps/ask.ts';
import type { TriageResult } from '../triage/triage.ts';
import type { ActionScope } from './actions/action.ts';
import { shortSubject } from './actions/filing.ts';
import type { Entrance } from './entrances.ts';
import { createFlowServices } from './flow-services.ts';
import { type Memory, recall, turnLimits } from './memory.ts';
import type { Decision, KnownTicket, TurnDeps, TurnState } from './turn.ts';

export type Talk = {
  readonly state: TurnState;
  readonly deps: TurnDeps;
  readonly memory: Memory;
  judge(text: string): TriageResult;
  wait(): Wait | null;
  /** The variables of the flow that waits. */
  vars(): Vars;
  emit(...events: FlowEvent[]): void;
  say(key: string, facts?: Record<string, string | number>): void;
  start(flow: Entrance, vars: Vars): Promise<void>;
  /**
   * A question that waited below is put again once its turn has come.
   * @returns false where it was no answer to the question that waits.
   */
  answer(answer: Answer, weakToo: boolean): Promise<boolean>;
  miss(why: 'again' | 'expired'): Promise<void>;
  /** Puts the question that waits again, after something in between. */
  askAgain(): void;
  /** Leaves every flow. */
  leave(): void;
  /** To the question before. @returns false where there is none. */
  back(): boolean;
  /** The messages are the frame's too: what it files will hold them. */
  hold(messageIds: readonly string[]): void;
  said(): boolean;
  decision(): Decision;
};

export function beginTalk(state: TurnState, deps: TurnDeps): Talk {
  let session: Session = { ...state.session };
  const events: FlowEvent[] = [];
  const memory = recall(state.session);
  const judge = remembered((text: string) => deps.triage.judge(text.slice(0, limits.turnCharsMax)));
  const scope: ActionScope = { state, deps, memory, judge };
  const engine: EngineDeps = {
    flows: deps.flows,
    services: createFlowServices(scope),
    now: deps.clock.now(),
    nonce: () => deps.ids.next<string>().slice(-6),
  };
  const top = () => session.frames.at(-1);
  const say = (text: string, wait?: Wait) =>
    events.push({ kind: 'said', text, choices: wait ? buttonsOf(wait) : [], apart: false, ticketIds: [] });
  const take = (sprint: { session: Session; events: FlowEvent[] }) => {
    session = sprint.session;
    events.push(...sprint.events);
  };
  /** The questions before this one, so that "kembali" finds them. */
  const remember = (frames: Frame[]) => {
    memory.trail = [...memory.trail, frames].slice(-turnLimits.trailMax);
  };
  const askAgain = () => {
    const wait = waitOf(session);
    if (!wait || wait.soft) return;
    const { question } = wait;
    const asked = ticketAsked(top()?.vars.ticketIds, state);
    say(
      asked
        ? deps.words('back-to-ticket', { code: asked.code, subject: shortSubject(asked.subject), question })
        : deps.words('back-to-question', { question }),
      wait,
    );
  };
  return {
    state,
    deps,
    memory,
    judge,
    wait: () => waitOf(session),
    vars: () => top()?.vars ?? {},
    emit: (...more) => events.push(...more),
    say: (key, facts) => say(deps.words(key, facts)),
    async start(flow, vars) {
      if (waitOf(session)?.soft) session = { ...session, frames: [] };
      take(await startFlow(session, flow, vars, engine));
    },
    async answer(answer, weakToo) {
      const before = session.frames;
      const sprint = await resume(session, answer, weakToo, engine);
      if (!sprint) return false;
      remember(before);
      take(sprint);
      const now = waitOf(session);
      if (before.slice(0, -1).some(({ wait }) => wait !== null && wait === now)) askAgain();
      return true;
    },
    miss: async (why) => take(await missed(session, why, engine)),
    askAgain,
    leave() {
      session = { ...session, frames: [] };
      memory.trail = [];
    },
    back() {
      const frames = memory.trail.pop();
      const wait = frames?.at(-1)?.wait;
      if (!frames || !wait) return false;
      session = { ...session, frames };
      say(wait.question, wait);
      return true;
    },
    hold(messageIds) {
      session = withMessages(session, messageIds);
    },
    said: () => events.some((event) => event.kind === 'said'),
    decision: () => ({ session: { ...session, memory: { ...memory } as unknown as Vars }, events }),
  };
}

/**
 * The ticket that a question is about, where it is about one: after something in between, "where?" must say of what.
 * What is told in confidence is not said again on a screen that others may see.
 */
function ticketAsked(ids: Vars[string] | undefined, state: TurnState): KnownTicket | undefined {
  if (!Array.isArray(ids) || ids.length !== 1) return undefined;
  return state.tickets.find((ticket) => ticket.id === ids[0] && !ticket.confidential);
}

/** The session whose innermost flow holds these messages too, where it holds any. */
function withMessages(session: Session, messageIds: readonly string[]): Session {
  const frame = session.frames.at(-1);
  if (!frame || !Array.isArray(frame.vars.messages)) return session;
  const vars = { ...frame.vars, messages: [...frame.vars.messages, ...messageIds] };
  return { ...session, frames: [...session.frames.slice(0, -1), { ...frame, vars }] };
}

function remembered<T>(work: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = work(text);
    known.set(text, result);
    return result;
  };
}
