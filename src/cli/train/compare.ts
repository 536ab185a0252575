/**
 * Two states of triage side by side on the gate set: figures, what got better and worse, whether the new may go in.
 */
import type { ReleaseFigures } from '../../desk/lessons/release-store.ts';
import { isDepartmentRight, isIntentRight, type JudgedCase, type TriageCase } from '../../triage/cases.ts';
import type { Triage } from '../../triage/triage.ts';

/** Lost by more than this (0–1) on the gate set, a new state is not put in force. */
const lossMax = 0.005;
const shownMax = 20;

export type Comparison = {
  figures: ReleaseFigures;
  better: readonly string[];
  worse: readonly string[];
  /** Why it may not go in; empty where it may. */
  reasons: readonly string[];
};

export function compare(before: Triage, after: Triage, cases: readonly TriageCase[]): Comparison {
  const judge = (triage: Triage) => cases.map((one): JudgedCase => ({ case: one, result: triage.judge(one.text) }));
  const [old, now] = [judge(before), judge(after)];
  const of = (list: readonly JudgedCase[]) => {
    const matters = list.filter((one) => one.case.department !== null);
    return { department: share(matters, isDepartmentRight), intent: share(list, isIntentRight) };
  };
  const [was, is] = [of(old), of(now)];
  const isRight = (one: JudgedCase) => (one.case.department === null ? isIntentRight(one) : isDepartmentRight(one));
  const changed = (from: readonly JudgedCase[], to: readonly JudgedCase[]) =>
    from.flatMap((one, at) => (!isRight(one) && isRight(to[at]!) ? [one.case.text] : []));
  const missed = now.filter(
    (one, at) => one.case.emergency && one.result.danger === null && old[at]!.result.danger !== null,
  );
  const figures = {
    messages: cases.length,
    departmentBefore: was.department,
    department: is.department,
    intentBefore: was.intent,
    intent: is.intent,
  };
  const reasons = [
    ...(is.department < was.department - lossMax ? ['departments are told less well than before'] : []),
    ...(is.intent < was.intent - lossMax ? ['intents are told less well than before'] : []),
    ...missed.map((one) => `a danger is missed: ${one.case.text}`),
  ];
  return { figures, better: changed(old, now), worse: changed(now, old), reasons };
}

/** @returns what a person reads of it. */
export function comparisonLines({ figures, better, worse }: Comparison): string[] {
  const percent = (part: number) => `${(part * 100).toFixed(1)} %`;
  const list = (title: string, texts: readonly string[]) => [
    `${title}: ${texts.length}`,
    ...texts.slice(0, shownMax).map((text) => `  ${text.replace(/\s+/g, ' ').slice(0, 110)}`),
  ];
  return [
    `On the ${figures.messages} messages of the gate set`,
    `  department ${percent(figures.departmentBefore)} → ${percent(figures.department)}`,
    `  intent     ${percent(figures.intentBefore)} → ${percent(figures.intent)}`,
    ...list('Right now, wrong before', better),
    ...list('Wrong now, right before', worse),
  ];
}

function share(list: readonly JudgedCase[], test: (one: JudgedCase) => boolean): number {
  return list.length === 0 ? 1 : list.filter(test).length / list.length;
}
