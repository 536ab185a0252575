/**
 * What a crash test prints: how much went through, how often a reply went out twice, and how near to a blow that was.
 */
import { systemClock } from '../../src/lib/clock.ts';
import type { Millis } from '../../src/model.ts';
import type { Call } from './bot-api/bot-api.ts';
import type { Blow, Verdict } from './line-judge.ts';

export function describeFigures(
  verdict: Verdict,
  run: { name: string; wrote: number; blows: readonly Blow[]; beganAt: Millis },
): string {
  const { figures, repeats, faults } = verdict;
  const seconds = Math.round((systemClock.now() - run.beganAt) / 1000);
  const lost = repeats.filter(({ cause }) => cause === 'answer lost').length;
  const unexplained = repeats.filter(({ cause }) => cause === undefined).length;
  const byBlow = new Map<Blow, Call[]>();
  for (const { call, cause } of repeats)
    if (cause && cause !== 'answer lost') byBlow.set(cause, [...(byBlow.get(cause) ?? []), call]);
  const most = Math.max(0, ...[...byBlow.values()].map((calls) => calls.length));
  const waits = [...byBlow].flatMap(([blow, calls]) => calls.map((call) => blow.at - call.at)).sort((a, b) => a - b);
  const inWindow = countKinds([...byBlow].flatMap(([blow, calls]) => calls.map(() => blow.kind)));
  const ms = (wait: number | undefined) => `${Math.round(wait ?? 0)} ms`;
  return [
    `${run.name}: ${run.wrote} updates written, ${figures.stored} stored, ${seconds} s`,
    `  blows: ${countKinds(run.blows.map(({ kind }) => kind))}`,
    `  ${figures.turns} turns, ${figures.replies} replies, ${figures.accepted} accepted by the platform`,
    `  sent twice: ${repeats.length}, of which ${lost} whose answer was lost on the way, ${waits.length} accepted and not`,
    `  yet noted (${inWindow || 'none'}), ${unexplained} without a cause`,
    `  ${byBlow.size} blows had such, at most ${most} each (a process sends to 16 chats at once, one message each);`,
    `  from the acceptance to the blow ${ms(waits[Math.floor(waits.length / 2)])} (median), ${ms(waits.at(-1))} (longest)`,
    `  faults: ${faults.length}`,
  ].join('\n');
}

/** @returns e.g. `40 kill, 5 Redis emptied`. */
function countKinds(kinds: readonly string[]): string {
  return [...new Set(kinds)].map((kind) => `${kinds.filter((one) => one === kind).length} ${kind}`).join(', ');
}
