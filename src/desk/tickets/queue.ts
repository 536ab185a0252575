/** A queue as a list: what a reader may see, filtered, sorted, counted. */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Db, Tables } from '../../db/database.ts';
import type { DepartmentKey, Millis, StaffId, TicketId, TicketStatus, TopicKey } from '../../model.ts';
import { can } from '../staff/roles.ts';
import type { Staff } from '../staff/staff.ts';
import { workStatuses } from './acting.ts';
import { matchesSearch } from './search.ts';
import { visibleTo } from './visibility.ts';

/**
 * `open`: everything to be worked; `unassigned`, `mine` and `waiting` (for the citizen) are parts of it; `late`: past
 * its deadline, in work or in triage; `resolved`: waits for the citizen's "sudah"; `done`: closed or withdrawn;
 * `triage`: the coordinator's, or Inspektorat's own.
 */
export type QueueView = 'open' | 'unassigned' | 'mine' | 'waiting' | 'late' | 'resolved' | 'done' | 'triage';
const queueViews: readonly QueueView[] = [
  'open',
  'unassigned',
  'mine',
  'waiting',
  'late',
  'triage',
  'resolved',
  'done',
];

export type QueueFilter = {
  view: QueueView;
  /** For readers of all departments; a consultant's is their own in any case. */
  department?: DepartmentKey;
  /** `due`: urgent, then nearest deadline; `age`: oldest first; `recent`: last message first. `due` where not told. */
  sort?: 'due' | 'age' | 'recent';
  /** Words of the subject, or a code: looked for in every view. */
  search?: string;
  /** From 1. */
  page?: number;
};

export type QueueRow = {
  id: TicketId;
  code: string;
  subject: string;
  department: DepartmentKey | null;
  topic: TopicKey | null;
  status: TicketStatus;
  urgent: boolean;
  confidential: boolean;
  assignee: { id: StaffId; name: string } | null;
  /** Null where the platform told none, and for confidential tickets, whose reporter stays hidden. */
  contactName: string | null;
  kelurahan: string | null;
  rt: string | null;
  rw: string | null;
  openedAt: Millis;
  dueAt: Millis | null;
  isLate: boolean;
  lastInAt: Millis | null;
  lastOutAt: Millis | null;
  /** The citizen wrote last. */
  waitsForUs: boolean;
  version: number;
};

export type Queue = {
  rows: QueueRow[];
  /** How many the filter finds. */
  total: number;
  page: number;
  pages: number;
  /** How many stand in each view, without the search. */
  counts: Record<QueueView, number>;
};

export const queuePageRows = 50;
type Where = ExpressionBuilder<Tables, 'ticket'>;

/** Only tickets that `maySee` allows. A page beyond the last gives the last. */
export async function readQueue(db: Db, reader: Staff, filter: QueueFilter, now: Millis): Promise<Queue> {
  const isHere = standsBefore(reader, filter.department);
  const search = filter.search?.trim();
  const isFound = (where: Where) =>
    where.and([isHere(where), search ? matchesSearch(search)(where) : inView(where, filter.view, { reader, now })]);
  const counts = await countQueue(db, reader, now, filter.department);
  const total = search ? await count(db, isFound) : counts[filter.view];
  const pages = Math.max(1, Math.ceil(total / queuePageRows));
  const page = Math.min(Math.max(1, filter.page ?? 1), pages);
  const rows = await selectRows(db, isFound, filter.sort ?? 'due', page);
  return {
    total,
    page,
    pages,
    counts,
    rows: rows.map((row) => rowFrom(row, now)),
  };
}

async function selectRows(
  db: Db,
  isFound: (where: Where) => Expression<SqlBool>,
  sort: keyof typeof orders,
  page: number,
) {
  return await db
    .selectFrom('ticket')
    .leftJoin('staff', 'staff.id', 'ticket.assignee_id')
    .leftJoin('contact', 'contact.id', 'ticket.contact_id')
    .select([
      'ticket.id',
      'ticket.code',
      'ticket.subject',
      'ticket.department',
      'ticket.topic',
      'ticket.status',
      'ticket.urgent',
      'ticket.confidential',
      'ticket.assignee_id',
      'staff.name as assignee_name',
      'contact.name as contact_name',
      'ticket.kelurahan',
      'ticket.rt',
      'ticket.rw',
      'ticket.opened_at',
      'ticket.due_at',
      'ticket.last_in_at',
      'ticket.last_out_at',
      'ticket.version',
    ])
    .where((where) => isFound(where as unknown as Where))
    .orderBy(sql.raw(orders[sort]))
    .limit(queuePageRows)
    .offset((page - 1) * queuePageRows)
    .execute();
}

