/** From what triage says to what a flow needs to know about one matter. */
import { confidentialDepartment } from '../desk/tickets/ticket.ts';
import type { Value, Vars } from '../flow/session.ts';
import type { DepartmentKey, Outside, TopicKey } from '../model.ts';
import type { TriageResult } from '../triage/triage.ts';
import type { TurnDeps, TurnMessage } from './turn.ts';

/** "At most four choices" (law 7): three and a way out. */
const optionsMax = 3;
/** A second question with guesses less likely than this would only puzzle. */
const otherConfidenceMin = 0.08;
export const noneOfThese = 'none';

/** @returns the variables that `flows/matter.yml` is given. */
export function matterVars(
  result: TriageResult,
  text: string,
  messages: readonly TurnMessage['id'][],
  deps: TurnDeps,
): Vars {
  return {
    text,
    messages: [...messages],
    intent: result.intent,
    krama: result.courtesy.greeting === 'krama',
    codes: [...result.codes],
    asked: 0,
    accusesInspektorat: accusesInspektorat(result),
    ...routeVars(result, deps),
  };
}

/** The part of the variables that changes when the citizen says more. */
export function routeVars(result: TriageResult, deps: TurnDeps): Vars {
  const isOutside = result.department === 'luar';
  return {
    decision: result.decision,
    /** Wants to know something, accuses nobody. */
    asks: result.intent === 'ask' && result.wrongdoing === 'no',
    confidential: secrecyOf(result, result, deps) !== 'open',
    department: result.department,
    topic: result.topic,
    options: optionsOf(result, deps),
    outsideLine: isOutside ? outsideLine(result.topic, deps) : null,
  };
}

/** @returns whether the words are surely a matter of some department or service. */
export function isSureMatter({ intent, decision }: Pick<TriageResult, 'intent' | 'decision'>): boolean {
  return (intent === 'ask' || intent === 'complain') && decision === 'route';
}

/** `doubtful`: Inspektorat's triage looks first whether it is theirs. */
export type Secrecy = 'open' | 'doubtful' | 'secret';

/**
 * Whether a matter is for Inspektorat's eyes alone (law 8): something is alleged, or it is surely of a topic that is
 * told in confidence.
 */
export function secrecyOf(
  { wrongdoing, decision }: Pick<TriageResult, 'wrongdoing' | 'decision'>,
  { department, topic }: Pick<TriageResult, 'department' | 'topic'>,
  { reference }: TurnDeps,
): Secrecy {
  if (wrongdoing !== 'no') return wrongdoing === 'likely' ? 'doubtful' : 'secret';
  if (department !== confidentialDepartment || decision !== 'route') return 'open';
  return topic !== null && reference.topics.get(topic)?.confidential ? 'secret' : 'open';
}

/** The accused is the very department that would read it (law 8). */
export function accusesInspektorat(result: TriageResult): boolean {
  return result.wrongdoing !== 'no' && result.accused.includes('inspektorat');
}

/** @returns where to go instead, in words for the citizen. */
export function outsideLine(topic: TopicKey | null, deps: TurnDeps): string {
  const service = topic ? deps.reference.topics.get(topic)?.service : undefined;
  const known = service ? deps.reference.outside.get(service) : undefined;
  return known?.where ?? deps.words('outside-unknown');
}

/** `department|topic` and back. */
export function readOption(id: string): { department: DepartmentKey | Outside; topic: TopicKey | null } | null {
  if (id === noneOfThese) return null;
  const [department, topic] = id.split('|');
  return department ? { department, topic: topic || null } : null;
}

/** @returns what was not offered yet, with the way out; nothing where no guess is left: then words are asked for. */
export function otherOptions(result: TriageResult, offered: Value | undefined, deps: TurnDeps): Value[] {
  const runnersUp = result.runnersUp.filter((one) => one.confidence >= otherConfidenceMin);
  const left = optionsOf({ ...result, runnersUp }, deps, Array.isArray(offered) ? offered : []);
  return left.length > 1 ? left : [];
}

function optionsOf(result: TriageResult, deps: TurnDeps, offered: readonly Value[] = []): Value[] {
  if (result.department === null) return [];
  const known = new Set(offered.map((option) => (option as { label?: string } | null)?.label));
  const all = [{ department: result.department, topic: result.topic }, ...result.runnersUp];
  const labels = new Map<string, string>();
  for (const { department, topic } of all) {
    const label = labelOf(department, topic, deps);
    if (label && labels.size < optionsMax && !known.has(label) && ![...labels.values()].includes(label))
      labels.set(`${department}|${topic ?? ''}`, label);
  }
  const options = [...labels].map(([id, label]) => ({ id, label }));
  return [...options, { id: noneOfThese, label: deps.words('option-other') }];
}

function labelOf(department: DepartmentKey | Outside, topic: TopicKey | null, deps: TurnDeps): string | undefined {
  const topicLabel = topic ? deps.reference.topics.get(topic)?.label : undefined;
  if (topicLabel) return topicLabel;
  if (department === 'luar') return deps.words('option-outside');
  return deps.reference.departments.get(department)?.answers;
}
