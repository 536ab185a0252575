/** Every kind of step. A kind that is not in this list does not exist. */
import type { StepKind } from '../step.ts';
import { ask } from './ask.ts';
import { call } from './call.ts';
import { doStep } from './do.ts';
import { end } from './end.ts';
import { goto } from './goto.ts';
import { say } from './say.ts';
import { set } from './set.ts';
import { when } from './when.ts';

// biome-ignore lint/suspicious/noExplicitAny: each kind knows its own step's type; the list holds them all.
export const stepKinds: readonly StepKind<any>[] = [say, ask, when, set, doStep, call, goto, end];
