/**
 * What a crash test prints: how much went through, how often a reply went out twice, and how near to a blow that was.
 */
import { systemClock } from '../../src/lib/clock.ts';
import type { Millis } from '../../src/model.ts';
import type { Arrived, Blow, Verdict } from './line-judge.ts';

export function describeFigures(
  verdict: Verdict,
  run: { name: string; wrote: number; blows: readonly Blow[]; beganAt: Millis },
): string {
  const { figures, repeats, faults } = verdict;
  const seconds = Math.round((systemClock.now() - run.beganAt) / 1000);
  const lost = repeats.filter(({ cause }) => cause === 'answer lost').length;
  const unexplained = repeats.filter(({ cause }) => cause === undefined).length;
  const byBlow = new Map<Blow, Arrived[]>();
  for (const { first, cause } of repeats)
    if (cause && cause !== 'answer lost') byBlow.set(cause, [...(byBlow.get(cause) ?? []), first]);
  return [
    `${run.name}: ${run.wrote} messages written, ${figures.stored} stored, ${seconds} s`,
    `  blows: ${countKinds(run.blows.map(({ kind }) => kind))}`,
    `  ${figures.turns} turns, ${figures.replies} replies, ${figures.accepted} accepted by the platform`,
    `  sent twice: ${repeats.length}: ${lost} whose answer was lost on the way, ${unexplained} without a cause,`,
    `  ${repeats.length - lost - unexplained} accepted but not yet noted${describeWindow(byBlow)}`,
    `  faults: ${faults.length}`,
  ].join('\n');
}

/** How near to its blow each of them was accepted: a process sends to 16 chats at once, one message each. */
function describeWindow(byBlow: ReadonlyMap<Blow, readonly Arrived[]>): string {
  if (byBlow.size === 0) return '';
  const most = Math.max(...[...byBlow.values()].map((all) => all.length));
  const waits = [...byBlow].flatMap(([blow, all]) => all.map(({ at }) => blow.at - at)).sort((a, b) => a - b);
  const ms = (wait: number | undefined) => `${Math.round(wait ?? 0)} ms`;
  const kinds = countKinds([...byBlow].flatMap(([blow, all]) => all.map(() => blow.kind)));
  return [
    ` (${kinds}; ${byBlow.size} blows had some, at most`,
    `  ${most} each; from acceptance to blow ${ms(waits[Math.floor(waits.length / 2)])} (median), ${ms(waits.at(-1))} (longest))`,
  ].join('\n');
}

/** @returns e.g. `40 kill, 5 Redis emptied`. */
function countKinds(kinds: readonly string[]): string {
  return [...new Set(kinds)].map((kind) => `${kinds.filter((one) => one === kind).length} ${kind}`).join(', ');
}
