/** What a kind of step is: its schema, what it needs of a flow, and what it does. One file a kind, in `steps/`. */
import type { z } from 'zod';
import type { Choice, Location, Millis } from '../model.ts';
import type { FlowEvent, PlaceAnswer } from './events.ts';
import type { Value, Vars, Wait } from './session.ts';

/** The desk as flows see it: reads only; what is to be written comes back as events. */
export interface FlowServices {
  /** @param action a name of `actions.ts`. @throws for a name that it does not know. */
  run(action: string, vars: Vars): Promise<{ vars: Vars; events: FlowEvent[] }>;
}

/** One turn's answer to what was asked. */
export type Answer = {
  text: string;
  /** The id of a pressed button, its nonce taken off; null where the press was meant for another question. */
  choice: string | null;
  place: PlaceAnswer | null;
  location: Location | null;
};

export type Scope = {
  readonly vars: Vars;
  readonly services: FlowServices;
  readonly now: Millis;
  /** Fresh for each question. */
  nonce(): string;
  say(text: string, options?: { choices?: Choice[]; apart?: boolean }): void;
  emit(event: FlowEvent): void;
};

export type StepResult =
  | { go: 'next' }
  | { go: 'to'; step: string }
  | { go: 'call'; flow: string; vars: Vars }
  | { go: 'wait'; wait: Wait }
  | { go: 'end' };

/** What an answer did to a question. */
export type TakeResult =
  | { taken: false }
  /** `weak`: any words would have done; what else they could mean is looked at first. */
  | { taken: true; value: Value; weak?: boolean };

export type Needs = {
  /** Variables that must be known when the step runs. */
  reads: string[];
  /** Variables that are known after it. */
  writes: string[];
  /** Steps that it can jump to. */
  steps: string[];
  /** Flows that it can call. */
  flows: string[];
};

export type StepKind<S> = {
  /** The key that names the step in a flow file. */
  readonly name: string;
  readonly schema: z.ZodType<S>;
  needs(step: S): Needs;
  run(step: S, scope: Scope, id: string): Promise<StepResult> | StepResult;
  /** Only of steps that wait. */
  take?(step: S, answer: Answer, wait: Wait): TakeResult;
  /** Only of steps that wait: what is said and done when no answer fitted (again), or time is up (given up). */
  miss?(step: S, scope: Scope, wait: Wait, why: 'again' | 'expired'): StepResult;
  /** Only of steps that wait: where the value goes. */
  into?(step: S): string;
};

export const nothingNeeded: Needs = { reads: [], writes: [], steps: [], flows: [] };
