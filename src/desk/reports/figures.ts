/**
 * Figures of a period, each with numerator, denominator and definition (law 15). Confidential tickets are never in
 * them.
 */
import type { Db } from '../../db/database.ts';
import { addDays, dayOf, instantOf } from '../../lib/wib.ts';
import type { Day, DepartmentKey, Millis, TicketStatus } from '../../model.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { workingMillisBetween } from '../calendar/deadline.ts';
import type { Staff } from '../staff/staff.ts';
import { visibleTo } from '../tickets/visibility.ts';
import { isCaseLate } from './case-log.ts';

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
  /** Of those: resolved or closed, and not disputed since. */
  resolved: Share;
  /** Of those: not resolved by their deadline, or resolved after it. Withdrawn ones count as not late. */
  late: Share;
  /** Of those: the citizen said "belum" at least once. */
  disputed: Share;
  /**
   * Median working time from filing to the first answer, in milliseconds, over the answered ones; null where there are
   * none.
   */
  firstReply: { medianWorkingMs: Millis | null; count: number };
};

export type Figures = { period: Period; departments: DepartmentFigures[]; total: DepartmentFigures };

type Filed = {
  department: DepartmentKey | null;
  status: TicketStatus;
  openedAt: Millis;
  dueAt: Millis | null;
  firstReplyAt: Millis | null;
  resolvedAt: Millis | null;
  disputes: number;
};

/**
 * Only tickets that the reader may see, without confidential ones. A ticket counts for the department where it lies
 * now.
 * @param tools `departments`: all keys, in the order wanted; each has a row, also without tickets.
 */
export async function readFigures(
  db: Db,
  reader: Staff,
  period: Period,
  tools: { now: Millis; calendar: Calendar; departments: Iterable<DepartmentKey> },
): Promise<Figures> {
  const tickets: Filed[] = await db
    .selectFrom('ticket')
    .select([
      'department',
      'status',
      'opened_at as openedAt',
      'due_at as dueAt',
      'first_reply_at as firstReplyAt',
      'resolved_at as resolvedAt',
      'disputes',
    ])
    .where('opened_at', '>=', instantOf(period.from))
    .where('opened_at', '<', instantOf(addDays(period.to, 1)))
    .where('confidential', '=', 0)
    .where(visibleTo(reader))
    .execute();
  const of = (department: DepartmentKey | null) =>
    figuresOf(
      department,
      tickets.filter((ticket) => ticket.department === department),
      tools,
    );
  const keys: (DepartmentKey | null)[] = [...tools.departments];
  if (tickets.some((ticket) => ticket.department === null)) keys.push(null);
  return { period, departments: keys.map(of), total: figuresOf(null, tickets, tools) };
}

/**
 * All that coordinators and administrators see of confidential matters: how many were filed a month (`YYYY-MM`). Whole
 * months, whatever the period asks for: a count of a day could tell who reported.
 */
export async function confidentialByMonth(db: Db, period: Period): Promise<{ month: string; count: number }[]> {
  const afterLast = addDays(`${period.to.slice(0, 7)}-28`, 4).slice(0, 7);
  const rows = await db
    .selectFrom('ticket')
    .select('opened_at')
    .where('confidential', '=', 1)
    .where('opened_at', '>=', instantOf(`${period.from.slice(0, 7)}-01`))
    .where('opened_at', '<', instantOf(`${afterLast}-01`))
    .orderBy('opened_at')
    .execute();
  const counts = new Map<string, number>();
  for (const { opened_at } of rows) {
    const month = dayOf(opened_at).slice(0, 7);
    counts.set(month, (counts.get(month) ?? 0) + 1);
  }
  return [...counts].map(([month, count]) => ({ month, count }));
}

function figuresOf(
  department: DepartmentKey | null,
  tickets: readonly Filed[],
  { now, calendar }: { now: Millis; calendar: Calendar },
): DepartmentFigures {
  const share = (counts: (ticket: Filed) => boolean): Share => ({
    numerator: tickets.filter(counts).length,
    denominator: tickets.length,
  });
  const replyTimes = tickets.flatMap((ticket) =>
    ticket.firstReplyAt === null ? [] : [workingMillisBetween(ticket.openedAt, ticket.firstReplyAt, calendar)],
  );
  return {
    department,
    opened: tickets.length,
    answered: share((ticket) => ticket.firstReplyAt !== null),
    resolved: share((ticket) => ticket.status === 'resolved' || ticket.status === 'closed'),
    late: share((ticket) => isCaseLate(ticket, now)),
    disputed: share((ticket) => ticket.disputes > 0),
    firstReply: { medianWorkingMs: median(replyTimes), count: replyTimes.length },
  };
}

/** @returns the middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const high = sorted[Math.floor(sorted.length / 2)];
  const low = sorted[Math.ceil(sorted.length / 2) - 1];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
