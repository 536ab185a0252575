/**
 * When the clinic in Ruang Kilisuci meets: a recurrence with exceptions from data/clinic.yml, or days given one by one.
 */
import { addDays, dayOf, instantOf, weekdayOf } from '../../lib/wib.ts';
import type { Day, Millis } from '../../model.ts';

/** `2026-12-04` with the times, `HH:MM` WIB, at which a talk can begin; `full` are those without a free seat. */
export type ClinicDay = { date: Day; times: readonly string[]; full?: readonly string[] };

export type ClinicPlan = {
  readonly room: string;
  /** Where the room is, in words for the citizen. */
  readonly where: string;
  /** Until confirmed, here or by the coordinator in the console, the bot names no date. */
  readonly confirmed: boolean;
  /** Begin and end of a clinic day as people are told, `HH:MM`. */
  readonly hours: { from: string; to: string };
  /** @returns the clinic day on that date, or null. */
  on(date: Day): ClinicDay | null;
};

export type ClinicRule = {
  /** 0 = Sunday … 6 = Saturday. */
  weekday: number;
  /** Which ones of a month: 1 = first … 5 = fifth. */
  weeks: readonly number[];
  times: readonly string[];
  /** Month and day, `MM-DD`, both inclusive; the same every year. */
  season: { from: string; to: string };
  closed: ReadonlySet<Day>;
  extra: ReadonlyMap<Day, ClinicDay>;
  /** Days on which the offices do not work. */
  isDayOff(day: Day): boolean;
};

type ClinicPlace = Pick<ClinicPlan, 'room' | 'where' | 'confirmed' | 'hours'>;

/** How far ahead the next day is looked for. */
const lookAheadDays = 400;

/** A plan that follows a rule: the first and third Friday of a month, but not on holidays. */
export function planByRule(place: ClinicPlace, rule: ClinicRule): ClinicPlan {
  const inSeason = (day: Day) => {
    const monthDay = day.slice(5);
    const { from, to } = rule.season;
    return from <= to ? monthDay >= from && monthDay <= to : monthDay >= from || monthDay <= to;
  };
  const isRegular = (day: Day) =>
    weekdayOf(day) === rule.weekday &&
    rule.weeks.includes(Math.ceil(Number(day.slice(8)) / 7)) &&
    inSeason(day) &&
    !rule.closed.has(day) &&
    !rule.isDayOff(day);
  return Object.freeze({
    ...place,
    on: (date: Day) => rule.extra.get(date) ?? (isRegular(date) ? { date, times: rule.times } : null),
  });
}

/** A plan of days given one by one, which counts as confirmed: the terminal chat's setup. */
export function planByDays(days: readonly ClinicDay[], base: ClinicPlan): ClinicPlan {
  const byDate = new Map(days.map((day) => [day.date, day]));
  return Object.freeze({ ...base, confirmed: true, on: (date: Day) => byDate.get(date) ?? null });
}

/**
 * @returns the next `n` clinic days, soonest first; today counts until its last time has begun. Fewer where fewer are
 * planned within the next 400 days.
 */
export function nextClinicDays(plan: ClinicPlan, now: Millis, n: number): ClinicDay[] {
  const found: ClinicDay[] = [];
  const today = dayOf(now);
  for (let ahead = 0; ahead <= lookAheadDays && found.length < n; ahead++) {
    const day = plan.on(addDays(today, ahead));
    const lastTime = day?.times.at(-1);
    if (day && lastTime !== undefined && instantOf(day.date, lastTime) > now) found.push(day);
  }
  return found;
}
