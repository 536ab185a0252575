/** The spans and times of stories: `40s`, `3h`, `12d 19:40`. */
import { addDays, dayMs, dayOf, hourMs, instantOf, minuteMs } from '../../lib/wib.ts';
import type { Millis } from '../../model.ts';

const units: Readonly<Record<string, Millis>> = { s: 1_000, m: minuteMs, h: hourMs, d: dayMs };

/** @param text a number and s, m, h or d: the schema has checked it. */
export function spanMs(text: string): Millis {
  return Number(text.slice(0, -1)) * (units[text.slice(-1)] ?? Number.NaN);
}

/** @param when `25m` and `3h` before `now`, or a time of day so many days before (`12d 19:40`, WIB). */
export function instantBefore(when: string, now: Millis): Millis {
  const [span = '', time] = when.split(' ');
  return time === undefined ? now - spanMs(span) : instantOf(addDays(dayOf(now), -Number(span.slice(0, -1))), time);
}
