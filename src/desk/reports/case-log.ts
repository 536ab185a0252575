/**
 * The log of cases for Bagian Pemerintahan: every ticket that is not confidential, filtered, page by page or as CSV.
 */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Db, Tables } from '../../db/database.ts';
import { addDays, instantOf } from '../../lib/wib.ts';
import type { AskerRole, Day, DepartmentKey, Intent, Millis, TicketId, TicketStatus, TopicKey } from '../../model.ts';
import type { Staff } from '../staff/staff.ts';
import { matchesSearch } from '../tickets/search.ts';
import { visibleTo } from '../tickets/visibility.ts';

export type CaseFilter = {
  /** null: in triage. */
  department?: DepartmentKey | null;
  status?: TicketStatus;
  topic?: TopicKey;
  kelurahan?: string;
  intent?: Intent;
  /** Opened on or after / on or before, WIB. */
  from?: Day;
  to?: Day;
  /** Not settled and past its deadline, or settled after it. */
  late?: boolean;
  /** Words of the subject, or a code. */
  search?: string;
};

export type Case = {
  id: TicketId;
  code: string;
  department: DepartmentKey | null;
  topic: TopicKey | null;
  intent: Intent;
  role: AskerRole;
  status: TicketStatus;
  subject: string;
  kelurahan: string | null;
  rt: string | null;
  rw: string | null;
  urgent: boolean;
  assigneeName: string | null;
  openedAt: Millis;
  dueAt: Millis | null;
  firstReplyAt: Millis | null;
  resolvedAt: Millis | null;
  closedAt: Millis | null;
  disputes: number;
  isLate: boolean;
};

export const casePageRows = 50;
const streamRows = 500;
type Where = ExpressionBuilder<Tables, 'ticket'>;

/** Newest first; only tickets that `maySee` allows and, for every reader here, none that is confidential. */
export async function readCaseLog(
  db: Db,
  reader: Staff,
  filter: CaseFilter,
  at: { page: number; now: Millis },
): Promise<{ rows: Case[]; total: number; page: number; pages: number }> {
  const isFound = findsCases(reader, filter, at.now);
  const counted = await db
    .selectFrom('ticket')
    .select((select) => select.fn.countAll().as('count'))
    .where(isFound)
    .executeTakeFirstOrThrow();
  const total = Number(counted.count);
  const pages = Math.max(1, Math.ceil(total / casePageRows));
  const page = Math.min(Math.max(1, at.page), pages);
  const rows = await selectCases(db, isFound)
    .limit(casePageRows)
    .offset((page - 1) * casePageRows)
    .execute();
  return { rows: rows.map((row) => caseFrom(row, at.now)), total, page, pages };
}

/** All cases of a filter, newest first, read in pieces: never more than some hundred in memory. */
export async function* streamCases(db: Db, reader: Staff, filter: CaseFilter, now: Millis): AsyncIterable<Case[]> {
  const isFound = findsCases(reader, filter, now);
  let after: { openedAt: Millis; id: TicketId } | null = null;
  for (;;) {
    let query = selectCases(db, isFound).limit(streamRows);
    if (after) {
      const { openedAt, id }: { openedAt: Millis; id: TicketId } = after;
      query = query.where((where) =>
        where.or([
          where('ticket.opened_at', '<', openedAt),
          where.and([where('ticket.opened_at', '=', openedAt), where('ticket.id', '<', id)]),
        ]),
      );
    }
    const cases = (await query.execute()).map((row) => caseFrom(row, now));
    if (cases.length > 0) yield cases;
    const last = cases.at(-1);
    if (!last || cases.length < streamRows) return;
    after = { openedAt: last.openedAt, id: last.id };
  }
}

/** Settled tickets are measured by when they were settled, the others by now; withdrawn ones were never owed. */
export function isCaseLate(
  ticket: { status: TicketStatus; dueAt: Millis | null; resolvedAt: Millis | null },
  now: Millis,
): boolean {
  if (ticket.dueAt === null || ticket.status === 'withdrawn') return false;
  return (ticket.resolvedAt ?? now) > ticket.dueAt;
}

/** The same as `isCaseLate`, for a query. */
function lateAt(now: Millis): Expression<SqlBool> {
  return sql<SqlBool>`(ticket.status <> 'withdrawn' and ticket.due_at is not null
    and coalesce(ticket.resolved_at, cast(${now} as bigint)) > ticket.due_at)`;
}

function findsCases(reader: Staff, filter: CaseFilter, now: Millis): (where: Where) => Expression<SqlBool> {
  return (where) => {
    const conditions = [visibleTo(reader)(where), where('ticket.confidential', '=', 0)];
    const { department } = filter;
    if (department !== undefined)
      conditions.push(where('ticket.department', department === null ? 'is' : '=', department));
    if (filter.status !== undefined) conditions.push(where('ticket.status', '=', filter.status));
    if (filter.topic !== undefined) conditions.push(where('ticket.topic', '=', filter.topic));
    if (filter.kelurahan !== undefined) conditions.push(where('ticket.kelurahan', '=', filter.kelurahan));
    if (filter.intent !== undefined) conditions.push(where('ticket.intent', '=', filter.intent));
    if (filter.from !== undefined) conditions.push(where('ticket.opened_at', '>=', instantOf(filter.from)));
    if (filter.to !== undefined) conditions.push(where('ticket.opened_at', '<', instantOf(addDays(filter.to, 1))));
    if (filter.late !== undefined) conditions.push(filter.late ? lateAt(now) : where.not(lateAt(now)));
    if (filter.search?.trim()) conditions.push(matchesSearch(filter.search)(where));
    return where.and(conditions);
  };
}

function selectCases(db: Db, isFound: (where: Where) => Expression<SqlBool>) {
  return db
    .selectFrom('ticket')
    .select((select) => [
      'ticket.id',
      'ticket.code',
      'ticket.department',
      'ticket.topic',
      'ticket.intent',
      'ticket.role',
      'ticket.status',
      'ticket.subject',
      'ticket.kelurahan',
      'ticket.rt',
      'ticket.rw',
      'ticket.urgent',
      'ticket.opened_at as openedAt',
      'ticket.due_at as dueAt',
      'ticket.first_reply_at as firstReplyAt',
      'ticket.resolved_at as resolvedAt',
      'ticket.closed_at as closedAt',
      'ticket.disputes',
      select
        .selectFrom('staff')
        .select('staff.name')
        .whereRef('staff.id', '=', 'ticket.assignee_id')
        .as('assigneeName'),
    ])
    .where(isFound)
    .orderBy('ticket.opened_at', 'desc')
    .orderBy('ticket.id', 'desc');
}

function caseFrom(row: Omit<Case, 'urgent' | 'isLate'> & { urgent: 0 | 1 }, now: Millis): Case {
  return { ...row, urgent: row.urgent === 1, isLate: isCaseLate(row, now) };
}
