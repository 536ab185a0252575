/** National holidays of a year that data/holidays.yml does not list: the only user of the package date-holidays. */
import Holidays from 'date-holidays';
import type { Day } from '../../model.ts';

export type HolidayKind = 'libur' | 'cuti_bersama';
export type Holiday = { name: string; kind: HolidayKind };

const known = new Map<number, ReadonlyMap<Day, Holiday>>();

/**
 * Computed days: cuti bersama is decided by ministers and is missing, and days by the Islamic calendar may be a day
 * off. Good enough until the year's SKB stands in data/holidays.yml.
 */
export function nationalHolidays(year: number): ReadonlyMap<Day, Holiday> {
  let holidays = known.get(year);
  if (!holidays) {
    holidays = new Map(
      new Holidays('ID')
        .getHolidays(year)
        .filter((holiday) => holiday.type === 'public')
        .map((holiday) => [holiday.date.slice(0, 10), { name: holiday.name, kind: 'libur' }]),
    );
    known.set(year, holidays);
  }
  return holidays;
}
