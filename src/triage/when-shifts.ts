/** Reads days counted from today: "besok", "wingi", "suk emben", "3 hari lagi", "2 bulan yang lalu". */
import { type Piece, readSmallNumber } from './number-words.ts';
import type { Read, SaidDay } from './when-said.ts';
import {
  dayParts,
  isDayWord,
  isOther,
  later,
  notDays,
  recently,
  thisWords,
  tomorrow,
  turnAt,
  weekdays,
  wordAt,
} from './when-words.ts';

export function readShift(pieces: readonly Piece[], at: number): Read<SaidDay> | null {
  const [word, second, third] = [wordAt(pieces, at), wordAt(pieces, at + 1), wordAt(pieces, at + 2)];
  const shift = (
    days: number | null,
    size: number,
    sure: boolean,
    name: 'tomorrow' | 'yesterday' | 'other' = 'other',
  ) => ({ kind: 'shift', days, months: 0, sure, word: name, next: at + size }) as const;
  const before = wordAt(pieces, at - 1);
  // "besok-besok", "sesuk sesuk": some day.
  if (second === word || before === word || second === 'terus' || (second === '-' && third === word)) return null;
  if (before === '-' && wordAt(pieces, at - 2) === word) return null;
  if (recently.has(word) && notDays.has(before)) return null;
  // "tiga hari ini": for three days.
  if (isDayWord(word) && readSmallNumber(pieces, at - 1)?.next === at) return null;
  if (/^(kapan|tempo)$/.test(word) && isDayWord(second)) return shift(null, 2, false);
  if (/^(suk|sesuk|besok)$/.test(word) && /^(emben|mben|lusa)$/.test(second)) return shift(2, 2, false);
  if (word === 'suk' && (weekdays.has(second) || second === 'minggu')) return shift(1, 1, true, 'tomorrow');
  if (recently.has(word) && /^(lusa|dulu|emben|mben)$/.test(second)) return shift(-2, 2, second !== 'dulu');
  if (word === 'lusa') return shift(2, 1, true);
  if (word === 'emben') return shift(2, 1, false);
  if (/^wing[ie]nan[ei]$/.test(word)) return shift(-2, 1, true);
  if (tomorrow.has(word)) return shift(1, 1, true, 'tomorrow');
  if (/^(kolo|kala)$/.test(word) && second === 'wingi') return shift(-1, 2, dayParts.has(third), 'yesterday');
  if (recently.has(word)) return shift(-1, 1, dayParts.has(second), 'yesterday');
  if (isDayWord(word) && thisWords.has(second)) return shift(0, 2, true);
  if (word === 'semalam') return shift(-1, 1, false);
  const part = dayParts.get(second);
  if (/^(tadi|wau)$/.test(word) || (word === 'mau' && /^(esuk|isuk|awan|bengi|mbengi)$/.test(second))) {
    if (part === undefined) return null;
    return shift(part === 'malam' ? -1 : 0, 1, part !== 'malam');
  }
  if (later.has(word) && (part !== undefined || /^(jam|jm|pukul|pkl)$/.test(second))) return shift(0, 1, true);
  if (thisWords.has(word) && dayParts.has(wordAt(pieces, at - 1))) return shift(0, 1, true);
  return null;
}

/** "3 hari lagi", "seminggu lagi", "rong dina kepungkur", "2 bulan yang lalu". */
export function readCounted(pieces: readonly Piece[], at: number): Read<SaidDay> | null {
  const fused = /^se(hari|minggu|bulan)$/.exec(wordAt(pieces, at))?.[1];
  const number = fused ? { value: 1, next: at } : readSmallNumber(pieces, at);
  if (!number || number.value < 1 || number.value > 100 || (!fused && isOther(pieces, at))) return null;
  const unit = fused ?? wordAt(pieces, number.next);
  const isDays = isDayWord(unit);
  const isWeeks = /^(minggu|pekan)$/.test(unit);
  if (!isDays && !isWeeks && !/^(bulan|bln|wulan)$/.test(unit)) return null;
  const behind = number.next + 1;
  const ahead = /^(lagi|lg|maneh|malih)$/.test(wordAt(pieces, behind));
  const deeper = wordAt(pieces, behind) === 'ke' && wordAt(pieces, behind + 1) === 'depan';
  const turned = turnAt(pieces, behind);
  if (!ahead && !deeper && turned?.turn !== 'past') return null;
  const next = ahead ? behind + 1 : deeper ? behind + 2 : turned!.next;
  const count = number.value * (ahead || deeper ? 1 : -1);
  const days = isDays ? count : isWeeks ? 7 * count : 0;
  return { kind: 'shift', days, months: isDays || isWeeks ? 0 : count, sure: isDays, word: 'other', next };
}
