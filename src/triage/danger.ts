/** Danger now, by the rules of data/emergencies.yml alone: recall first, held back by guards. */
import { join } from 'node:path';
import { z } from 'zod';
import { loadYaml } from '../lib/yaml.ts';
import type { Reading } from './normalize.ts';
import type { Hits, PatternIndex } from './pattern.ts';
import type { Danger } from './triage.ts';

const texts = z.array(z.string());
const emergenciesFile = z.object({
  kinds: z.record(
    z.string(),
    z.object({
      label: z.string(),
      /** A member of staff reads the message too. */
      person: z.boolean(),
      words: z.string().regex(/112/, 'does not name 112 → say "telepon 112" in the words for the citizen'),
    }),
  ),
  guards: z.array(z.object({ key: z.string(), why: z.string(), when: texts, unless: texts })),
  rules: z.array(
    z.object({
      key: z.string(),
      kind: z.string(),
      when: texts,
      unless: texts,
      /** Guards that do not hold this rule back. */
      despite: texts.default([]),
      for: texts,
      against: texts,
    }),
  ),
});
export type EmergencyData = z.infer<typeof emergenciesFile>;

/** @throws {SetupError} naming file, line and cure. */
export function loadEmergencies(dataFolder: string): EmergencyData {
  const path = join(dataFolder, 'emergencies.yml');
  return loadYaml(
    path,
    emergenciesFile.superRefine((data, check) => {
      const guards = new Set(data.guards.map(({ key }) => key));
      data.rules.forEach((rule, at) => {
        const fault = (field: string, message: string) =>
          check.addIssue({ code: 'custom', path: ['rules', at, field], message });
        if (!data.kinds[rule.kind]) fault('kind', `unknown kind "${rule.kind}" → name one of kinds above`);
        for (const key of rule.despite) if (!guards.has(key)) fault('despite', `unknown guard "${key}" → name a guard`);
      });
    }),
  );
}

export interface DangerDetector {
  /** @param hits of the index that the detector was made with. @returns the danger, or null. */
  find(reading: Reading, hits: Hits): Danger | null;
  /** Keys of the guards that stand in the message and are not lifted. */
  guardsIn(reading: Reading, hits: Hits): string[];
}

type Guard = { key: string; when: number[]; unless: number[] };
type Rule = Guard & { kind: string; guards: Guard[] };

/** Its patterns are added to the index. */
export function createDangerDetector(data: EmergencyData, index: PatternIndex): DangerDetector {
  const ids = (sources: readonly string[]) => sources.map((source) => index.add(source));
  const guards: Guard[] = data.guards.map(({ key, when, unless }) => ({ key, when: ids(when), unless: ids(unless) }));
  const rules: Rule[] = data.rules.map(({ key, kind, when, unless, despite }) => ({
    key,
    kind,
    when: ids(when),
    unless: ids(unless),
    guards: guards.filter((guard) => !despite.includes(guard.key)),
  }));
  // A life that somebody wants to end comes before whatever else is said.
  rules.sort((one, other) => Number(other.kind === 'bunuh_diri') - Number(one.kind === 'bunuh_diri'));

  const find = (_reading: Reading, hits: Hits): Danger | null => {
    for (const rule of rules) {
      for (const sentence of sentencesOf(rule.when, hits)) {
        if (stands(rule.unless, sentence, hits)) continue;
        if (rule.guards.some((guard) => holds(guard, sentence, hits))) continue;
        return { kind: rule.kind, rule: rule.key };
      }
    }
    return null;
  };

  const guardsIn = (reading: Reading, hits: Hits): string[] =>
    guards.filter((guard) => reading.sentences.some((_, at) => holds(guard, at, hits))).map(({ key }) => key);

  return { find, guardsIn };
}

function sentencesOf(ids: readonly number[], hits: Hits): Set<number> {
  const found = new Set<number>();
  for (const id of ids) for (const hit of hits.of(id)) found.add(hit.sentence);
  return found;
}

function stands(ids: readonly number[], sentence: number, hits: Hits): boolean {
  return ids.some((id) => hits.of(id).some((hit) => hit.sentence === sentence));
}

function holds(guard: Guard, sentence: number, hits: Hits): boolean {
  return stands(guard.when, sentence, hits) && !stands(guard.unless, sentence, hits);
}
