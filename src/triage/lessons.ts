/** Adds to the shipped training lines what the desk has learnt, so that a burst of it cannot drown the rest. */
import { createHash } from 'node:crypto';
import type { Intent, TopicKey } from '../model.ts';
import type { Knowledge, TrainingLine } from './load-knowledge.ts';
import { maskPersonalData } from './personal-data.ts';

/** Lessons of one department, as a share of the median department's shipped lines; the newest are kept. */
const classShareMax = 0.25;
const median = (counts: readonly number[]) => [...counts].sort((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;

export type LessonLine = { text: string; intent: Intent; topic: TopicKey | null };

/**
 * @param lessons oldest first; of a topic or text that is not known or twice there, nothing is taken.
 * @returns the same knowledge with more training lines and a version of its own; itself where there is nothing to add.
 */
export function withLessons(knowledge: Knowledge, lessons: readonly LessonLine[]): Knowledge {
  const departmentOf = new Map(knowledge.topics.map(({ key, department }) => [key, department]));
  const classOf = ({ topic, intent }: TrainingLine) => (topic === null ? intent : (departmentOf.get(topic) ?? null));
  const shipped = new Map<string, number>();
  for (const { topic } of knowledge.training) {
    const department = topic === null ? undefined : departmentOf.get(topic);
    if (department) shipped.set(department, (shipped.get(department) ?? 0) + 1);
  }
  const most = Math.max(1, Math.floor(classShareMax * median([...shipped.values()])));
  const known = new Set(knowledge.training.map(({ text }) => text));
  const taken = new Map<string, number>();
  const added: TrainingLine[] = [];
  for (const lesson of [...lessons].reverse()) {
    const line = { ...lesson, text: maskPersonalData(lesson.text).text.trim() };
    const name = classOf(line);
    if (name === null || line.text === '' || known.has(line.text)) continue;
    if ((taken.get(name) ?? 0) >= most) continue;
    taken.set(name, (taken.get(name) ?? 0) + 1);
    known.add(line.text);
    added.push(line);
  }
  if (added.length === 0) return knowledge;
  const training = [...knowledge.training, ...added.reverse()];
  const hash = createHash('sha256').update(knowledge.hash).update(JSON.stringify(added)).digest('hex').slice(0, 16);
  return { ...knowledge, training, hash };
}
