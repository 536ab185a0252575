/** Danger now, by the rules of data/emergencies.yml alone: recall first, held back by guards. */
import { join } from 'node:path';
import { z } from 'zod';
import { loadYaml } from '../lib/yaml.ts';
import type { Hits, PatternIndex } from './pattern.ts';
import { createPatternGroups, type Group } from './pattern-groups.ts';
import { patternList } from './pattern-schema.ts';
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
  guards: z.array(z.object({ key: z.string(), why: z.string(), when: patternList, unless: patternList })),
  rules: z.array(
    z.object({
      key: z.string(),
      kind: z.string(),
      when: patternList,
      unless: patternList,
      /** The topic of what is left to do for a department when the danger is over. */
      leaves: z.string().optional(),
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
  find(hits: Hits): Danger | null;
  /** Keys of the guards that stand in the message and are not lifted. */
  guardsIn(hits: Hits): string[];
}

type Guard = { key: string; when: Group; unless: Group };
type Rule = Guard & { kind: string; guards: Guard[] };

/** Its patterns are added to the index. */
export function createDangerDetector(data: EmergencyData, index: PatternIndex): DangerDetector {
  const groups = createPatternGroups(index);
  const guards: Guard[] = data.guards.map(({ key, when, unless }) => ({
    key,
    when: groups.add(when),
    unless: groups.add(unless),
  }));
  const rules: Rule[] = data.rules.map(({ key, kind, when, unless, despite }) => ({
    key,
    kind,
    when: groups.add(when),
    unless: groups.add(unless),
    guards: guards.filter((guard) => !despite.includes(guard.key)),
  }));
  // A life that somebody wants to end comes before whatever else is said.
  rules.sort((one, other) => Number(other.kind === 'bunuh_diri') - Number(one.kind === 'bunuh_diri'));

  /** The sentences in which it stands and nothing lifts it. */
  const sentencesOf = ({ when, unless }: Guard, present: ReadonlySet<Group>, hits: Hits): number[] => {
    if (!present.has(when)) return [];
    const sentences = [...groups.sentencesOf(when, hits)];
    if (!present.has(unless)) return sentences;
    const lifted = groups.sentencesOf(unless, hits);
    return sentences.filter((sentence) => !lifted.has(sentence));
  };

  const find = (hits: Hits): Danger | null => {
    const present = groups.presentIn(hits);
    for (const rule of rules) {
      let sentences = sentencesOf(rule, present, hits);
      for (const guard of rule.guards) {
        if (sentences.length === 0) break;
        const held = sentencesOf(guard, present, hits);
        sentences = sentences.filter((sentence) => !held.includes(sentence));
      }
      if (sentences.length > 0) return { kind: rule.kind, rule: rule.key };
    }
    return null;
  };

  const guardsIn = (hits: Hits): string[] => {
    const present = groups.presentIn(hits);
    return guards.filter((guard) => sentencesOf(guard, present, hits).length > 0).map(({ key }) => key);
  };

  return { find, guardsIn };
}
