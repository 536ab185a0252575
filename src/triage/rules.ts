/** The editable rules of data/triage.yml: thresholds, tie-breaks, wrongdoing, roles, courtesies and cues. */
import { join } from 'node:path';
import { z } from 'zod';
import { loadYaml } from '../lib/yaml.ts';
import { patternList } from './pattern-schema.ts';

const share = z.number().min(0).max(1);
const rulesFile = z.object({
  thresholds: z.object({
    route: share,
    ask: share,
    intent: share,
    wrongdoingSure: share,
    wrongdoingLikely: share,
    modelDanger: share,
  }),
  /** `none`: the message alleges nothing, whatever is learnt; `unless`: the sentence alleges nothing. */
  wrongdoing: z.object({ alleged: patternList, likely: patternList, none: patternList, unless: patternList }),
  accused: z.record(z.string(), patternList),
  roles: z.object({ pokmas: patternList, kelurahan: patternList, lkk: patternList, warga: patternList }),
  courtesy: z.object({ salam: patternList, krama: patternList, umum: patternList, thanks: patternList }),
  /** What tells that something was settled: no matter of its own beside thanks. */
  settled: z.object({ when: patternList, unless: patternList }),
  /** What only says where: "depan rumah saya". */
  landmarks: patternList,
  /** Words that say nothing about the matter, and words that alone say too little. */
  fillers: z.array(z.string()),
  vague: z.array(z.string()),
  cues: z.record(z.string(), patternList),
  tieBreaks: z.array(
    z.object({
      key: z.string(),
      why: z.string(),
      department: z.string(),
      /** Added to the log-odds of the department. */
      boost: z.number().min(-10).max(10),
      when: patternList,
      unless: patternList,
    }),
  ),
});
export type TriageRules = z.infer<typeof rulesFile>;

/**
 * @param departments keys that a tie-break may name.
 * @throws {SetupError} naming file, line and cure.
 */
export function loadRules(dataFolder: string, departments: ReadonlySet<string>): TriageRules {
  const checked = rulesFile.superRefine((rules, check) => {
    rules.tieBreaks.forEach(({ department }, at) => {
      if (departments.has(department)) return;
      const message = `unknown department "${department}" → use a department of topics.yml`;
      check.addIssue({ code: 'custom', path: ['tieBreaks', at, 'department'], message });
    });
  });
  return loadYaml(join(dataFolder, 'triage.yml'), checked);
}
