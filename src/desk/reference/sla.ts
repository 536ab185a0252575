/** Which class of deadline a matter has, and in how many working days: data/sla-policies.yml, lowered by its topic. */
import { assert } from '../../lib/errors.ts';
import type { DepartmentKey, Intent, Millis, TopicKey } from '../../model.ts';
import { type DeadlineStep, deadlineFor } from '../calendar/deadline.ts';
import type { Reference } from './reference.ts';

export type Matter = { department: DepartmentKey | null; intent: Intent; topic: TopicKey | null };
export type Target = { slaClass: string; workingDays: number; dueAt: Millis; steps: DeadlineStep[] };

/** @returns the target of a matter that is filed at `from`. A topic may lower its class's days, never raise them. */
export function targetFor(matter: Matter, from: Millis, reference: Reference): Target {
  const rule = reference.sla.rules.find(
    (one) =>
      (one.department === undefined || one.department === matter.department) &&
      (one.intents === undefined || one.intents.includes(matter.intent)),
  );
  const slaClass = rule && reference.slaClasses.get(rule.class);
  assert(slaClass, `no class of deadline for ${matter.intent}`);
  const lowered = matter.topic ? reference.topics.get(matter.topic)?.workingDays : undefined;
  const workingDays = Math.min(slaClass.workingDays, lowered ?? slaClass.workingDays);
  const { dueAt, steps } = deadlineFor({ from, workingDays, calendar: reference.calendar });
  return { slaClass: slaClass.key, workingDays, dueAt, steps };
}
