/** A queue as a list: what a reader may see, filtered, sorted, counted. */
import type { Db } from '../../db/database.ts';
import type { DepartmentKey, Millis, StaffId, TicketId, TicketStatus, TopicKey } from '../../model.ts';
import type { Staff } from '../staff/staff.ts';

/**
 * `open`: everything to be worked; `unassigned`, `mine`, `waiting` (for the citizen) and `late` are parts of it; `resolved`:
 * waits for the citizen's "sudah"; `done`: closed or withdrawn; `triage`: the coordinator's, or Inspektorat's own.
 */
export type QueueView = 'open' | 'unassigned' | 'mine' | 'waiting' | 'late' | 'resolved' | 'done' | 'triage';
export const queueViews: readonly QueueView[] = [
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
  /** Words of the subject, or a code. */
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

/** Only tickets that `maySee` allows. */
export async function readQueue(_db: Db, _reader: Staff, _filter: QueueFilter, _now: Millis): Promise<Queue> {
  throw new Error('bug: not written yet');
}
