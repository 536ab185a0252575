/** Working time between two instants, and an instant some working hours away. Works in WIB, on the calendar's hours. */
import { assert } from '../../lib/errors.ts';
import { addDays, dayOf, hourMs } from '../../lib/wib.ts';
import type { Millis } from '../../model.ts';
import type { Calendar } from './calendar.ts';

/**
 * @param hours working hours, more than 0 and at most 2,000; part hours are fine.
 * @returns the instant at which they have passed: never the opening of a day, always within or at the end of its hours.
 */
export function addWorkingHours(from: Millis, hours: number, calendar: Calendar): Millis {
  assert(hours > 0 && hours <= 2_000, `${hours} working hours`);
  let left = Math.round(hours * hourMs);
  for (let day = dayOf(from); ; day = addDays(day, 1)) {
    for (const interval of calendar.hoursOf(day)) {
      const start = Math.max(interval.from, from);
      if (start >= interval.to) continue;
      if (left <= interval.to - start) return start + left;
      left -= interval.to - start;
    }
  }
}

/** @returns milliseconds of working time from `a` to `b`; negative where `b` is earlier. */
export function workingMillisBetween(a: Millis, b: Millis, calendar: Calendar): Millis {
  if (b < a) return 0 - workingMillisBetween(b, a, calendar);
  const lastDay = dayOf(b);
  let sum = 0;
  for (let day = dayOf(a); day <= lastDay; day = addDays(day, 1)) {
    for (const { from, to } of calendar.hoursOf(day)) sum += Math.max(0, Math.min(to, b) - Math.max(from, a));
  }
  return sum;
}

/**
 * What a deadline means now: `sisa 2 hari kerja`, `sisa 3 jam kerja`, `lewat 1 hari kerja`. Rounded down, so that
 * nobody is promised time that is not there.
 */
export function remainingWords(now: Millis, dueAt: Millis, calendar: Calendar): string {
  const late = now > dueAt;
  const span = Math.abs(workingMillisBetween(now, dueAt, calendar));
  const hours = Math.floor(span / hourMs);
  const days = Math.floor(span / officeDayMs(calendar));
  if (days >= 1) return `${late ? 'lewat' : 'sisa'} ${days} hari kerja`;
  if (hours >= 1) return `${late ? 'lewat' : 'sisa'} ${hours} jam kerja`;
  return late ? 'baru saja lewat' : 'sisa kurang dari 1 jam kerja';
}

/** @returns the length of one office day in milliseconds. */
export function officeDayMs(calendar: Calendar): Millis {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  return (minutes(calendar.office.closes) - minutes(calendar.office.opens)) * 60_000;
}
