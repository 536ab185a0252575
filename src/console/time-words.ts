/** Instants as people say them: "5 menit lalu", "kemarin 14.05". The exact instant always stands behind the words. */
import { addDays, clockTime, dayMs, dayOf, hourMs, longDay, minuteMs, shortDay } from '../lib/wib.ts';
import type { Millis } from '../model.ts';

/** @returns how long ago, shortly; from yesterday on the day, from another year on with the year. */
export function agoWords(at: Millis, now: Millis): string {
  const passed = now - at;
  if (passed < minuteMs) return 'baru saja';
  if (passed < hourMs) return `${Math.floor(passed / minuteMs)} menit lalu`;
  const today = dayOf(now);
  if (dayOf(at) === today) return `${Math.floor(passed / hourMs)} jam lalu`;
  if (dayOf(at) === addDays(today, -1)) return `kemarin ${clockTime(at)}`;
  if (passed < 7 * dayMs) return `${shortDay(dayOf(at))} ${clockTime(at)}`;
  return dayWords(at, now);
}

/** @returns the heading above a day's messages: `Hari ini`, `Kemarin`, otherwise the day with its name. */
export function dayHeading(at: Millis, now: Millis): string {
  const day = dayOf(at);
  if (day === dayOf(now)) return 'Hari ini';
  if (day === addDays(dayOf(now), -1)) return 'Kemarin';
  return longDay(day);
}

/** @returns `Rab 2 Des`, with the year where it is another one. */
export function dayWords(at: Millis, now: Millis): string {
  const day = dayOf(at);
  const year = day.slice(0, 4);
  return year === dayOf(now).slice(0, 4) ? shortDay(day) : `${shortDay(day)} ${year}`;
}

/** @returns `November 2026` for `2026-11`. */
export function monthWords(month: string): string {
  return longDay(`${month}-01`).split(' ').slice(-2).join(' ');
}

/** @returns the exact instant for a title: `Rabu, 2 Desember 2026 pukul 14.05 WIB`. */
export function exactWords(at: Millis): string {
  return `${longDay(dayOf(at))} pukul ${clockTime(at)} WIB`;
}

/** @returns a greeting for the time of day. */
export function greetingWords(now: Millis): string {
  const hour = Number(clockTime(now).slice(0, 2));
  if (hour < 11) return 'Selamat pagi';
  if (hour < 15) return 'Selamat siang';
  return hour < 18 ? 'Selamat sore' : 'Selamat malam';
}
