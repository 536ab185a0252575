/** Puts what was said of days beside the calendar: which day it is, and whether it can be one day only. */
import { addDays, weekdayOf } from '../lib/wib.ts';
import type { Day } from '../model.ts';
import type { SaidDate, SaidDay } from './when-said.ts';
import type { Turn } from './when-words.ts';

/** `until`: the last day of a span, null for one day. `day` is null where nobody can say which. */
export type ResolvedDay = { day: Day | null; until: Day | null; sure: boolean };

export type SaidDays = {
  weekday: (SaidDay & { kind: 'weekday' }) | null;
  date: SaidDate | null;
  shift: (SaidDay & { kind: 'shift' }) | null;
  span: (SaidDay & { kind: 'week' | 'month' }) | null;
};

/** What is said beside each other must agree; where it does not, the more exact one stands and nothing is sure. */
export function resolveDay(said: SaidDays, today: Day): ResolvedDay | null {
  const { weekday, date, shift, span } = said;
  if (date) {
    const isOver = date.isOver || shift?.word === 'yesterday';
    const found = dateOf({ ...date, isOver }, today);
    if (!found.day) return found;
    const agrees = !weekday || weekdayOf(found.day) === weekday.weekday;
    const near = !shift || shift.word === 'yesterday' || addDays(today, shift.days ?? 0) === found.day;
    return { ...found, sure: found.sure && agrees && near };
  }
  if (weekday) return weekdayWith(weekday, shift, span, today);
  if (shift) return shiftedDay(shift, today);
  return span ? spanOf(span, today) : null;
}

function weekdayWith(
  said: SaidDay & { kind: 'weekday' },
  shift: SaidDays['shift'],
  span: SaidDays['span'],
  today: Day,
): ResolvedDay {
  const found = shift
    ? besideShift(said, shift, today)
    : span
      ? inSpan(said.weekday, span, today)
      : bareWeekday(said, today);
  // The night before: "malam Jumat" is Thursday's.
  return said.eve && found.day ? { ...found, day: addDays(found.day, -1) } : found;
}

function besideShift(said: SaidDay & { kind: 'weekday' }, shift: SaidDay & { kind: 'shift' }, today: Day): ResolvedDay {
  if (shift.word === 'yesterday') return { ...bareWeekday({ ...said, turn: 'recent' }, today), sure: said.sure };
  const { day } = shiftedDay(shift, today);
  if (day && weekdayOf(day) === said.weekday) return { day, until: null, sure: said.sure };
  // "besok Senin" is the Monday that comes: Javanese "besok" is any day ahead.
  return { ...bareWeekday(said, today), sure: false };
}

function inSpan(weekday: number, span: SaidDay & { kind: 'week' | 'month' }, today: Day): ResolvedDay {
  if (span.kind === 'week' && !span.weekend)
    return { day: addDays(weekStart(span.turn, today), (weekday + 6) % 7), until: null, sure: span.turn !== 'past' };
  const whole = spanOf(span, today);
  return whole.day
    ? { day: addDays(whole.day, (weekday - weekdayOf(whole.day) + 7) % 7), until: null, sure: false }
    : whole;
}

function bareWeekday({ weekday, turn, sure }: SaidDay & { kind: 'weekday' }, today: Day): ResolvedDay {
  const ahead = (weekday - weekdayOf(today) + 7) % 7;
  const inWeek = (of: Turn) => addDays(weekStart(of, today), (weekday + 6) % 7);
  const one = (day: Day, isSure: boolean): ResolvedDay => ({ day, until: null, sure: sure && isSure });
  if (turn === 'next') {
    const day = inWeek('next');
    const distance = ahead === 0 ? 7 : ahead;
    return one(day, addDays(today, distance) === day && distance > 1);
  }
  if (turn === 'this') return one(inWeek('this'), inWeek('this') >= today);
  const recent = addDays(today, ahead === 0 ? -7 : ahead - 7);
  if (turn === 'recent') return one(recent, true);
  if (turn === 'past') return one(recent, recent < weekStart('this', today));
  return one(addDays(today, ahead), ahead > 0);
}

/** The Monday of a week. */
function weekStart(turn: Turn, today: Day): Day {
  const shift = turn === 'next' ? 7 : turn === 'this' ? 0 : -7;
  return addDays(today, shift - ((weekdayOf(today) + 6) % 7));
}

