/** What is learnt from data/training: the intent, the department and the topic of a message. */
import type { DepartmentKey, Outside, TopicKey } from '../model.ts';
import { boostsOf, fitTemperature, softmax } from './calibrate.ts';
import type { Facts } from './facts.ts';
import { extractFeatures, type Features, letterGroup, wordGroup } from './features.ts';
import { type LinearModel, margins, trainLinear } from './linear-model.ts';
import type { Knowledge } from './load-knowledge.ts';
import { buildVocabulary, createVectorizer, type Vector, type Vocabulary } from './vectors.ts';

/** Everything learnt; plain arrays, so that it can lie in a file. */
export type TrainedModel = {
  vocabulary: Vocabulary;
  intents: readonly string[];
  departments: readonly (DepartmentKey | Outside)[];
  intentModel: LinearModel;
  departmentModel: LinearModel;
  intentTemperature: number;
  departmentTemperature: number;
  /** One model a department, over the rows that its own lines have. */
  topicModels: readonly TopicModel[];
};

export type TopicModel = { topics: readonly TopicKey[]; rows: Uint32Array; model: LinearModel };

export const outsideIntent = 'other:luar';
const foldCount = 4;
const groupWeights = [1, 1, 0.8];
const leastTexts = 2;
const topicLeastTexts = 2;
const departmentTraining = { cost: 1, epochs: 12 };
const intentTraining = { cost: 1, epochs: 12 };
const topicTraining = { cost: 1, epochs: 10 };
/** Lines that lie together are alike; a fold takes or leaves them as one. */
const blockLines = 8;

function featuresOf(facts: Facts): Features {
  return extractFeatures(facts.reading.tokens, facts.placeTokens, facts.cues);
}

type Line = { facts: Facts; vector: Vector; intent: number; department: number; topic: TopicKey | null; fold: number };

/** @param factsOf the facts of a text; what it finds are features. The same knowledge gives the same model. */
export function trainModel(knowledge: Knowledge, factsOf: (text: string) => Facts): TrainedModel {
  const departmentOf = new Map(knowledge.topics.map(({ key, department }) => [key, department]));
  const departments = [...new Set(knowledge.topics.map(({ department }) => department))];
  const facts = knowledge.training.map(({ text }) => factsOf(text));
  const features = facts.map(featuresOf);
  const vocabulary = buildVocabulary(features, leastTexts, groupWeights);
  const { vector } = createVectorizer(vocabulary);
  const intentNames = knowledge.training.map(({ intent, topic }) =>
    intent === 'other' && topic !== null && departmentOf.get(topic) === 'luar' ? outsideIntent : intent,
  );
  const intents = [...new Set(intentNames)].sort();
  const lines: Line[] = knowledge.training.map(({ topic }, at) => ({
    facts: facts[at]!,
    vector: vector(features[at]!),
    intent: intents.indexOf(intentNames[at]!),
    department: topic === null ? -1 : departments.indexOf(departmentOf.get(topic)!),
    topic,
    fold: Math.floor(at / blockLines) % foldCount,
  }));
  /** What a topic is called is a line of it, too; never held back. */
  const topicLines = (): Line[] =>
    knowledge.topics.map(({ key, department, label, keywords }) => {
      const found = factsOf(`${label}: ${keywords.join(', ')}`);
      const at = departments.indexOf(department);
      return { facts: found, vector: vector(featuresOf(found)), intent: -1, department: at, topic: key, fold: -1 };
    });
  const rowCount = vocabulary.idf.length;
  const learn = (
    chosen: readonly Line[],
    label: (line: Line) => number,
    classes: number,
    options: typeof topicTraining,
  ) =>
    trainLinear(
      chosen.map((line) => line.vector),
      chosen.map(label),
      classes,
      rowCount,
      options,
    );
  const matters = [...lines.filter(({ department }) => department >= 0), ...topicLines()];
  const fitIntents = (chosen: readonly Line[]) => learn(chosen, (line) => line.intent, intents.length, intentTraining);
  const fitDepartments = (chosen: readonly Line[]) =>
    learn(chosen, (line) => line.department, departments.length, departmentTraining);
  return {
    vocabulary,
    intents,
    departments,
    intentModel: fitIntents(lines),
    departmentModel: fitDepartments(matters),
    intentTemperature: temperatureOf(
      lines,
      fitIntents,
      (line) => line.intent,
      () => null,
    ),
    departmentTemperature: temperatureOf(
      matters,
      fitDepartments,
      (line) => line.department,
      ({ facts: found }) => boostsOf(found, departments),
    ),
    topicModels: departments.map((department) =>
      trainTopics(
        matters.filter((line) => departments[line.department] === department),
        rowCount,
      ),
    ),
  };
}

/** The temperature that makes the probabilities of held-back lines mean what they say. */
function temperatureOf(
  lines: readonly Line[],
  train: (lines: readonly Line[]) => LinearModel,
  label: (line: Line) => number,
  boosts: (line: Line) => Float32Array | null,
): number {
  const outputs: { margins: Float32Array; boosts: Float32Array | null; label: number }[] = [];
  for (let fold = 0; fold < foldCount; fold++) {
    const model = train(lines.filter((line) => line.fold !== fold));
    for (const line of lines) {
      if (line.fold !== fold) continue;
      const into = new Float32Array(model.classCount);
      margins(model, line.vector, into);
      outputs.push({ margins: into, boosts: boosts(line), label: label(line) });
    }
  }
  return fitTemperature(outputs);
}

