/** Calendar days and times of day in WIB (Western Indonesia). WIB is UTC+7 all year, so plain arithmetic is exact. */
import type { Day, Millis } from '../model.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
const offsetMs = 7 * hourMs;

export type WibParts = { day: Day; hour: number; minute: number; second: number; weekday: number };

/** @returns the WIB calendar day of an instant. */
export function dayOf(at: Millis): Day {
  return new Date(at + offsetMs).toISOString().slice(0, 10);
}

/** @param time `HH:MM`; midnight where not told. @returns the instant. */
export function instantOf(day: Day, time = '00:00'): Millis {
  return Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}+07:00`);
}

/** @returns the parts of an instant in WIB; weekday 0 = Sunday … 6 = Saturday. */
export function partsOf(at: Millis): WibParts {
  const date = new Date(at + offsetMs);
  return {
    day: date.toISOString().slice(0, 10),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
  };
}

export function weekdayOf(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

const weekdays = ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'];
const months = [
  'Januari',
  'Februari',
  'Maret',
  'April',
  'Mei',
  'Juni',
  'Juli',
  'Agustus',
  'September',
  'Oktober',
  'November',
  'Desember',
];

/** @returns `Rabu, 2 Desember 2026`. */
export function longDay(day: Day): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return `${weekdays[weekdayOf(day)]}, ${date} ${months[month - 1]} ${year}`;
}

/** @returns `Rab 2 Des`. */
export function shortDay(day: Day): string {
  const [, month, date] = day.split('-').map(Number) as [number, number, number];
  return `${weekdays[weekdayOf(day)]?.slice(0, 3)} ${date} ${months[month - 1]?.slice(0, 3)}`;
}

/** @returns `14.05`, the way time of day is written in Indonesian. */
export function clockTime(at: Millis): string {
  const { hour, minute } = partsOf(at);
  return `${String(hour).padStart(2, '0')}.${String(minute).padStart(2, '0')}`;
}

/** @returns ISO 8601 with the WIB offset, to the second. */
export function isoWib(at: Millis): string {
  return `${new Date(at + offsetMs).toISOString().slice(0, 19)}+07:00`;
}

/** Reads ISO 8601; without an offset it is WIB. @returns NaN where it cannot be read. */
export function parseIso(text: string): Millis {
  const bare = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/.test(text);
  if (!bare) return Date.parse(text);
  return Date.parse(`${text.length === 10 ? `${text}T00:00:00` : text}+07:00`);
}