function rowFrom(row: Awaited<ReturnType<typeof selectRows>>[number], now: Millis): QueueRow {
  return {
    id: row.id,
    code: row.code,
    subject: row.subject,
    department: row.department,
    topic: row.topic,
    status: row.status,
    urgent: row.urgent === 1,
    confidential: row.confidential === 1,
    assignee: row.assignee_id !== null ? { id: row.assignee_id, name: row.assignee_name ?? '' } : null,
    contactName: row.confidential === 1 ? null : row.contact_name,
    kelurahan: row.kelurahan,
    rt: row.rt,
    rw: row.rw,
    openedAt: row.opened_at,
    dueAt: row.due_at,
    isLate: isLate(row.status, row.due_at, now),
    lastInAt: row.last_in_at,
    lastOutAt: row.last_out_at,
    waitsForUs: workStatuses.includes(row.status) && (row.last_in_at ?? 0) > (row.last_out_at ?? 0),
    version: row.version,
  };
}

/** @returns whether a ticket that is not settled is past its deadline. */
export function isLate(status: TicketStatus, dueAt: Millis | null, now: Millis): boolean {
  return dueAt !== null && dueAt < now && (status === 'triage' || workStatuses.includes(status));
}

const orders = {
  due: 'ticket.urgent desc, ticket.due_at asc nulls last, ticket.id asc',
  age: 'ticket.opened_at asc, ticket.id asc',
  recent: 'coalesce(ticket.last_in_at, ticket.opened_at) desc, ticket.id desc',
} as const;

/** Everything that a reader sees, of one department where they may choose. */
function standsBefore(reader: Staff, department: DepartmentKey | undefined) {
  return (where: Where) => where.and([visibleTo(reader)(where), ofDepartment(where, reader, department)]);
}

function ofDepartment(where: Where, reader: Staff, department: DepartmentKey | undefined): Expression<SqlBool> {
  if (department === undefined || !can(reader, 'tickets.read-all')) return where.and([]);
  return where('ticket.department', '=', department);
}

function inView(where: Where, view: QueueView, at: { reader: Staff; now: Millis }): Expression<SqlBool> {
  const inWork = where('ticket.status', 'in', workStatuses);
  switch (view) {
    case 'open':
      return inWork;
    case 'unassigned':
      return where.and([inWork, where('ticket.assignee_id', 'is', null)]);
    case 'mine':
      return where.and([inWork, where('ticket.assignee_id', '=', at.reader.id)]);
    case 'waiting':
      return where('ticket.status', '=', 'waiting_citizen');
    case 'late':
      return where.and([
        where('ticket.status', 'in', ['triage', ...workStatuses]),
        where('ticket.due_at', '<', at.now),
      ]);
    case 'resolved':
      return where('ticket.status', '=', 'resolved');
    case 'done':
      return where('ticket.status', 'in', ['closed', 'withdrawn']);
    case 'triage':
      return where('ticket.status', '=', 'triage');
  }
}

/**
 * How many stand in each view, in one pass over what the reader sees.
 * @param department as in `QueueFilter`.
 */
export async function countQueue(
  db: Db,
  reader: Staff,
  now: Millis,
  department?: DepartmentKey,
): Promise<Record<QueueView, number>> {
  const row = await db
    .selectFrom('ticket')
    .select((select) =>
      queueViews.map((view) =>
        sql<number | null>`sum(case when ${inView(select, view, { reader, now })} then 1 else 0 end)`.as(view),
      ),
    )
    .where(standsBefore(reader, department))
    .executeTakeFirst();
  // sum() comes as text from PostgreSQL, and as null where there is no row.
  return Object.fromEntries(queueViews.map((view) => [view, Number(row?.[view] ?? 0)])) as Record<QueueView, number>;
}

async function count(db: Db, isFound: (where: Where) => Expression<SqlBool>): Promise<number> {
  const row = await db
    .selectFrom('ticket')
    .select((select) => select.fn.countAll().as('count'))
    .where(isFound)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
