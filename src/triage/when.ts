/** Finds days and times of day in a message, in Indonesian and Javanese, read in WIB. */
import { dayOf } from '../lib/wib.ts';
import type { Day, Millis } from '../model.ts';
import { cutPieces, isNumberWord, type Piece } from './number-words.ts';
import { clockOf, readClock, readPart, type SaidClock, type SaidPart } from './when-clock.ts';
import { readDay } from './when-days.ts';
import { resolveDay, type SaidDays } from './when-resolve.ts';
import type { SaidDay } from './when-said.ts';
import { betweens, type DayPart, dayParts, openers, pastSigns } from './when-words.ts';

export type FoundTime = {
  /** Null where only a time of day is said, or a day that nobody can name ("kapan hari"). */
  day: Day | null;
  /** The last day of a span ("minggu depan": Monday to Sunday); null for one day. */
  until: Day | null;
  /** `HH:MM`; of a range its beginning. */
  time: string | null;
  part: DayPart | null;
  /** False where it can be two things: ask before anything is booked. */
  sure: boolean;
  /** Places in the text as given. */
  from: number;
  to: number;
};

export type TimeOptions = {
  /** A kelurahan is named: then "05/02" without a word for a date is RT and RW. */
  placeNamed?: boolean;
};

/**
 * Pure; never throws. How forms with two readings are read, and which are not `sure`:
 *
 * Days
 * - A weekday is the next one to come; said on the same weekday it is not sure. After "sudah", "sejak" it is the last
 *   one, not sure; so is "tgl 5".
 * - "Jumat depan" is Friday of the next week (Monday to Sunday). While this week's Friday is still to come many mean
 *   that one: not sure. "Jumat ini" is this week's. "Jumat kemarin", "Jumat wingi" the last one; "Jumat lalu" too,
 *   not sure if that was this week.
 * - "minggu depan", "minggu ini", "minggu wingi" are weeks, "hari Minggu", "Minggu pagi", "Ahad" Sundays. "hari
 *   Minggu depan" is a Sunday. "minggu" alone in small letters is a Sunday that is not sure.
 * - "malam Jumat", "malem Minggu" is the evening before: Thursday's, Saturday's. "Jumat malam" is Friday's.
 * - "besok", "sesuk" is tomorrow; "besok Senin" the Monday that comes, not sure unless tomorrow is Monday, since
 *   Javanese "besok" is any day ahead. "besok-besok" is no day. "suk emben" is in two days, not sure: also "some
 *   day".
 * - "kemarin", "wingi" is yesterday, not sure without a part of the day: people say it of the last days. "tadi malam"
 *   is last night by yesterday's day, not sure.
 * - "kapan hari" is a day that nobody names: found, and null.
 * - "tgl 5" is the next 5th; if this month's is over, the next month's, not sure. "tgl 5 kemarin" the last. "5 Juni"
 *   is the nearest, half a year ahead or back; not sure if it is over. A weekday that does not fit unsettles all.
 * - "5/6" is the 5th of June and sure only behind "tgl", a weekday or "besok"; "1/2", "2/3 warga", "RT 5/6" are none.
 *   "tgl 5-6" is the two days, "5-6-2026" the day.
 * - "awal", "tengah", "akhir bulan" are its ten days; spans are never sure. "tiap Senin" is no day.
 *
 * Times
 * - "jam 9" is 09:00. "jam 1" to "jam 6" without a part of the day are in the afternoon (office hours), not sure; nor
 *   is "jam 7". "jam 02.00" is as on a clock of 24 hours. "setengah 10" is 09:30.
 * - "jam 12 malam" is 00:00, "jam 2 malam" 02:00, both not sure: of which of two days?
 * - "bakda magrib", "sebelum dzuhur" give a part of the day and no time: prayer times move through the year.
 * - "2 jam", "2 jam 30 menit", "24 jam" are durations.
 * - "pagi", "siang" … alone are greetings as a rule: read only beside a day or a time, or as in "bisa sore", "sore
 *   saja".
 * @param now the instant of writing.
 */
export function findTimes(text: string, now: Millis, options: TimeOptions = {}): readonly FoundTime[] {
  const pieces = cutPieces(text);
  const today = dayOf(now);
  const found: FoundTime[] = [];
  let group: Group | null = null;
  const close = () => {
    const time = group && timeOf(group, pieces, today);
    if (time) found.push(time);
    group = null;
  };
  for (let at = 0; at < pieces.length; ) {
    const open: Group | null = group;
    if (open && !isClose(pieces, open.end, at)) close();
    const bit = readBit(pieces, at, group, options);
    if (!bit) {
      at++;
      continue;
    }
    if (group && !fits(group, bit)) close();
    group ??= { start: at, end: at, weekday: null, date: null, shift: null, span: null, clock: null, part: null };
    put(group, bit, at);
    at = group.end;
  }
  close();
  return found;
}

type Group = SaidDays & { start: number; end: number; clock: SaidClock | null; part: SaidPart | null };
type Bit = { next: number } & (
  | { slot: 'day'; day: SaidDay }
  | { slot: 'clock'; clock: SaidClock }
  | { slot: 'part'; part: SaidPart }
);

