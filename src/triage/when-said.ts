/** What was said of days, before it is put beside the calendar. */
import type { Turn } from './when-words.ts';

/** A date as said: the month as its number or by its turn ("bulan depan"); `dateEnd` where it goes until another. */
export type SaidDate = {
  date: number;
  dateEnd: number | null;
  month: number | Turn | null;
  year: number | null;
  /** "tgl 5 kemarin". */
  isOver: boolean;
  sure: boolean;
};
export type SaidDay =
  | { kind: 'weekday'; weekday: number; turn: Turn | null; sure: boolean; eve: boolean }
  | { kind: 'date'; said: SaidDate }
  /** Days from today; null for "kapan hari", a day that nobody names. */
  | { kind: 'shift'; days: number | null; months: number; sure: boolean; word: 'tomorrow' | 'yesterday' | 'other' }
  /** `third`: 0 the beginning, 1 the middle, 2 the end of a month. */
  | { kind: 'week'; turn: Turn; weekend: boolean }
  | { kind: 'month'; month: number | null; year: number | null; turn: Turn; third: 0 | 1 | 2 | null };
/** `next` is the piece behind it. */
export type Read<T> = T & { next: number };
