/**
 * How well triage reads messages that it was not trained on: `npm run triage:evaluate`. Grouped cross-validation over
 * the training lines, with the learning curve, beside wink-naive-bayes-text-classifier on the same folds, and then the
 * messages of data/gate, which other hands wrote. `-- --quick` leaves the curve out.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { isDepartmentRight, type JudgedCase as Judged, readCases, readGate } from '../../src/triage/cases.ts';
import { createTriage } from '../../src/triage/create-triage.ts';
import { withLessons } from '../../src/triage/lessons.ts';
import { loadKnowledge } from '../../src/triage/load-knowledge.ts';
import { confusions, coverageAt, figuresOf, macroF1 } from '../support/triage-figures.ts';
import { caseOf, type Fold, foldsOf, judgeFold } from '../support/triage-folds.ts';

const foldCount = 5;
const curveShares = [0.125, 0.25, 0.5];
const pairsShown = 12;
const textsShown = 2;
const wantedPrecision = 0.95;
const burstLessons = 300;
const burstDepartment = 'dinsos';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const knowledge = loadKnowledge(join(import.meta.dirname, '../../data'));
const folds = foldsOf(knowledge.training, foldCount);
print(`${knowledge.training.length} lines, ${foldCount} folds, ${cpus()[0]?.model}, Node ${process.versions.node}\n`);

const judged = folds.flatMap((fold) => judgeFold(knowledge, fold));
print('Cross-validation over the training lines');
tell(judged);
tellDepartments(judged);
tellStyles(judged);
tellConfusions(judged);
if (!values.quick) tellCurve(folds, judged);
tellWink(folds);

const triage = createTriage(knowledge);
for (const [name, about] of [
  ['plain', 'plain messages'],
  ['apart', 'harder ones, by another hand'],
  ['fresh', 'by hands that saw neither rules nor training lines'],
] as const) {
  const cases = readCases(join(import.meta.dirname, `../../data/gate/${name}.jsonl`));
  const found = cases.map((one): Judged => ({ case: one, result: triage.judge(one.text) }));
  print(`\n${name}: ${about}`);
  tell(found);
  tellConfusions(found);
}

tellBurst();

function tell(list: readonly Judged[]): void {
  const matters = list.filter((one) => one.case.department !== null);
  const figures = figuresOf(list);
  const coverage = coverageAt(wantedPrecision, matters);
  const dangers = list.filter((one) => one.case.emergency).length;
  print(
    table([
      ['messages', `${list.length}, ${matters.length} of a department, ${dangers} dangers`],
      ['department', percent(figures.department)],
      ['among the first three', percent(figures.departmentAmongThree)],
      ['macro-F1', percent(macroF1(matters))],
      ['intent, ask and complain merged', percent(figures.intentMerged)],
      ['intent, apart', percent(figures.intent)],
      ['calibration error', figures.calibrationError.toFixed(3)],
      [`decided at ${percent(wantedPrecision)} precision`, `${percent(coverage.share)} (from ${coverage.from})`],
      ['dangers missed', share(figures.missed.length, dangers)],
      ['false alarms', share(figures.falseAlarms.length, list.length - dangers)],
    ]),
  );
  for (const text of figures.missed.slice(0, pairsShown)) print(`  missed: ${text}`);
  for (const text of figures.falseAlarms.slice(0, pairsShown)) print(`  false alarm: ${text}`);
}

function tellDepartments(list: readonly Judged[]): void {
  const names = [...new Set(list.flatMap((one) => one.case.department ?? []))].sort();
  print(`\n${table(names.map((name) => [name, rightOf(list.filter((one) => one.case.department === name))]))}`);
}

/** What a message is like, by what can be seen of it. */
function tellStyles(list: readonly Judged[]): void {
  const { rewrite } = parse(readFileSync(join(import.meta.dirname, '../../data/words/javanese.yml'), 'utf8'));
  const javanese = new Set(Object.keys(rewrite as Record<string, string>));
  const styleOf = (text: string) => {
    const parts = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
    if (parts.filter((word) => javanese.has(word)).length >= 2) return 'Javanese or mixed';
    return parts.length > 30 ? 'long (over 30 words)' : parts.length <= 4 ? 'short (up to 4 words)' : 'other';
  };
  const matters = list.filter((one) => one.case.department !== null);
  const styles = [...new Set(matters.map((one) => styleOf(one.case.text)))].sort();
  const ofStyle = (style: string) => matters.filter((one) => styleOf(one.case.text) === style);
  print(`\n${table(styles.map((style) => [style, rightOf(ofStyle(style))]))}`);
}

