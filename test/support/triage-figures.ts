/** The figures of a run over cases of triage. */
import { isDepartmentRight, isIntentRight, isRightFor, type JudgedCase as Judged } from '../../src/triage/cases.ts';

/** Shares of 0–1 over all cases (department: over those that have one); lists hold the texts. */
export function figuresOf(judged: readonly Judged[]) {
  const shareOf = (list: readonly Judged[], test: (one: Judged) => boolean) =>
    list.length === 0 ? 1 : list.filter(test).length / list.length;
  const textsOf = (test: (one: Judged) => boolean) => judged.filter(test).map((one) => one.case.text);
  const withDepartment = judged.filter((one) => one.case.department !== null);
  return {
    department: shareOf(withDepartment, isDepartmentRight),
    departmentAmongThree: shareOf(
      withDepartment,
      (one) =>
        isDepartmentRight(one) ||
        one.result.runnersUp.slice(0, 2).some(({ department }) => isRightFor(one.case, department)),
    ),
    intent: shareOf(judged, ({ case: { intent, acceptIntents }, result }) =>
      [intent, ...acceptIntents].includes(result.intent),
    ),
    intentMerged: shareOf(judged, isIntentRight),
    calibrationError: calibrationError(withDepartment.filter(({ result }) => result.department !== null)),
    missed: textsOf((one) => one.case.emergency && one.result.danger === null),
    falseAlarms: textsOf((one) => !one.case.emergency && one.result.danger !== null),
    departmentWrong: withDepartment.filter((one) => !isDepartmentRight(one)).map((one) => one.case.text),
    kelurahanWrong: textsOf(
      ({ case: { kelurahan }, result }) =>
        kelurahan !== undefined && kelurahan !== (result.place.kelurahan.join(', ') || null),
    ),
  };
}

/** The mean distance of what was said from what came true, in ten steps of confidence. */
function calibrationError(judged: readonly Judged[]): number {
  const steps = Array.from({ length: 10 }, () => ({ said: 0, true: 0 }));
  for (const one of judged) {
    const step = steps[Math.min(9, Math.floor(one.result.confidence * 10))]!;
    step.said += one.result.confidence;
    step.true += Number(isDepartmentRight(one));
  }
  return steps.reduce((sum, step) => sum + Math.abs(step.said - step.true), 0) / Math.max(1, judged.length);
}

/** The mean F1 of the departments, each counting the same however many messages it has (0–1). */
export function macroF1(judged: readonly Judged[]): number {
  const names = new Set(judged.flatMap((one) => one.case.department ?? []));
  const scores = [...names].map((name) => {
    const own = judged.filter((one) => one.case.department === name);
    const given = judged.filter((one) => one.result.department === name);
    const right = own.filter(isDepartmentRight).length;
    const rightlyGiven = given.filter(isDepartmentRight).length;
    const recall = right / Math.max(1, own.length);
    const precision = rightlyGiven / Math.max(1, given.length);
    return recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision);
  });
  return scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
}

/**
 * @param precision wanted of what is decided without asking (0–1).
 * @returns the largest share of messages that can be decided so, and the confidence from which on.
 */
export function coverageAt(precision: number, judged: readonly Judged[]): { share: number; from: number } {
  const sorted = [...judged].sort((one, other) => other.result.confidence - one.result.confidence);
  let right = 0;
  let best = { share: 0, from: 1 };
  sorted.forEach((one, at) => {
    right += Number(isDepartmentRight(one));
    if (right / (at + 1) >= precision) best = { share: (at + 1) / sorted.length, from: one.result.confidence };
  });
  return best;
}

/** Pairs of right and given department, the most frequent first, each with its messages. */
export function confusions(judged: readonly Judged[]): { right: string; given: string; texts: string[] }[] {
  const pairs = new Map<string, { right: string; given: string; texts: string[] }>();
  for (const one of judged) {
    if (one.case.department === null || isDepartmentRight(one)) continue;
    const [right, given] = [one.case.department, one.result.department ?? `(${one.result.intent})`];
    const pair = pairs.get(`${right} ${given}`) ?? { right, given, texts: [] };
    pair.texts.push(one.case.text);
    pairs.set(`${right} ${given}`, pair);
  }
  return [...pairs.values()].sort((one, other) => other.texts.length - one.texts.length);
}
