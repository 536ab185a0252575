/** Reads all that triage knows from data/: words, places, dangers, rules, topics and the training lines. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { SetupError } from '../lib/errors.ts';
import { loadYaml } from '../lib/yaml.ts';
import type { DepartmentKey, Intent, Outside, TopicKey } from '../model.ts';
import { type EmergencyData, loadEmergencies } from './danger.ts';
import { loadPlaces, type PlacesData } from './places.ts';
import { loadRules, type TriageRules } from './rules.ts';
import { loadWordLists, type WordLists } from './word-lists.ts';

export type TriageTopic = {
  key: TopicKey;
  department: DepartmentKey | Outside;
  label: string;
  keywords: readonly string[];
};

export type TrainingLine = { text: string; intent: Intent; topic: TopicKey | null };

export type Knowledge = {
  words: WordLists;
  places: PlacesData;
  emergencies: EmergencyData & {
    /** The words for the citizen by kind of danger. */
    answers: ReadonlyMap<string, string>;
  };
  rules: TriageRules;
  topics: readonly TriageTopic[];
  training: readonly TrainingLine[];
  /** Of everything above and of the code that learns from it: another hash is another model. */
  hash: string;
};

const intents = [
  'ask',
  'complain',
  'book',
  'reschedule',
  'cancel_booking',
  'status',
  'greet',
  'thanks',
  'human',
  'emergency',
  'abuse',
  'spam',
  'faq_hours',
  'other',
] as const satisfies readonly Intent[];

const topicsFile = z.object({
  topics: z.array(
    z.object({ key: z.string(), department: z.string(), label: z.string(), keywords: z.array(z.string()) }),
  ),
});
const trainingLine = z.object({
  text: z.string().min(1),
  intent: z.enum(intents),
  topic: z.string().nullable(),
});

/**
 * @param dataFolder the folder with topics.yml, places.yml, emergencies.yml, triage.yml, words/ and training/.
 * @throws {SetupError} naming file, line and cure.
 */
export function loadKnowledge(dataFolder: string): Knowledge {
  const { topics } = loadYaml(join(dataFolder, 'topics.yml'), topicsFile);
  const emergencies = loadEmergencies(dataFolder);
  const answers = new Map(Object.entries(emergencies.kinds).map(([kind, { words }]) => [kind, words.trim()]));
  return {
    words: loadWordLists(dataFolder),
    places: loadPlaces(dataFolder),
    emergencies: { ...emergencies, answers },
    rules: loadRules(dataFolder, new Set(topics.map(({ department }) => department))),
    topics,
    training: loadTraining(dataFolder, new Set(topics.map(({ key }) => key))),
    hash: hashOf(dataFolder),
  };
}

/** All lines of data/training/*.jsonl in the order of file names; a text that stands twice is kept once. */
function loadTraining(dataFolder: string, topics: ReadonlySet<string>): TrainingLine[] {
  const lines = new Map<string, TrainingLine>();
  const faults: string[] = [];
  for (const path of trainingFiles(dataFolder)) {
    const source = readFileSync(path, 'utf8').split('\n');
    for (const [at, line] of source.entries()) {
      if (line.trim() === '') continue;
      const fault = (message: string) => {
        faults.push(`${relative(process.cwd(), path)}:${at + 1}: ${message}`);
      };
      const read = trainingLine.safeParse(parsed(line));
      if (!read.success) fault('no training line → {"text": …, "intent": …, "topic": … or null}');
      else if (read.data.topic !== null && !topics.has(read.data.topic))
        fault(`unknown topic "${read.data.topic}" → use a key of topics.yml`);
      else if (!lines.has(read.data.text)) lines.set(read.data.text, read.data);
    }
  }
  if (faults.length > 0) throw new SetupError(faults);
  return [...lines.values()];
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function trainingFiles(dataFolder: string): string[] {
  const folder = join(dataFolder, 'training');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(folder, name));
}

function hashOf(dataFolder: string): string {
  const hash = createHash('sha256');
  const files = ['topics.yml', 'places.yml', 'emergencies.yml', 'triage.yml'].map((name) => join(dataFolder, name));
  for (const name of ['abbreviations', 'javanese', 'spellings']) files.push(join(dataFolder, 'words', `${name}.yml`));
  const code = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.ts'))
    .sort();
  for (const name of code) files.push(join(import.meta.dirname, name));
  for (const path of [...files, ...trainingFiles(dataFolder)]) hash.update(readFileSync(path)).update('\0');
  return hash.digest('hex').slice(0, 16);
}
