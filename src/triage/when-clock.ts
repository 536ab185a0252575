/** Reads times of day: "jam 9", "setengah sepuluh", "13.30 WIB", "9 pagi", and the parts of a day. */
import { type Piece, readSmallNumber } from './number-words.ts';
import type { Read } from './when-said.ts';
import {
  afterWords,
  beforeWords,
  type DayPart,
  dayParts,
  numberNames,
  prayers,
  prayersBefore,
  wordAt,
} from './when-words.ts';

/** `exact`: on a clock of 24 hours; `rough`: "jam 9an", "jam 9 sampai 11". */
export type SaidClock = { hour: number; minute: number; exact: boolean; rough: boolean };
export type SaidPart = { part: DayPart /** Before dawn: hours count as they are. */; early: boolean; rough: boolean };

const clockMark = /^(jam|jm|jame|pukul|pkl|pukule)$/;

/** @param isBeside whether a day was read right before, so that bare "13.30" or "setengah 10" is a time. */
export function readClock(pieces: readonly Piece[], at: number, isBeside: boolean): Read<SaidClock> | null {
  if (clockMark.test(wordAt(pieces, at))) return isDuration(pieces, at, isBeside) ? null : readMarked(pieces, at + 1);
  const piece = pieces[at]!;
  const before = pieces[at - 1];
  if (before && (numberNames.has(before.text) || (piece.glued && before.kind === 'word'))) return null;
  if (piece.glued && before && /^[-/.:]$/.test(before.text)) return null;
  const half = readHalf(pieces, at);
  if (half) return isBeside || dayParts.has(wordAt(pieces, half.next)) ? half : null;
  if (piece.kind === 'number') {
    const whole = wholeClock(piece.text);
    const zoned = /^wibb?$/.test(wordAt(pieces, at + 1));
    if (whole && /[.:]/.test(piece.text)) {
      const colon = /^\d\d:\d\d/.test(piece.text);
      return zoned || isBeside || colon ? { ...whole, next: at + 1 } : null;
    }
    if (whole && zoned) return { ...whole, next: at + 1 };
  }
  const number = readSmallNumber(pieces, at);
  if (!number || number.value < 1 || number.value > 12 || isWordBefore(pieces, at)) return null;
  const part = dayParts.get(wordAt(pieces, number.next));
  if (part === undefined || /^(ini|iki|niki)$/.test(wordAt(pieces, number.next + 1))) return null;
  // "5 malam": five nights, unless a day is named before.
  if (part === 'malam' && !isBeside) return null;
  return { hour: number.value, minute: 0, exact: false, rough: false, next: number.next };
}

/** "3 hari 2 malam", "selama 5 malam". */
function isWordBefore(pieces: readonly Piece[], at: number): boolean {
  return /^(selama|sampai|total|kali|nomer)$/.test(wordAt(pieces, at - 1));
}

/** "2 jam", "2 jam 30 menit", "24 jam": how long, not when. */
function isDuration(pieces: readonly Piece[], at: number, isBeside: boolean): boolean {
  const number = readSmallNumber(pieces, at + 1);
  if (number && /^(menit|detik|jam)$/.test(wordAt(pieces, number.next))) return true;
  const last = pieces[at - 1];
  // "kira2 jam 9": the 2 doubles the word.
  if (isBeside || !last || last.kind === 'sign' || (last.kind === 'number' && last.glued)) return false;
  const before = readSmallNumber(pieces, at - 1);
  return before !== null && before.next === at && !numberNames.has(wordAt(pieces, at - 2));
}

function readMarked(pieces: readonly Piece[], from: number): Read<SaidClock> | null {
  let at = from;
  while (/^([.:]|sekitar|sekitaran|sktr|kira|kiro|-|an|e)$/.test(wordAt(pieces, at)) && at < from + 4) at++;
  const about = at > from && !/^[.:]$/.test(wordAt(pieces, at - 1));
  const half = readHalf(pieces, at);
  if (half) return { ...half, rough: half.rough || about };
  const piece = pieces[at];
  if (!piece) return null;
  const whole = piece.kind === 'number' ? wholeClock(piece.text) : null;
  if (whole) return shifted(pieces, { ...whole, rough: whole.rough || about, next: at + 1 });
  if (piece.kind !== 'word') return null;
  const number = readSmallNumber(pieces, at);
  if (!number || number.value < 1 || number.value > 24) return null;
  const clock = { hour: number.value, minute: 0, exact: number.value > 12, rough: about, next: number.next };
  return shifted(pieces, clock);
}

/** "9", "09", "9.30", "13:30"; of "08.00-10.00" the beginning. */
function wholeClock(text: string): SaidClock | null {
  const [, hours, minutes, until] = /^(\d{1,2})(?:[.:,](\d\d))?(-\d{1,2}(?:[.:]\d\d)?)?(?:[.:]\d\d)?$/.exec(text) ?? [];
  if (hours === undefined) return null;
  const [hour, minute] = [Number(hours), Number(minutes ?? 0)];
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return null;
  const exact = hour > 12 || hour === 0 || hours.startsWith('0');
  return { hour: hour % 24, minute, exact, rough: until !== undefined || hour === 24 };
}

