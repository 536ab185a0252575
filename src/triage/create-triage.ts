/** Triage put together: trained from its knowledge at first start, read from a file afterwards. */
import { join } from 'node:path';
import type { Intent } from '../model.ts';
import { createClassifier, type TrainedModel, trainModel } from './classifier.ts';
import { createFactFinder, type FactFinder } from './facts.ts';
import { type JudgeDeps, judgeFacts, lookAt } from './judge.ts';
import type { Knowledge } from './load-knowledge.ts';
import { type Eyes, type Matter, mattersBeside, splitMatters } from './matters.ts';
import { compact, readModel, writeModel } from './model-file.ts';
import type { Triage, TriageResult } from './triage.ts';

export type TriageOptions = {
  /** Where the trained model is kept, one file for each state of knowledge. Without it each start trains anew. */
  cacheFolder?: string;
};

/** What a matter beside it wins over. A wish for a person or a seat stays: whoever fulfils it reads the matter too. */
const givesWay: readonly Intent[] = ['thanks', 'greet', 'status', 'faq_hours', 'other', 'abuse'];
/** A question that a matter is often told with: "jalan yang saya laporkan belum disentuh, sampai mana?" */
const asksForDesk: readonly Intent[] = ['status', 'faq_hours'];
/** What asks for an act of its own, so that it stands beside a matter. */
const standsBeside: readonly Intent[] = ['cancel_booking', 'reschedule'];

/** @throws {Error} quoting a faulty pattern of the rules. A damaged model file is made anew. */
export function createTriage(knowledge: Knowledge, options: TriageOptions = {}): Triage {
  const finder = createFactFinder(knowledge);
  const classifier = createClassifier(modelFor(knowledge, finder, options.cacheFolder));
  const deps: JudgeDeps = { classifier, thresholds: knowledge.rules.thresholds, version: knowledge.hash };

  const judgeOne = (text: string) => judgeFacts(finder.find(text), deps);
  const eyes: Eyes = { look: (text) => lookAt(finder.find(text), deps), judge: judgeOne };

  const judge = (text: string): TriageResult => {
    const whole = judgeOne(text);
    if (whole.danger) return whole;
    if (whole.department !== null) return withMatters(whole, splitMatters(text, eyes));
    const isBeside = standsBeside.includes(whole.intent);
    if (!isBeside && !givesWay.includes(whole.intent)) return whole;
    const beside = mattersBeside(text, eyes, asksForDesk.includes(whole.intent));
    if (!isBeside) return withMatters(whole, beside);
    const complaints = beside.filter(({ text, result }) => result.intent === 'complain' || /\blapor/i.test(text));
    return complaints.length === 0 ? whole : withMatters(whole, [{ text, result: whole }, ...complaints]);
  };

  return { judge, danger: finder.danger, version: knowledge.hash };
}

/** The message stands for its first matter, if the whole does not already stand for one of them. */
function withMatters(whole: TriageResult, found: readonly Matter[]): TriageResult {
  if (found.length === 0) return whole;
  const matters = found.map(({ text, result }) => ({ text, result: located(result, whole) }));
  const several = matters.length > 1 ? matters : [];
  if (whole.department !== null && matters.some(({ result }) => result.department === whole.department))
    return { ...whole, matters: several };
  const first = matters.find(({ result }) => result.department !== null) ?? matters[0]!;
  const { courtesy, place, role, codes } = whole;
  return { ...first.result, courtesy, place, role, codes, matters: several };
}

/** Where and in what capacity is often said once for all: a part that does not say so takes it from the whole. */
function located(part: TriageResult, whole: TriageResult): TriageResult {
  const saysWhere = part.place.kelurahan.length > 0 || whole.place.kelurahan.length > 1;
  const role = part.role === 'unknown' ? whole.role : part.role;
  return { ...part, place: saysWhere ? part.place : whole.place, role };
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
