/** Reads what names a day or a span of days: weekdays, dates, "besok", "minggu depan", "akhir bulan". */
import { type Piece, readSmallNumber } from './number-words.ts';
import type { Read, SaidDate, SaidDay } from './when-said.ts';
import { readCounted, readShift } from './when-shifts.ts';
import {
  dayParts,
  everyWords,
  isDayWord,
  isOther,
  months,
  pasaran,
  type Turn,
  tomorrow,
  turnAt,
  weekdays,
  wholes,
  wordAt,
} from './when-words.ts';

/** @returns what names a day at this piece, or null. */
export function readDay(pieces: readonly Piece[], at: number): Read<SaidDay> | null {
  return (
    readShift(pieces, at) ??
    readSpan(pieces, at) ??
    readDate(pieces, at) ??
    readWeekday(pieces, at) ??
    readCounted(pieces, at)
  );
}

const isYear = (word: string) => /^20\d\d$/.test(word);

function readSpan(pieces: readonly Piece[], at: number): Read<SaidDay> | null {
  const word = wordAt(pieces, at);
  if (/^(minggu|pekan)$/.test(word) && !isCounted(pieces, at)) {
    const turned = turnAt(pieces, at + 1);
    const isSunday = word === 'minggu' && /^(hari|hr|dino|dina|dinten|malam|malem)$/.test(wordAt(pieces, at - 1));
    return turned && !isSunday ? { kind: 'week', turn: turned.turn, weekend: false, next: turned.next } : null;
  }
  if (word === 'akhir' && /^(pekan|minggu)$/.test(wordAt(pieces, at + 1))) {
    const turned = turnAt(pieces, at + 2);
    return { kind: 'week', turn: turned?.turn ?? 'this', weekend: true, next: turned?.next ?? at + 2 };
  }
  const third = /^(awal|tengah|pertengahan|akhir)$/.test(word)
    ? word === 'awal'
      ? 0
      : word === 'akhir'
        ? 2
        : 1
    : null;
  const from = third === null ? at : at + 1;
  const said = /^(bulan|bln|wulan|sasi)$/.test(wordAt(pieces, from)) && !isCounted(pieces, from);
  const month = months.get(wordAt(pieces, said ? from + 1 : from)) ?? null;
  if (month !== null) {
    const behind = from + (said ? 2 : 1);
    const year = isYear(wordAt(pieces, behind)) ? Number(wordAt(pieces, behind)) : null;
    if (third === null && !said && (year === null || wordAt(pieces, from).length < 4)) return null;
    if (third === null && readSmallNumber(pieces, at - 1) && !said) return null;
    const turned = turnAt(pieces, behind);
    const next = turned?.next ?? behind + (year === null ? 0 : 1);
    return { kind: 'month', month, year, turn: turned?.turn ?? 'this', third, next };
  }
  if (!said) return null;
  const turned = turnAt(pieces, from + 1);
  if (!turned && third === null) return null;
  return {
    kind: 'month',
    month: null,
    year: null,
    turn: turned?.turn ?? 'this',
    third,
    next: turned?.next ?? from + 1,
  };
}

/** "dua minggu", "tiap minggu", "minggu-minggu", "minggu ke 2": no day and no week of its own. */
function isCounted(pieces: readonly Piece[], at: number): boolean {
  const before = wordAt(pieces, at - 1);
  if (everyWords.has(before) || /^(beberapa|bbrp|berapa|pirang|sak|sa|sebulan)$/.test(before)) return true;
  if (wordAt(pieces, at + 1) === '-' || (before === '-' && pieces[at]!.glued)) return true;
  if (/^(ke|kedua|ketiga|keempat|pertama|terakhir|sekali)$/.test(wordAt(pieces, at + 1))) return true;
  const number = readSmallNumber(pieces, at - 1);
  return number !== null && number.next === at && !/^(tgl|tanggal)$/.test(wordAt(pieces, at - 2));
}

