/** Triage put together: trained from its knowledge at first start, read from a file afterwards. */
import { join } from 'node:path';
import { createClassifier, type TrainedModel, trainModel } from './classifier.ts';
import { createFactFinder, type FactFinder } from './facts.ts';
import { glanceAt, type JudgeDeps, judgeFacts } from './judge.ts';
import type { Knowledge } from './load-knowledge.ts';
import { splitMatters } from './matters.ts';
import { compact, readModel, writeModel } from './model-file.ts';
import type { Triage, TriageResult } from './triage.ts';

export type TriageOptions = {
  /** Where the trained model is kept, one file for each state of knowledge. Without it each start trains anew. */
  cacheFolder?: string;
};

/** The least confidence at which part of a message is a matter of its own. */
const ownMatterFrom = 0.72;
/** With less doubt than this about the department a short message holds but one matter. */
const doubtFrom = 0.06;
const longWords = 25;

/** @throws {Error} quoting a faulty pattern of the rules. A damaged model file is made anew. */
export function createTriage(knowledge: Knowledge, options: TriageOptions = {}): Triage {
  const finder = createFactFinder(knowledge);
  const classifier = createClassifier(modelFor(knowledge, finder, options.cacheFolder));
  const deps: JudgeDeps = { classifier, thresholds: knowledge.rules.thresholds, version: knowledge.hash };

  const judge = (text: string): TriageResult => {
    const facts = finder.find(text);
    const whole = judgeFacts(facts, deps);
    const { sentences, tokens } = facts.reading;
    const isDoubtful = (whole.runnersUp[0]?.confidence ?? 0) >= doubtFrom || tokens.length >= longWords;
    if (whole.department === null || !isDoubtful || tokens.length < 8) return whole;
    const matters = splitMatters(
      sentences.map((sentence) => sentence.text),
      (text) => glanceAt(finder.find(text), deps),
      (text) => judgeFacts(finder.find(text), deps),
      ownMatterFrom,
    );
    return matters.length === 0 ? whole : { ...leading(whole, matters), matters };
  };

  return { judge, danger: finder.danger, version: knowledge.hash };
}

/** The message stands for its first matter, if the whole does not already stand for one of them. */
function leading(whole: TriageResult, matters: TriageResult['matters']): TriageResult {
  if (matters.some(({ result }) => result.department === whole.department)) return whole;
  const { intent, department, topic, confidence, runnersUp, decision, words, wrongdoing, accused } = matters[0]!.result;
  return { ...whole, intent, department, topic, confidence, runnersUp, decision, words, wrongdoing, accused };
}

function modelFor(knowledge: Knowledge, finder: FactFinder, cacheFolder: string | undefined): TrainedModel {
  if (cacheFolder === undefined) return compact(trainModel(knowledge, finder.find));
  const path = join(cacheFolder, `triage-${knowledge.hash}.bin`);
  const known = readModel(path, knowledge.hash);
  if (known) return known;
  const model = compact(trainModel(knowledge, finder.find));
  try {
    writeModel(path, knowledge.hash, model);
  } catch {
    // A folder that cannot be written costs some seconds at the next start and nothing else.
  }
  return model;
}