function tellConfusions(list: readonly Judged[]): void {
  const pairs = confusions(list).slice(0, pairsShown);
  if (pairs.length > 0) print('\n  right → given');
  for (const { right, given, texts } of pairs)
    print(`  ${right} → ${given}: ${texts.length}, e.g. ${texts.slice(0, textsShown).join(' | ')}`);
}

function tellCurve(all: readonly Fold[], whole: readonly Judged[]): void {
  print('\nLearning curve (share of the training lines: department, intent merged)');
  for (const part of curveShares) {
    const figures = figuresOf(all.flatMap((fold) => judgeFold(knowledge, fold, part)));
    print(`  ${percent(part)}: ${percent(figures.department)}, ${percent(figures.intentMerged)}`);
  }
  const figures = figuresOf(whole);
  print(`  ${percent(1)}: ${percent(figures.department)}, ${percent(figures.intentMerged)}`);
}

type Wink = {
  definePrepTasks(tasks: ((text: string) => string[])[]): void;
  defineConfig(config: { considerOnlyPresence: boolean; smoothingFactor: number }): void;
  learn(text: string, label: string): void;
  consolidate(): void;
  predict(text: string): string;
};

/** The same folds, the words alone: what a general library makes of them. */
function tellWink(all: readonly Fold[]): void {
  const createWink = createRequire(import.meta.url)('wink-naive-bayes-text-classifier') as () => Wink;
  let right = 0;
  let count = 0;
  for (const { training, held } of all) {
    const wink = createWink();
    wink.definePrepTasks([(text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []]);
    wink.defineConfig({ considerOnlyPresence: true, smoothingFactor: 0.5 });
    for (const line of training) {
      const { text, department } = caseOf(line, knowledge);
      if (department) wink.learn(text, department);
    }
    wink.consolidate();
    for (const line of held) {
      const { text, department } = caseOf(line, knowledge);
      if (!department) continue;
      count++;
      right += Number(wink.predict(text) === department);
    }
  }
  print(`\nwink-naive-bayes-text-classifier on the same folds: department ${share(right, count)}`);
}

/** Somebody makes lessons of 300 messages of other departments, all to one: what the gate set shows of it. */
function tellBurst(): void {
  const topic = knowledge.topics.find(({ department }) => department === burstDepartment)!.key;
  const wrong = knowledge.training.filter((line) => line.topic !== null && !line.topic.startsWith(burstDepartment));
  const every = Math.floor(wrong.length / burstLessons);
  // Not the very words, which are known: each half of a sentence.
  const lessons = wrong
    .filter((_, at) => at % every === 0)
    .slice(0, burstLessons)
    .map(({ text }) => ({ text: text.slice(0, Math.ceil(text.length / 2)), intent: 'ask' as const, topic }));
  const burst = createTriage(withLessons(knowledge, lessons));
  const gate = readGate(join(import.meta.dirname, '../../data')).filter((one) => one.department !== null);
  const right = (by: typeof triage) =>
    gate.filter((one) => isDepartmentRight({ case: one, result: by.judge(one.text) })).length;
  print(`\n${burstLessons} wrong lessons to ${burstDepartment}: the gate set's departments`);
  print(`  before ${share(right(triage), gate.length)}, after ${share(right(burst), gate.length)}`);
}

function rightOf(list: readonly Judged[]): string {
  return share(list.filter(isDepartmentRight).length, list.length);
}

function share(part: number, whole: number): string {
  return `${percent(part / Math.max(1, whole))} (${part} of ${whole})`;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
}

function print(line: string): void {
  console.log(line);
}
