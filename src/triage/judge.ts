/**
 * From facts and probabilities to a result: the intent, the department with its runners-up, and what the desk should
 * do.
 */
import type { DepartmentKey, Intent, Outside } from '../model.ts';
import { type Classifier, type Judged, outsideIntent } from './classifier.ts';
import type { Facts } from './facts.ts';
import type { Look } from './matters.ts';
import type { TriageRules } from './rules.ts';
import type { Danger, TriageResult } from './triage.ts';

/** What decides beside the text. */
export type JudgeDeps = { classifier: Classifier; thresholds: TriageRules['thresholds']; version: string };

type Ranked = { department: DepartmentKey | Outside; confidence: number; at: number };
type Guess = { intent: Intent; danger: Danger | null; confidence: number; isMatter: boolean };

const confidencePower = 0.55;
const wordsMax = 6;
const runnersUpMax = 4;
const runnersUpMin = 2;
/** A runner-up below this is no choice worth offering. */
const runnerUpLeast = 0.02;
/** A rule or key word lets a matter win over "about nothing" from this confidence of its department. */
const matterAnyway = { other: 0.75, abuse: 0.5, oneWord: 0.6, retold: 0.5 };
const ruleDangerConfidence = 0.97;
const ruleWordScore = 0.3;
const faultCues = ['cue:rusak', 'cue:belum', 'cue:ternakSakit'];
const askingCues = ['question', 'cue:tanya', 'cue:mauTanya', 'cue:syaratCara', 'cue:harusApa', 'cue:minta'];
/** A message of fillers alone is a greeting or nothing; anything else must be this sure. */
const emptyConfidence = 0.6;
const bareAddressConfidence = 0.9;
const addressWords = new Set(
  `alamat alamate lokasi lokasine nggone di neng ning nang kel kelurahan kec kecamatan gang gg kota kediri lingkungan
   ling pak bu`.split(/\s+/),
);

/** One matter, as a whole. Splitting is done elsewhere. */
export function judgeFacts(facts: Facts, { classifier, thresholds, version }: JudgeDeps): TriageResult {
  const judged = classifier.judge(facts);
  const ranked = rank(judged, classifier);
  const guess = guessIntent(facts, judged, ranked, classifier, thresholds);
  const common = {
    danger: guess.danger,
    courtesy: facts.courtesy,
    place: facts.place,
    role: facts.role,
    codes: facts.codes,
    matters: [],
    version,
  };
  if (!guess.isMatter) {
    return {
      ...common,
      intent: guess.intent,
      department: null,
      topic: null,
      confidence: round(guess.confidence),
      runnersUp: [],
      decision: decideIntent(guess, thresholds),
      words: strongest(facts, classifier.intentEvidence(facts, judged, guess.intent), []),
      wrongdoing: 'no',
      accused: [],
    };
  }
  const [winner, second] = ranked;
  const confidence = confidenceOf(guess.confidence, winner!);
  const wrongdoing = wrongdoingOf(facts, judged, winner!, classifier, guess.intent, thresholds);
  const intent = winner!.department === 'luar' ? 'other' : guess.intent;
  return {
    ...common,
    intent,
    department: winner!.department,
    topic: classifier.topicOf(winner!.at, judged, facts),
    confidence: round(confidence),
    runnersUp: runnersUp(ranked, confidence, classifier, judged, facts),
    decision: decideMatter(confidence, facts.isVague && wrongdoing === 'no', thresholds),
    words: strongest(facts, classifier.evidence(facts, judged, winner!.at, second?.at ?? -1), facts.ruleTokens),
    reasons: facts.tieBreaks.filter(({ department }) => department === winner!.department).map(({ why }) => why),
    wrongdoing,
    accused: wrongdoing === 'no' ? [] : facts.accused,
  };
}

/** What a part of a message reads like by itself: no department where the part is no matter. */
export function lookAt(facts: Facts, { classifier, thresholds }: JudgeDeps): Look {
  const judged = classifier.judge(facts);
  const ranked = rank(judged, classifier);
  const { intent, isMatter, confidence } = guessIntent(facts, judged, ranked, classifier, thresholds);
  const rules = facts.tieBreaks.map(({ key }) => key);
  const beside = { intent, asks: asks(facts), isSettled: facts.isSettled, isThanks: facts.courtesy.thanks, rules };
  if (!isMatter) return { ...beside, department: null, confidence, isNamed: false, isFault: false };
  const winner = ranked[0]!;
  const { department } = winner;
  const isNamed =
    facts.namedDepartments.has(department) ||
    facts.tieBreaks.some((rule) => rule.department === department) ||
    (facts.wrongdoing === 'alleged' && department === 'inspektorat');
  const isFault = isNamed && intent === 'complain' && faultCues.some((cue) => facts.cues.includes(cue));
  const sure = Math.sqrt(confidence) * winner.confidence;
  return { ...beside, department, confidence: sure, isNamed, isFault };
}