function readWeekday(pieces: readonly Piece[], at: number): Read<SaidDay> | null {
  const word = wordAt(pieces, at);
  const before = wordAt(pieces, at - 1);
  const isWeek = word === 'minggu' || word === 'mgg';
  const weekday = isWeek ? 0 : weekdays.get(word);
  if (weekday === undefined || isEvery(pieces, at) || (isWeek && isCounted(pieces, at))) return null;
  const eve = /^(malam|malem|mlm)$/.test(before) && !tomorrow.has(wordAt(pieces, at - 2));
  const behind = at + (pasaran.has(wordAt(pieces, at + 1)) ? 2 : 1);
  const turned = turnAt(pieces, behind);
  const next = turned?.next ?? behind;
  const following = wordAt(pieces, next);
  const isSunday = isWeek && (isDayWord(before) || eve || behind > at + 1 || isNamed(pieces, at, following));
  if (isWeek && !isSunday && !mayBeSunday(pieces, at)) return null;
  // "Senin sampai Jumat", "Jumat pertama", "dari Senin": not one day that comes.
  const vague =
    /^(pertama|kedua|ketiga|keempat|terakhir|berikutnya|berikute|selanjutnya)$/.test(following) ||
    /^(dari|dri|saka|soko|teko|saking)$/.test(isDayWord(before) ? wordAt(pieces, at - 2) : before) ||
    (until.test(following) && weekdays.has(wordAt(pieces, next + 1))) ||
    (until.test(before) && weekdays.has(wordAt(pieces, at - 2)));
  return { kind: 'weekday', weekday, turn: turned?.turn ?? null, sure: (!isWeek || isSunday) && !vague, eve, next };
}

const until = /^(-|–|sampai|sampe|smp|hingga|tekan|sd)$/;

/** "tiap Senin", "saben malem Setu", "setiap hari Selasa dan Jumat". */
function isEvery(pieces: readonly Piece[], at: number): boolean {
  let here = at - 1;
  for (let step = 0; step < 6; step++, here--) {
    const word = wordAt(pieces, here);
    if (everyWords.has(word)) return true;
    if (!(isDayWord(word) || weekdays.has(word) || dayParts.has(word) || /^(dan|lan|,|sama|karo|-)$/.test(word))) break;
  }
  return false;
}

function isNamed(pieces: readonly Piece[], at: number, following: string): boolean {
  if (dayParts.has(following) || weekdays.has(wordAt(pieces, at - 1))) return true;
  if (/^(jam|jm|pukul|pkl|tgl|tanggal)$/.test(following)) return true;
  return pieces[at]!.capital && pieces[at - 1]?.kind === 'word' && !pieces[at - 1]!.capital;
}

/** "minggu" in small letters: a Sunday, perhaps, where a day is answered or asked for. */
function mayBeSunday(pieces: readonly Piece[], at: number): boolean {
  return (
    /^(bisa|bs|iso|saged|pas|sampai|dan|lan|atau|sama|kalau|kalo|nek|lek|besok|sesuk|suk|cuma)$/.test(
      wordAt(pieces, at - 1),
    ) || pieces.length <= 2
  );
}

function readDate(pieces: readonly Piece[], at: number): Read<SaidDay> | null {
  const marked = /^(tgl|tanggal|tggl|tgal|tg)$/.test(wordAt(pieces, at));
  let start = marked ? at + 1 : at;
  if (marked && /^[.:]$/.test(wordAt(pieces, start))) start++;
  const piece = pieces[start];
  if (!piece || piece.kind === 'sign') return null;
  if (!marked && (isOther(pieces, at) || wordAt(pieces, at - 1) === 'lahir')) return null;
  const whole = piece.kind === 'number' ? wholeDate(piece.text) : null;
  if (whole) return { kind: 'date', said: whole, next: start + 1 };
  const short = /^(\d{1,2})([-/])(\d{1,2})$/.exec(piece.text);
  const first = short ? { value: Number(short[1]), next: start + 1 } : readSmallNumber(pieces, start);
  if (!first || first.value < 1 || first.value > 31) return null;
  const until = short ? { value: Number(short[3]), next: start + 1 } : endOfRange(pieces, first.next);
  const month = monthAt(pieces, until?.next ?? first.next, marked);
  if (month) {
    if (until && (until.value <= first.value || until.value > 31)) return null;
    const said = { date: first.value, dateEnd: until?.value ?? null, month: month.month, year: month.year };
    return { kind: 'date', said: { ...said, isOver: month.isOver, sure: !until }, next: month.next };
  }
  if (short) return shortDate(pieces, at, start, marked, [first.value, until!.value, short[2] === '/']);
  if (!marked) return null;
  const turned = turnAt(pieces, first.next);
  const isOver = turned?.turn === 'recent' || turned?.turn === 'past';
  const thisMonth = turned?.turn === 'this' ? turned.turn : null;
  const said = { date: first.value, dateEnd: null, month: thisMonth, year: null, isOver, sure: true };
  if (until && until.value > first.value && until.value <= 31)
    return { kind: 'date', said: { ...said, dateEnd: until.value, sure: false }, next: until.next };
  return { kind: 'date', said, next: turned?.next ?? first.next };
}