function readBit(pieces: readonly Piece[], at: number, group: Group | null, options: TimeOptions): Bit | null {
  const piece = pieces[at]!;
  if (piece.kind === 'sign' || (piece.kind === 'word' && !openers.has(piece.text) && !isNumberWord(piece.text)))
    return null;
  if (options.placeNamed && /^\d\d?\/\d\d?$/.test(piece.text) && !group) return null;
  // "bakda Jumatan" and "waktu subuh" before the weekday and the part that stand in them.
  const prayer = dayParts.has(piece.text) ? null : readPart(pieces, at);
  if (prayer) return { slot: 'part', part: prayer, next: prayer.next };
  const day = readDay(pieces, at);
  if (day) return { slot: 'day', day, next: day.next };
  const clock = readClock(pieces, at, group !== null && group.clock === null && hasDay(group));
  if (clock) return { slot: 'clock', clock, next: clock.next };
  const part = readPart(pieces, at);
  if (!part || (!group && !leadsOn(pieces, at, part.next))) return null;
  return { slot: 'part', part, next: part.next };
}

/** A bare part of the day is one before what it belongs to ("malam Jumat", "sore ini"), or where it answers. */
function leadsOn(pieces: readonly Piece[], at: number, next: number): boolean {
  const before = pieces[at - 1]?.text ?? '';
  const behind = pieces[next]?.text ?? '';
  if (/^(selamat|slamat|met|sugeng|good|assalamualaikum)$/.test(before)) return false;
  if (/^(bisa|bs|saged|iso|kalau|kalo|klo|nek|lek|yen|yang|yg|sing|pas|waktu|wektu|wayah|saat|mending)$/.test(before))
    return true;
  if (/^(saja|aja|ae|wae|mawon|ini|iki|niki)$/.test(behind)) return true;
  return next < pieces.length && (readDay(pieces, next) !== null || readClock(pieces, next, false) !== null);
}

function hasDay(group: Group): boolean {
  return Boolean(group.weekday || group.date || group.shift || group.span);
}

const betweenMax = 4;

/** Only words that may stand between a day and its time lie between. */
function isClose(pieces: readonly Piece[], end: number, at: number): boolean {
  if (at - end > betweenMax) return false;
  for (let here = end; here < at; here++) if (!betweens.has(pieces[here]!.text)) return false;
  return true;
}

function slotOf(bit: Bit): 'weekday' | 'date' | 'shift' | 'span' | 'clock' | 'part' {
  if (bit.slot !== 'day') return bit.slot;
  return bit.day.kind === 'week' || bit.day.kind === 'month' ? 'span' : bit.day.kind;
}

/** Each thing once, and a date or a day from today beside no other but what it can be checked by. */
function fits(group: Group, bit: Bit): boolean {
  const slot = slotOf(bit);
  if (group[slot] !== null) return false;
  if (slot === 'span') return group.date === null && group.shift === null;
  if (slot === 'date' || slot === 'shift') return group.span === null;
  return true;
}

function put(group: Group, bit: Bit, at: number): void {
  if (bit.slot === 'clock') group.clock = bit.clock;
  else if (bit.slot === 'part') group.part = bit.part;
  else if (bit.day.kind === 'weekday') group.weekday = bit.day;
  else if (bit.day.kind === 'date') group.date = bit.day.said;
  else if (bit.day.kind === 'shift') group.shift = bit.day;
  else group.span = bit.day;
  group.end = Math.max(bit.next, at + 1);
}

function timeOf(group: Group, pieces: readonly Piece[], today: Day): FoundTime | null {
  const mayBeOver = !group.date?.year && (group.weekday || group.date) !== null && hasPastSign(pieces, group.start);
  const day = resolveDay(mayBeOver ? asOver(group) : group, today);
  const clock = group.clock && clockOf(group.clock, group.part);
  // A date that no month has is none, whatever stands beside it.
  if (day && !day.day && group.date && !clock) return null;
  const isNightOnly = group.weekday?.eve && !group.part;
  const part = group.part?.part ?? (isNightOnly ? 'malam' : null);
  const isPartAlone = !day && !clock;
  const sure = !isPartAlone && (day?.sure ?? true) && (clock?.sure ?? true) && !group.part?.rough && !mayBeOver;
  return {
    day: day?.day ?? null,
    until: day?.until ?? null,
    time: clock?.time ?? null,
    part,
    sure,
    from: pieces[group.start]!.from,
    to: pieces[group.end - 1]!.to,
  };
}

/** What "sudah" stands before is the last of its name, where no other is named. */
function asOver(group: Group): SaidDays {
  const { weekday, date } = group;
  return {
    ...group,
    weekday: weekday && { ...weekday, turn: weekday.turn ?? 'recent' },
    date: date && { ...date, isOver: date.isOver || date.month === null },
  };
}

function hasPastSign(pieces: readonly Piece[], start: number): boolean {
  for (let at = start - 1; at >= Math.max(0, start - 5); at--) {
    if (/^[.!?;]$/.test(pieces[at]!.text)) return false;
    if (pastSigns.has(pieces[at]!.text)) return true;
  }
  return false;
}