/** Topics of one department against each other. */
function trainTopics(lines: readonly Line[], rowCount: number): TopicModel {
  const topics = [...new Set(lines.map(({ topic }) => topic!))].sort();
  const counts = new Uint16Array(rowCount);
  for (const { vector } of lines) for (const row of vector.rows) counts[row]!++;
  const local = new Int32Array(rowCount).fill(-1);
  const rows: number[] = [];
  for (let row = 0; row < rowCount; row++) {
    if (counts[row]! < topicLeastTexts) continue;
    local[row] = rows.length;
    rows.push(row);
  }
  const model = trainLinear(
    lines.map(({ vector }) => narrowed(vector, local)),
    lines.map(({ topic }) => topics.indexOf(topic!)),
    topics.length,
    rows.length,
    topicTraining,
  );
  return { topics, rows: Uint32Array.from(rows), model };
}

/** The part of a vector whose rows a smaller model knows. */
function narrowed(vector: Vector, local: Int32Array): Vector {
  const rows: number[] = [];
  const values: number[] = [];
  vector.rows.forEach((row, at) => {
    const own = local[row]!;
    if (own < 0) return;
    rows.push(own);
    values.push(vector.values[at]!);
  });
  return { rows: Int32Array.from(rows), values: Float32Array.from(values) };
}

export type Judged = {
  features: Features;
  vector: Vector;
  /** Probability by index of `intents`. */
  intents: Float32Array;
  /** Probability by index of `departments`. */
  departments: Float32Array;
};

export interface Classifier {
  readonly intents: readonly string[];
  readonly departments: readonly (DepartmentKey | Outside)[];
  judge(facts: Facts): Judged;
  /** The likeliest topic of a department, or null where it has none. */
  topicOf(department: number, judged: Judged, facts: Facts): TopicKey | null;
  /** How much each token speaks for one department against another. */
  evidence(facts: Facts, judged: Judged, winner: number, other: number): number[];
  /** How much each token speaks for an intent. */
  intentEvidence(facts: Facts, judged: Judged, intent: string): number[];
}

/** Not for use from two places at once: it holds its scratch space. */
export function createClassifier(model: TrainedModel): Classifier {
  const { vocabulary, intents, departments, intentModel, departmentModel } = model;
  const vectorizer = createVectorizer(vocabulary);
  const locals = model.topicModels.map(({ rows }) => {
    const local = new Int32Array(vocabulary.idf.length).fill(-1);
    rows.forEach((row, at) => {
      local[row] = at;
    });
    return local;
  });
  const byRow = new Float32Array(vocabulary.idf.length);

  const judge = (facts: Facts): Judged => {
    const features = featuresOf(facts);
    const vector = vectorizer.vector(features);
    const intentMargins = new Float32Array(intents.length);
    const departmentMargins = new Float32Array(departments.length);
    margins(intentModel, vector, intentMargins);
    margins(departmentModel, vector, departmentMargins);
    return {
      features,
      vector,
      intents: softmax(intentMargins, model.intentTemperature, null),
      departments: softmax(departmentMargins, model.departmentTemperature, boostsOf(facts, departments)),
    };
  };

  const topicOf = (department: number, judged: Judged, facts: Facts): TopicKey | null => {
    const { topics, model: own } = model.topicModels[department]!;
    if (topics.length === 0) return null;
    const into = Float32Array.from(own.bias);
    const local = locals[department]!;
    const { rows, values } = judged.vector;
    for (let entry = 0; entry < rows.length; entry++) {
      const from = local[rows[entry]!]! * topics.length;
      if (from < 0) continue;
      for (let at = 0; at < topics.length; at++) into[at]! += own.weights[from + at]! * values[entry]!;
    }
    let best = 0;
    for (let at = 0; at < topics.length; at++) {
      if (facts.topics.has(topics[at]!)) into[at]! += keywordBonus;
      if (into[at]! > into[best]!) best = at;
    }
    return topics[best]!;
  };

  const evidence = (facts: Facts, judged: Judged, winner: number, other: number) =>
    contributions(facts, judged, departmentModel, winner, other);

  const intentEvidence = (facts: Facts, judged: Judged, intent: string) =>
    contributions(facts, judged, intentModel, intents.indexOf(intent), -1);

  /** The sum of what a token's features add to the winner's margin beyond the other's. */
  const contributions = (facts: Facts, judged: Judged, from: LinearModel, winner: number, other: number): number[] => {
    if (winner < 0) return facts.reading.tokens.map(() => 0);
    const { classCount, weights } = from;
    judged.vector.rows.forEach((row, at) => {
      byRow[row] = judged.vector.values[at]!;
    });
    const { groups, wordsFrom, lettersFrom } = judged.features;
    const sum = (buckets: readonly number[], from: number, to: number) => {
      let score = 0;
      for (let at = from; at < to; at++) {
        const row = vocabulary.rowOf[buckets[at]!]!;
        if (row < 0 || byRow[row] === 0) continue;
        const start = row * classCount;
        score += (weights[start + winner]! - (other < 0 ? 0 : weights[start + other]!)) * byRow[row]!;
      }
      return score;
    };
    const scores = facts.reading.tokens.map(
      (_, at) =>
        sum(groups[wordGroup], wordsFrom[at]!, wordsFrom[at + 1]!) +
        sum(groups[letterGroup], lettersFrom[at]!, lettersFrom[at + 1]!),
    );
    for (const row of judged.vector.rows) byRow[row] = 0;
    return scores;
  };

  return { intents, departments, judge, topicOf, evidence, intentEvidence };
}

/** A key word of a topic counts as much as a clear margin of what is learnt. */
const keywordBonus = 0.25;
