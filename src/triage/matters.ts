/** Finds two or more matters in one message and cuts it between them (domain rule 10). */
import type { TriageResult } from './triage.ts';

const segmentWordsMin = 3;
const mattersMax = 3;
/** Words that begin another matter inside a sentence. */
const turn =
  /[,.]?\s+(?=(?:terus|trus|satu lagi|sekalian|selain itu|di samping itu|oh ?ya|oiya|sama (?:mau )?(?:tanya|lapor)|dan juga|kedua|yang kedua|sisan|lan maneh|plus (?:mau )?(?:tanya|lapor)|juga (?:mau|ingin) (?:tanya|lapor))(?:\s|,))/i;

/** A quick look at a part: the department, if the part reads like a matter. */
export type Glance = (text: string) => { department: string | null; confidence: number };

/**
 * @param sentences of the message, in order.
 * @param glance looks at a part alone.
 * @param judge judges a part that is likely a matter of its own.
 * @param sureFrom the least confidence at which a part is a matter of its own.
 * @returns the matters, each with its whole text; empty where there is but one.
 */
export function splitMatters(
  sentences: readonly string[],
  glance: Glance,
  judge: (text: string) => TriageResult,
  sureFrom: number,
): { text: string; result: TriageResult }[] {
  const segments = sentences.flatMap((sentence) => sentence.split(turn)).filter((text) => text.trim() !== '');
  if (segments.length < 2) return [];
  const groups: { text: string; department: string | null }[] = [];
  for (const text of segments) {
    const department = departmentOf(text, glance, sureFrom);
    const last = groups.at(-1);
    if (!last) groups.push({ text, department });
    else if (department === null || department === last.department) last.text = joined(last.text, text);
    else if (last.department === null) {
      last.text = joined(last.text, text);
      last.department = department;
    } else groups.push({ text, department });
  }
  const merged = mergeSame(groups);
  if (merged.length < 2 || merged.length > mattersMax) return [];
  const matters = merged.map(({ text, department }) => ({ text, department, result: judge(text) }));
  const isClear = matters.every(
    ({ result, department }) => result.department === department && result.confidence >= sureFrom,
  );
  return isClear ? matters.map(({ text, result }) => ({ text, result })) : [];
}

/** The department of a part that is a matter by itself, or null. */
function departmentOf(text: string, glance: Glance, sureFrom: number): string | null {
  if (text.trim().split(/\s+/).length < segmentWordsMin) return null;
  const { department, confidence } = glance(text);
  return confidence >= sureFrom ? department : null;
}

function mergeSame(groups: readonly { text: string; department: string | null }[]) {
  const byDepartment = new Map<string, { text: string; department: string }>();
  for (const { text, department } of groups) {
    if (department === null) return [];
    const known = byDepartment.get(department);
    if (known) known.text = joined(known.text, text);
    else byDepartment.set(department, { text, department });
  }
  return [...byDepartment.values()];
}

function joined(one: string, other: string): string {
  return `${one}\n${other}`;
}
