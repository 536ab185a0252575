/**
 * Grouped cross-validation over the training lines: lines that were written one after the other are never on both
 * sides, and triage is trained anew for each fold as it is at a first start.
 */

import { type JudgedCase, readCase, type TriageCase } from '../../src/triage/cases.ts';
import { createTriage } from '../../src/triage/create-triage.ts';
import type { Knowledge, TrainingLine } from '../../src/triage/load-knowledge.ts';

/** Lines that lie together have one voice and one subject. */
const blockLines = 8;

export type Fold = { training: readonly TrainingLine[]; held: readonly TrainingLine[] };

/** @returns `count` folds; each line is held back in exactly one of them. */
export function foldsOf(lines: readonly TrainingLine[], count: number): Fold[] {
  const foldOf = (at: number) => Math.floor(at / blockLines) % count;
  return Array.from({ length: count }, (_, fold) => ({
    training: lines.filter((_line, at) => foldOf(at) !== fold),
    held: lines.filter((_line, at) => foldOf(at) === fold),
  }));
}

/** A training line as a case with what is right for it. */
export function caseOf({ text, intent, topic }: TrainingLine, knowledge: Knowledge): TriageCase {
  const department = knowledge.topics.find(({ key }) => key === topic)?.department ?? null;
  return readCase({ text, intent, department });
}

/**
 * Trains on one side and judges the other.
 * @param share of the training side's blocks that are used (0–1), for the learning curve.
 */
export function judgeFold(knowledge: Knowledge, { training, held }: Fold, share = 1): JudgedCase[] {
  // Every so-maniest block, so that each subject loses alike.
  const used = training.filter((_, at) => {
    const block = Math.floor(at / blockLines);
    return Math.floor((block + 1) * share) > Math.floor(block * share);
  });
  const triage = createTriage({ ...knowledge, training: used });
  return held.map((line) => ({ case: caseOf(line, knowledge), result: triage.judge(line.text) }));
}
