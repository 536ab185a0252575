/** Plays flows without a desk: flows from plain objects, scripted services, a clock that stands, nonces that count. */
import { type EngineDeps, missed, resume, type Sprint, startFlow } from '../../src/flow/engine.ts';
import type { FlowEvent } from '../../src/flow/events.ts';
import { type Flow, type Flows, flowFileSchema, readFlow } from '../../src/flow/flow.ts';
import { emptySession, type Session, type Vars, type Wait, waitOf } from '../../src/flow/session.ts';
import type { Answer, FlowServices } from '../../src/flow/step.ts';

export type RawFlow = { about?: string; given?: string[]; steps: Record<string, unknown>[] };
/** What the scripted desk answers to an action: variables and events. */
export type Script = Record<string, { vars?: Vars; events?: FlowEvent[] }>;

/** @param files flow id → content of its file, as YAML would give it. @throws {SetupError} like the loader. */
export function flowsOf(files: Record<string, RawFlow>): Flows {
  return new Map(Object.entries(files).map(([id, file]): [string, Flow] => [id, flowOf(id, file)]));
}

function flowOf(id: string, file: RawFlow): Flow {
  const content = flowFileSchema.parse({ about: 'Sebuah contoh.', ...file });
  return readFlow(id, `flows/${id}.yml`, { content, lineOf: (keys) => Number(keys.at(-1)) + 1 });
}

export type Player = {
  readonly session: Session;
  readonly flows: Flows;
  /** What the last call gave back. */
  readonly events: readonly FlowEvent[];
  /** What the desk was asked to do, in order. */
  readonly asked: readonly { action: string; vars: Vars }[];
  wait(): Wait | null;
  /** The texts that the last call said. */
  said(): string[];
  start(flow: string, vars?: Vars): Promise<void>;
  /** @returns false where it was no answer. */
  answer(answer: Partial<Answer>, weakToo?: boolean): Promise<boolean>;
  miss(why: 'again' | 'expired'): Promise<void>;
  /** The flows' files change under the talk. */
  change(flows: Flows): void;
};

export const testNow = Date.UTC(2026, 5, 12, 2);

export function createPlayer(flows: Flows, script: Script = {}): Player {
  let session = emptySession;
  let events: readonly FlowEvent[] = [];
  let known = flows;
  let nonces = 0;
  const asked: { action: string; vars: Vars }[] = [];
  const services: FlowServices = {
    async run(action, vars) {
      asked.push({ action, vars: { ...vars } });
      const scripted = script[action];
      if (!scripted) throw new Error(`the test scripts no answer to ${action}`);
      return { vars: scripted.vars ?? {}, events: scripted.events ?? [] };
    },
  };
  const deps = (): EngineDeps => ({ flows: known, services, now: testNow, nonce: () => `n${++nonces}` });
  const take = (sprint: Sprint) => {
    session = sprint.session;
    events = sprint.events;
  };
  return {
    asked,
    get session() {
      return session;
    },
    get flows() {
      return known;
    },
    get events() {
      return events;
    },
    wait: () => waitOf(session),
    said: () => events.flatMap((event) => (event.kind === 'said' ? [event.text] : [])),
    start: async (flow, vars = {}) => take(await startFlow(session, flow, vars, deps())),
    async answer(answer, weakToo = false) {
      const whole = { text: '', choice: null, place: null, location: null, ...answer };
      const sprint = await resume(session, whole, weakToo, deps());
      if (sprint) take(sprint);
      else events = [];
      return sprint !== null;
    },
    miss: async (why) => take(await missed(session, why, deps())),
    change(flows) {
      known = flows;
    },
  };
}