/** "setengah 10" is half past nine. */
function readHalf(pieces: readonly Piece[], at: number): Read<SaidClock> | null {
  if (!/^(setengah|stengah|stgh|setgh)$/.test(wordAt(pieces, at))) return null;
  const number = readSmallNumber(pieces, at + 1);
  if (!number || number.value < 1 || number.value > 12) return null;
  const hour = number.value === 1 ? 12 : number.value - 1;
  return { hour, minute: 30, exact: false, rough: false, next: number.next };
}

/** "jam 9 lewat 15", "jam 10 kurang seperempat", "jam 9an", "jam 9 sampai jam 11". */
function shifted(pieces: readonly Piece[], clock: Read<SaidClock>): Read<SaidClock> {
  const word = wordAt(pieces, clock.next);
  const isLess = /^(kurang|kirang)$/.test(word);
  if (isLess || /^(lewat|lebih|luwih|punjul)$/.test(word)) {
    const quarter = /^(seperempat|seprapat|prapat)$/.test(wordAt(pieces, clock.next + 1));
    const minutes = quarter ? { value: 15, next: clock.next + 2 } : readSmallNumber(pieces, clock.next + 1);
    if (!minutes || minutes.value < 1 || minutes.value > 59 || clock.minute > 0)
      return { ...clock, rough: true, next: clock.next + 1 };
    const hour = isLess ? (clock.hour + (clock.hour === 1 ? 11 : 23)) % 24 : clock.hour;
    const behind = /^(menit|mnt)$/.test(wordAt(pieces, minutes.next)) ? minutes.next + 1 : minutes.next;
    return { ...clock, hour, minute: isLess ? 60 - minutes.value : minutes.value, next: behind };
  }
  if (/^(an|nan)$/.test(word)) return { ...clock, rough: true, next: clock.next + 1 };
  if (word === '-' && wordAt(pieces, clock.next + 1) === 'an') return { ...clock, rough: true, next: clock.next + 2 };
  if (/^(sampai|sampe|smp|hingga|atau|-|–)$/.test(word)) {
    const at = clockMark.test(wordAt(pieces, clock.next + 1)) ? clock.next + 2 : clock.next + 1;
    const until = pieces[at]?.kind === 'number' && wholeClock(pieces[at]!.text) ? at + 1 : 0;
    if (until > 0 && word !== 'atau') return { ...clock, rough: true, next: until };
    if (until > 0) return { ...clock, rough: true };
  }
  return clock;
}

/** "bakda magrib", "sebelum dzuhur", and bare words for parts of a day. */
export function readPart(pieces: readonly Piece[], at: number): Read<SaidPart> | null {
  const word = wordAt(pieces, at);
  const isBefore = beforeWords.has(word);
  if (isBefore || afterWords.has(word) || /^(waktu|wektu|pas|jam)$/.test(word)) {
    let next = at + 1;
    while (/^(sholat|salat|shalat|solat|sembahyang|waktu)$/.test(wordAt(pieces, next)) && next < at + 3) next++;
    const isFriday = next > at + 1 && /^jumat$/.test(wordAt(pieces, next));
    const name = isFriday ? 'jumatan' : wordAt(pieces, next);
    const part = (isBefore ? prayersBefore : prayers).get(name);
    return part === undefined ? null : { part, early: false, rough: true, next: next + 1 };
  }
  if (word === 'dini' && wordAt(pieces, at + 1) === 'hari')
    return { part: 'pagi', early: true, rough: false, next: at + 2 };
  const part = dayParts.get(word);
  if (part === undefined) return null;
  const next = wordAt(pieces, at + 1) === 'hari' ? at + 2 : at + 1;
  return { part, early: /^(subuh|shubuh|fajar)$/.test(word), rough: false, next };
}

/** @returns `HH:MM`, and whether it can be one thing only. Office hours decide where no part of the day is said. */
export function clockOf(clock: SaidClock, part: SaidPart | null): { time: string; sure: boolean } {
  const { hour, sure } = hourOf(clock, part);
  const time = `${String(hour).padStart(2, '0')}:${String(clock.minute).padStart(2, '0')}`;
  return { time, sure: sure && !clock.rough };
}

function hourOf({ hour, exact }: SaidClock, said: SaidPart | null): { hour: number; sure: boolean } {
  if (said === null || said.rough) {
    if (exact) return { hour, sure: hour > 0 };
    if (hour >= 1 && hour <= 6) return { hour: hour + 12, sure: false };
    return { hour, sure: hour !== 7 };
  }
  if (exact && hour > 12) return { hour, sure: partOf(hour).includes(said.part) };
  if (said.early || said.part === 'pagi') return { hour: hour === 12 ? 0 : hour, sure: hour !== 12 };
  if (said.part === 'siang')
    return hour >= 10 ? { hour, sure: true } : { hour: hour + 12, sure: hour <= 4 && hour > 0 };
  if (said.part === 'sore') return { hour: hour + (hour < 12 ? 12 : 0), sure: hour >= 1 && hour <= 6 };
  // "jam 12 malam", "jam 2 malam": of which of two days, nobody can tell.
  if (hour === 12 || hour === 0) return { hour: 0, sure: false };
  return hour <= 4 ? { hour, sure: false } : { hour: hour + 12, sure: true };
}

function partOf(hour: number): readonly DayPart[] {
  if (hour < 15) return ['siang'];
  if (hour < 18) return ['siang', 'sore'];
  return hour < 19 ? ['sore', 'malam'] : ['malam'];
}
