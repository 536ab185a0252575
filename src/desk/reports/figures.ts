/** Figures of a period, each with numerator, denominator and definition (law 15). Confidential tickets are never in them. */
import type { Db } from '../../db/database.ts';
import type { Day, DepartmentKey, Millis } from '../../model.ts';
import type { Calendar } from '../calendar/calendar.ts';
import type { Staff } from '../staff/staff.ts';

/** Both days inclusive, WIB. */
export type Period = { from: Day; to: Day };

/** `numerator` of `denominator` tickets; the console says in words what each counts. */
export type Share = { numerator: number; denominator: number };

export type DepartmentFigures = {
  /** null: tickets that are in triage still. */
  department: DepartmentKey | null;
  /** Filed in the period; the denominator of all others. */
  opened: number;
  /** Of those: a consultant has answered. */
  answered: Share;
  /** Of those: resolved or closed. */
  resolved: Share;
  /** Of those: not resolved by their deadline, or resolved after it. Withdrawn ones count as not late. */
  late: Share;
  /** Of those: the citizen said "belum" at least once. */
  disputed: Share;
  /** Median working time from filing to the first answer, in milliseconds, over the answered ones; null where there are none. */
  firstReply: { medianWorkingMs: Millis | null; count: number };
};

export type Figures = { period: Period; departments: DepartmentFigures[]; total: DepartmentFigures };

/** Only tickets that the reader may see, without confidential ones. */
export async function readFigures(
  _db: Db,
  _reader: Staff,
  _period: Period,
  _tools: { now: Millis; calendar: Calendar; departments: Iterable<DepartmentKey> },
): Promise<Figures> {
  throw new Error('bug: not written yet');
}

/** All that coordinators and administrators see of confidential matters: how many a month. `month` is `YYYY-MM`. */
export async function confidentialByMonth(_db: Db, _period: Period): Promise<{ month: string; count: number }[]> {
  throw new Error('bug: not written yet');
}
