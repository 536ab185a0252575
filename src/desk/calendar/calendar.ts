/** Which days and hours an office of the city works: Monday to Friday less libur nasional and cuti bersama, in WIB. */
import { assert } from '../../lib/errors.ts';
import { instantOf, weekdayOf } from '../../lib/wib.ts';
import type { Day, Millis } from '../../model.ts';
import { type Holiday, type HolidayKind, nationalHolidays } from './national-holidays.ts';

/** Opening and closing of the offices, `HH:MM` in WIB. */
export type Office = { opens: string; closes: string };

/** Why nobody works on a day. */
export type DayOff = { why: 'weekend' } | { why: HolidayKind; name: string };

export type Interval = { from: Millis; to: Millis };

export interface Calendar {
  readonly office: Office;
  /** @returns why the day is off, or null for a working day. A holiday on a weekend is told as the weekend. */
  dayOff(day: Day): DayOff | null;
  /** @returns the hours in which the offices work that day, in order; empty on a day off. */
  hoursOf(day: Day): readonly Interval[];
}

/**
 * @param holidays what data/holidays.yml lists; a year with no entry there is taken from the package date-holidays.
 * @throws {Error} a bug, if the office closes before it opens.
 */
export function createCalendar(holidays: ReadonlyMap<Day, Holiday>, office: Office): Calendar {
  assert(office.opens < office.closes, 'the office closes after it opens');
  const listedYears = new Set([...holidays.keys()].map((day) => day.slice(0, 4)));
  const holidayOn = (day: Day) => {
    const year = day.slice(0, 4);
    return listedYears.has(year) ? holidays.get(day) : nationalHolidays(Number(year)).get(day);
  };
  const dayOff = (day: Day): DayOff | null => {
    const weekday = weekdayOf(day);
    if (weekday === 0 || weekday === 6) return { why: 'weekend' };
    const holiday = holidayOn(day);
    return holiday ? { why: holiday.kind, name: holiday.name } : null;
  };
  return {
    office,
    dayOff,
    hoursOf: (day) => (dayOff(day) ? [] : [{ from: instantOf(day, office.opens), to: instantOf(day, office.closes) }]),
  };
}