/**
 * How likely it is that the department is right, for messages as people write them. The training lines are harder than
 * those (a quarter has the words of another department), so that what is calibrated on them says too little: the
 * power is fitted on the plain and apart messages of data/gate/ and holds on the fresh ones (docs/triage.md).
 */
function confidenceOf(isMatter: number, winner: Ranked): number {
  return (Math.sqrt(isMatter) * winner.confidence) ** confidencePower;
}

/** Departments by probability, best first; topics are looked up only for those that are shown. */
function rank(judged: Judged, classifier: Classifier): Ranked[] {
  return classifier.departments
    .map((department, at) => ({ department, confidence: judged.departments[at]!, at }))
    .sort((one, other) => other.confidence - one.confidence || (one.department < other.department ? -1 : 1));
}

function runnersUp(
  ranked: readonly Ranked[],
  winnerConfidence: number,
  classifier: Classifier,
  judged: Judged,
  facts: Facts,
): TriageResult['runnersUp'] {
  const share = ranked[0]!.confidence > 0 ? winnerConfidence / ranked[0]!.confidence : 1;
  return ranked
    .slice(1, 1 + runnersUpMax)
    .filter(({ confidence }, at) => at < runnersUpMin || confidence >= runnerUpLeast)
    .map((one) => ({
      department: one.department,
      topic: classifier.topicOf(one.at, judged, facts),
      confidence: round(one.confidence * share),
    }));
}

/** Intents that are about a matter of some department count together; which department decides between them later. */
function guessIntent(
  facts: Facts,
  judged: Judged,
  ranked: readonly Ranked[],
  classifier: Classifier,
  thresholds: TriageRules['thresholds'],
): Guess {
  const share = (name: string) => judged.intents[classifier.intents.indexOf(name)] ?? 0;
  const emergency = share('emergency');
  if (facts.danger) {
    const confidence = Math.max(ruleDangerConfidence, emergency);
    return { intent: 'emergency', danger: facts.danger, confidence, isMatter: false };
  }
  if (facts.reading.tokens.length === 0) return { intent: 'other', danger: null, confidence: 1, isMatter: false };
  if (isBareAddress(facts))
    return { intent: 'other', danger: null, confidence: bareAddressConfidence, isMatter: false };
  const isGuarded = facts.cues.some((cue) => cue.startsWith('guard:'));
  if (emergency >= thresholds.modelDanger && !isGuarded)
    return { intent: 'emergency', danger: { kind: 'lain', rule: 'learnt' }, confidence: emergency, isMatter: false };

  const matter = share('ask') + share('complain') + share(outsideIntent) + emergency;
  const known = facts.topics.size > 0 || facts.tieBreaks.length > 0 || facts.wrongdoing === 'alleged';
  // "Dalan rusak" complains, however few its words; "kapan jalan rusak diperbaiki" asks.
  const isBroken = facts.tieBreaks.length > 0 && facts.cues.includes('cue:rusak') && !asks(facts);
  const asked: Guess = {
    intent: share('ask') >= share('complain') && !isBroken ? 'ask' : 'complain',
    danger: null,
    confidence: matter,
    isMatter: true,
  };
  // Whatever it asks for beside it: a report of that office's own people must never be read as a courtesy or a status.
  if (accusesReader(facts)) return { ...asked, intent: 'complain', confidence: Math.max(matter, 0.5) };
  let best: Guess = asked;
  classifier.intents.forEach((name, at) => {
    if (name === 'ask' || name === 'complain' || name === outsideIntent || name === 'emergency') return;
    if (judged.intents[at]! > best.confidence)
      best = { intent: name as Intent, danger: null, confidence: judged.intents[at]!, isMatter: false };
  });
  const isTakenBack = facts.cues.includes('cue:cabut');
  if (best.intent === 'other' && isTakenBack) return best;
  // It names a report of before, but what it tells anew is the matter; a report taken back is none.
  if (best.intent === 'status' && (isTakenBack || tellsMore(facts))) {
    const isClear = known || ranked[0]!.confidence >= matterAnyway.retold;
    if (isTakenBack || !isClear) return { ...best, intent: 'other', confidence: 0.5 };
    return { ...asked, intent: 'complain', confidence: Math.max(matter, 0.5) };
  }
  if (
    facts.tellingTokens.length === 0 &&
    best.intent !== 'greet' &&
    (best.isMatter || best.confidence < emptyConfidence)
  )
    return { intent: 'other', danger: null, confidence: Math.max(best.confidence, 0.5), isMatter: false };
  // "Sampah" alone is an insult to some and a matter to most: without a coarse word it is asked about.
  const isOneWord = facts.tellingTokens.length === 1 && ranked[0]!.confidence >= matterAnyway.oneWord;
  if (best.intent === 'abuse' && isOneWord && !facts.cues.includes('cue:kasar'))
    return { ...asked, confidence: Math.max(matter, 0.5) };
  const least = best.intent === 'other' || best.intent === 'abuse' ? matterAnyway[best.intent] : 2;
  if (!best.isMatter && known && ranked[0]!.confidence >= least && best.confidence < 0.95)
    return { ...asked, confidence: Math.max(matter, 0.5) };
  return best;
}