function shiftedDay(shift: SaidDay & { kind: 'shift' }, today: Day): ResolvedDay {
  if (shift.days === null) return { day: null, until: null, sure: false };
  if (shift.months === 0) return { day: addDays(today, shift.days), until: null, sure: shift.sure };
  const [year, month, date] = partsOfDay(today);
  const first = monthStart(year, month + shift.months);
  return { day: addDays(first, Math.min(date, daysIn(first)) - 1), until: null, sure: false };
}

/** A week from Monday to Sunday, a month, or its third (ten days, the way the weather service counts). Never sure. */
function spanOf(span: SaidDay & { kind: 'week' | 'month' }, today: Day): ResolvedDay {
  if (span.kind === 'week') {
    const monday = weekStart(span.turn, today);
    return { day: span.weekend ? addDays(monday, 5) : monday, until: addDays(monday, 6), sure: false };
  }
  const first = monthOf(span.month ?? span.turn, span.year, span.turn === 'past' || span.turn === 'recent', today);
  const last = addDays(first, daysIn(first) - 1);
  if (span.third === null) return { day: first, until: last, sure: false };
  const until = span.third === 2 ? last : addDays(first, 10 * span.third + 9);
  return { day: addDays(first, 10 * span.third), until, sure: false };
}

function monthOf(month: number | Turn, year: number | null, isOver: boolean, today: Day): Day {
  const [thisYear, thisMonth] = partsOfDay(today);
  if (typeof month !== 'number')
    return monthStart(thisYear, thisMonth + (month === 'next' ? 1 : month === 'this' ? 0 : -1));
  if (year !== null) return monthStart(year, month);
  if (isOver) return monthStart(month > thisMonth ? thisYear - 1 : thisYear, month);
  return monthStart(nearestYear(month - thisMonth, thisYear), month);
}

/** Half a year ahead at most is ahead, the rest is over: in December "Juni" is the last one. */
function nearestYear(monthsAhead: number, year: number): number {
  if (monthsAhead > 6) return year - 1;
  return monthsAhead < -6 ? year + 1 : year;
}

function dateOf(said: SaidDate, today: Day): ResolvedDay {
  const nobody = { day: null, until: null, sure: false };
  const found = said.month === null ? dateAlone(said, today) : dateInMonth(said, said.month, today);
  if (!found) return nobody;
  if (said.dateEnd === null) return { ...found, until: null, sure: said.sure && found.sure };
  const until = withDate(`${found.day.slice(0, 8)}01`, said.dateEnd);
  return { day: found.day, until, sure: false };
}

/** "tgl 5": of this month if it is still to come, else of the next one, and then it may as well be over. */
function dateAlone({ date, isOver }: SaidDate, today: Day): { day: Day; sure: boolean } | null {
  const [year, month, todayDate] = partsOfDay(today);
  const step = isOver ? -1 : 1;
  const begin = isOver ? (date <= todayDate ? 0 : -1) : date >= todayDate ? 0 : 1;
  for (let turn = 0; turn < 3; turn++) {
    const day = withDate(monthStart(year, month + begin + step * turn), date);
    if (day) return { day, sure: turn === 0 && (isOver || begin === 0) };
  }
  return null;
}

function dateInMonth(said: SaidDate, month: number | Turn, today: Day): { day: Day; sure: boolean } | null {
  const first = monthOf(month, said.year, said.isOver, today);
  const day = withDate(first, said.date);
  if (!day) return null;
  if (said.year !== null || typeof month !== 'number') return { day, sure: true };
  if (said.isOver)
    return day <= today ? { day, sure: true } : dateInMonth({ ...said, year: partsOfDay(first)[0] - 1 }, month, today);
  return { day, sure: day >= today };
}

function partsOfDay(day: Day): [number, number, number] {
  return day.split('-').map(Number) as [number, number, number];
}

/** @param month may lie outside 1–12 and counts on into other years. */
function monthStart(year: number, month: number): Day {
  const months = year * 12 + month - 1;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}-01`;
}

function daysIn(first: Day): number {
  const [year, month] = partsOfDay(first);
  return Number(addDays(monthStart(year, month + 1), -1).slice(8));
}

function withDate(first: Day, date: number): Day | null {
  return date <= daysIn(first) ? addDays(first, date - 1) : null;
}
