/** The editable rules of data/triage.yml: thresholds, tie-breaks, wrongdoing, roles, courtesies and cues. */
import { join } from 'node:path';
import { z } from 'zod';
import { loadYaml } from '../lib/yaml.ts';

const patterns = z.array(z.string());
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
  wrongdoing: z.object({ alleged: patterns, likely: patterns, unless: patterns }),
  accused: z.record(z.string(), patterns),
  roles: z.object({ pokmas: patterns, kelurahan: patterns, lkk: patterns, warga: patterns }),
  courtesy: z.object({ salam: patterns, krama: patterns, umum: patterns, thanks: patterns }),
  cues: z.record(z.string(), patterns),
  tieBreaks: z.array(
    z.object({
      key: z.string(),
      why: z.string(),
      department: z.string(),
      /** Added to the log-odds of the department. */
      boost: z.number().min(-10).max(10),
      when: patterns,
      unless: patterns,
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