function asks({ cues }: Facts): boolean {
  return askingCues.some((cue) => cues.includes(cue));
}

/** It adds to an earlier report or corrects it: it does not ask how that report stands. */
function tellsMore({ cues }: Facts): boolean {
  return cues.includes('cue:tambahan') && !cues.includes('question') && !cues.includes('cue:tanya');
}

/** It alleges something of Inspektorat itself, which reads allegations (law 8). */
function accusesReader({ wrongdoing, accused }: Facts): boolean {
  return wrongdoing === 'alleged' && accused.includes('inspektorat');
}

/** An address alone says where, and not what. */
function isBareAddress({ reading, placeTokens }: Facts): boolean {
  return placeTokens.size > 0 && reading.tokens.every(({ raw }, at) => placeTokens.has(at) || addressWords.has(raw));
}

/** One word or the programme's name alone would be filed at random, however sure what was learnt is. */
function decideMatter(
  confidence: number,
  isVague: boolean,
  thresholds: TriageRules['thresholds'],
): TriageResult['decision'] {
  if (isVague || (confidence >= thresholds.ask && confidence < thresholds.route)) return 'ask';
  return confidence >= thresholds.route ? 'route' : 'person';
}

function decideIntent(guess: Guess, thresholds: TriageRules['thresholds']): TriageResult['decision'] {
  if (guess.danger) return 'route';
  if (guess.intent === 'human') return 'person';
  if (guess.intent === 'other') return 'ask';
  return guess.confidence >= thresholds.intent ? 'route' : 'ask';
}

/** Alleged where a rule says so and the message reads like it; a mere doubt is `likely` (law 8). */
function wrongdoingOf(
  facts: Facts,
  judged: Judged,
  winner: Ranked,
  classifier: Classifier,
  intent: Intent,
  thresholds: TriageRules['thresholds'],
): TriageResult['wrongdoing'] {
  const share = judged.departments[classifier.departments.indexOf('inspektorat')] ?? 0;
  const isWinner = winner.department === 'inspektorat';
  if (facts.wrongdoing === 'alleged') return isWinner || accusesReader(facts) ? 'alleged' : 'likely';
  if (facts.allegesNothing) return 'no';
  if (isWinner && intent === 'complain' && share >= thresholds.wrongdoingSure) return 'alleged';
  // Unclear words with nothing in them to suspect are asked about, and not sealed.
  const isHint = facts.mayAccuse || facts.namedDepartments.has('inspektorat') || share >= thresholds.route;
  if (intent === 'complain' && isHint && share >= thresholds.wrongdoingLikely) return 'likely';
  return facts.wrongdoing === 'likely' && share >= thresholds.wrongdoingLikely / 2 ? 'likely' : 'no';
}

/** The words that spoke loudest, each once, as they stand in the message. */
function strongest(facts: Facts, scores: readonly number[], ruleTokens: readonly number[]): string[] {
  const byWord = new Map<string, number>();
  const rules = new Set(ruleTokens);
  const telling = new Set(facts.tellingTokens);
  facts.reading.tokens.forEach(({ raw }, at) => {
    if (!telling.has(at)) return;
    const score = scores[at]! + (rules.has(at) ? ruleWordScore : 0);
    if (raw.length >= 2 && score > (byWord.get(raw) ?? 0)) byWord.set(raw, score);
  });
  const sorted = [...byWord].sort((one, other) => other[1] - one[1]);
  const least = (sorted[0]?.[1] ?? 0) / 10;
  return sorted
    .filter(([, score]) => score >= least)
    .slice(0, wordsMax)
    .map(([word]) => word);
}

function round(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 10_000;
}
