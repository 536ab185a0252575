/**
 * What a crash test prints: how much went through, how often a reply went out twice, and how near to a blow that was.
 */
import { systemClock } from '../../src/lib/clock.ts';
import type { Millis } from '../../src/model.ts';
import type { Call } from './bot-api/bot-api.ts';
import type { Blow, Verdict } from './line-judge.ts';

export function describeFigures(
  verdict: Verdict,
  run: { name: string; blows: readonly Blow[]; beganAt: Millis },
): string {
  const { figures, repeats, faults } = verdict;
  const seconds = Math.round((systemClock.now() - run.beganAt) / 1000);
  const lost = repeats.filter(({ cause }) => cause === 'answer lost').length;
  const byBlow = new Map<Blow, Call[]>();
  for (const { call, cause } of repeats)
    if (cause && cause !== 'answer lost') byBlow.set(cause, [...(byBlow.get(cause) ?? []), call]);
  const most = Math.max(0, ...[...byBlow.values()].map((calls) => calls.length));
  const waits = [...byBlow].flatMap(([blow, calls]) => calls.map((call) => blow.at - call.at));
  waits.sort((a, b) => a - b);
  const inWindow = repeats.length - lost;
  const ms = (wait: number | undefined) => `${Math.round(wait ?? 0)} ms`;
  return [
    `${run.name}: ${figures.stored} updates stored, ${run.blows.length} blows, ${seconds} s`,
    `  ${figures.turns} turns, ${figures.replies} replies, ${figures.accepted} accepted by the platform`,
    `  sent twice: ${repeats.length}: ${lost} whose answer was lost on the way, ${inWindow} accepted but not yet noted`,
    `  of these ${byBlow.size} blows had some, at most ${most} each (16 chats are sent to at once); from the acceptance to`,
    `  the blow ${ms(waits[Math.floor(waits.length / 2)])} (median), ${ms(waits.at(-1))} (longest)`,
    `  faults: ${faults.length}`,
  ].join('\n');
}
