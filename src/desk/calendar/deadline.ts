/** Deadlines in whole working days, each step of the count readable in Indonesian (law 13). */
import { assert } from '../../lib/errors.ts';
import { addDays, clockTime, dayOf, instantOf, longDay } from '../../lib/wib.ts';
import type { Day, Millis } from '../../model.ts';
import type { Calendar, DayOff } from './calendar.ts';

export { addWorkingHours, remainingWords, workingMillisBetween } from './working-time.ts';

/** One stretch of the count. Stored with the ticket as JSON, so that the count can be read later as it was made. */
export type DeadlineStep =
  | { kind: 'filed'; at: Millis }
  /** Working days `first` to `last` of the count. */
  | { kind: 'working'; from: Day; to: Day; first: number; last: number }
  | { kind: 'off'; from: Day; to: Day; why: DayOff['why']; name?: string }
  | { kind: 'due'; at: Millis; workingDays: number };

/**
 * Day 1 is the first working day after the day of filing; due is the closing of the offices on day `workingDays`.
 * Counting working days is the city's service standard (SK 300.1/020/419.117/2024: 5, 14 and 60 hari kerja).
 * @param workingDays a whole number from 1 to 250.
 */
export function deadlineFor(count: { from: Millis; workingDays: number; calendar: Calendar }): {
  dueAt: Millis;
  steps: DeadlineStep[];
} {
  const { from, workingDays, calendar } = count;
  assert(Number.isInteger(workingDays) && workingDays >= 1 && workingDays <= 250, `${workingDays} working days`);
  const steps: DeadlineStep[] = [{ kind: 'filed', at: from }];
  let day = dayOf(from);
  for (let counted = 0; counted < workingDays; ) {
    day = addDays(day, 1);
    const off = calendar.dayOff(day);
    if (off) addOff(steps, day, off);
    else addWorking(steps, day, ++counted);
  }
  const dueAt = instantOf(day, calendar.office.closes);
  steps.push({ kind: 'due', at: dueAt, workingDays });
  return { dueAt, steps };
}

/** @returns one sentence a step, e.g. `Sabtu, 21 Maret 2026 – Minggu, 22 Maret 2026: akhir pekan, tidak dihitung`. */
export function explainSteps(steps: readonly DeadlineStep[]): string[] {
  return steps.map(explain);
}

function explain(step: DeadlineStep): string {
  switch (step.kind) {
    case 'filed':
      return `${longDay(dayOf(step.at))} pukul ${clockTime(step.at)}: diterima, hitungan mulai hari kerja berikutnya`;
    case 'working':
      return step.first === step.last
        ? `${longDay(step.from)}: hari kerja ke-${step.first}`
        : `${longDay(step.from)} – ${longDay(step.to)}: hari kerja ke-${step.first} sampai ke-${step.last}`;
    case 'off':
      return `${span(step.from, step.to)}: ${reasonWords(step)}, tidak dihitung`;
    case 'due':
      return `${longDay(dayOf(step.at))} pukul ${clockTime(step.at)}: genap ${step.workingDays} hari kerja`;
  }
}

function addOff(steps: DeadlineStep[], day: Day, off: DayOff): void {
  const name = off.why === 'weekend' ? undefined : off.name;
  const last = steps.at(-1);
  if (last?.kind === 'off' && last.why === off.why && last.name === name) last.to = day;
  else steps.push({ kind: 'off', from: day, to: day, why: off.why, ...(name ? { name } : {}) });
}

function addWorking(steps: DeadlineStep[], day: Day, count: number): void {
  const last = steps.at(-1);
  if (last?.kind === 'working') Object.assign(last, { to: day, last: count });
  else steps.push({ kind: 'working', from: day, to: day, first: count, last: count });
}

function span(from: Day, to: Day): string {
  return from === to ? longDay(from) : `${longDay(from)} – ${longDay(to)}`;
}

function reasonWords(step: { why: DayOff['why']; name?: string }): string {
  if (step.why === 'weekend') return 'akhir pekan';
  return step.why === 'libur' ? `libur nasional (${step.name})` : `cuti bersama (${step.name})`;
}