/** "5/6", "5-6": the 5th of June; behind "tgl" "5-6" may also be two days. Never sure without a word for a date. */
function shortDate(
  pieces: readonly Piece[],
  at: number,
  start: number,
  marked: boolean,
  [date, month, slashed]: [number, number, boolean],
): Read<SaidDay> | null {
  const said = { date, dateEnd: null, month, year: null, isOver: false };
  if (marked && !slashed && month > date && month <= 31)
    return { kind: 'date', said: { ...said, month: null, dateEnd: month, sure: false }, next: start + 1 };
  if (month < 1 || month > 12) return null;
  const before = wordAt(pieces, at - 1);
  const beside = weekdays.has(before) || tomorrow.has(before) || before === ',';
  if (!marked && (!slashed || isShare(pieces, start + 1))) return null;
  // "1/2", "2/3", "3/4" are said of parts more often than of days.
  if (!marked && !beside && date < month && month <= 4 && wordAt(pieces, start).length === 3) return null;
  return { kind: 'date', said: { ...said, sure: marked || beside }, next: start + 1 };
}

/** "2/3 warga", "1/2 jam", but not "15/6 jam 9". */
function isShare(pieces: readonly Piece[], at: number): boolean {
  return wholes.has(wordAt(pieces, at)) && !(wordAt(pieces, at) === 'jam' && readSmallNumber(pieces, at + 1));
}

/** "5-6-2026", "5/6/26", "5.6.2026", "2026-06-05". */
function wholeDate(text: string): SaidDate | null {
  const [, date, month, year] = /^(\d{1,2})[-/.](\d{1,2})[-/.]((?:20)?\d\d)$/.exec(text) ?? [];
  const iso = /^(20\d\d)-(\d\d)-(\d\d)$/.exec(text);
  const [d, m, y] = iso ? [iso[3], iso[2], iso[1]] : [date, month, year];
  if (!d || !m || !y || Number(m) > 12 || Number(m) < 1 || Number(d) < 1 || Number(d) > 31) return null;
  // "5.6.26" is rather a number of a list than a day.
  if (!iso && y.length === 2 && text.includes('.')) return null;
  const full = Number(y.length === 2 ? `20${y}` : y);
  return { date: Number(d), dateEnd: null, month: Number(m), year: full, isOver: false, sure: true };
}

function endOfRange(pieces: readonly Piece[], at: number): { value: number; next: number } | null {
  const slashed = wordAt(pieces, at) === 's' && wordAt(pieces, at + 1) === '/' && wordAt(pieces, at + 2) === 'd';
  if (!slashed && !/^(-|–|sampai|sampe|smp|hingga|dan|lan|sd)$/.test(wordAt(pieces, at))) return null;
  return readSmallNumber(pieces, at + (slashed ? 3 : 1));
}

/** "Juni", "Juni 2026", "bulan Juni" behind a date; "bulan depan" only if it is marked, since "2 bulan lalu" counts. */
function monthAt(
  pieces: readonly Piece[],
  at: number,
  marked: boolean,
): { month: number | Turn; year: number | null; isOver: boolean; next: number } | null {
  const said = /^(bulan|bln|wulan)$/.test(wordAt(pieces, at));
  const month = months.get(wordAt(pieces, at + (said ? 1 : 0)));
  const behind = at + (said ? 2 : 1);
  if (month === undefined) {
    const turned = said && marked ? turnAt(pieces, at + 1) : null;
    return turned && { month: turned.turn, year: null, isOver: false, next: turned.next };
  }
  const year = isYear(wordAt(pieces, behind)) ? Number(wordAt(pieces, behind)) : null;
  const turned = turnAt(pieces, behind);
  const isOver = turned?.turn === 'past' || turned?.turn === 'recent';
  return { month, year, isOver, next: isOver ? turned!.next : behind + (year === null ? 0 : 1) };
}
