/**
 * Patterns that stand for the same thing, so that a message is asked about what was found and not about every pattern.
 */
import type { Hit, Hits, PatternIndex } from './pattern.ts';

/** Any of these patterns. */
export type Group = number;

export interface PatternGroups {
  add(sources: readonly string[]): Group;
  /** The groups of which a pattern was found, in their order. */
  presentIn(hits: Hits): ReadonlySet<Group>;
  hitsOf(group: Group, hits: Hits): readonly Hit[];
  sentencesOf(group: Group, hits: Hits): ReadonlySet<number>;
}

export function createPatternGroups(index: PatternIndex): PatternGroups {
  const patternsOf: number[][] = [];
  const groupsOf: Group[][] = [];

  const add = (sources: readonly string[]): Group => {
    const group = patternsOf.length;
    const ids = [...new Set(sources.map((source) => index.add(source)))];
    patternsOf.push(ids);
    for (const id of ids) {
      const groups = groupsOf[id];
      if (groups) groups.push(group);
      else groupsOf[id] = [group];
    }
    return group;
  };

  const presentIn = (hits: Hits): ReadonlySet<Group> => {
    const found: Group[] = [];
    for (const id of hits.ids) for (const group of groupsOf[id] ?? []) found.push(group);
    return new Set(found.sort((one, other) => one - other));
  };

  const hitsOf = (group: Group, hits: Hits): readonly Hit[] => patternsOf[group]!.flatMap((id) => hits.of(id));

  const sentencesOf = (group: Group, hits: Hits): ReadonlySet<number> =>
    new Set(hitsOf(group, hits).map(({ sentence }) => sentence));

  return { add, presentIn, hitsOf, sentencesOf };
}
