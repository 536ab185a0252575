/** The log of cases for Bagian Pemerintahan: every ticket that is not confidential, filtered, page by page or as CSV. */
import type { Db } from '../../db/database.ts';
import type { AskerRole, Day, DepartmentKey, Intent, Millis, TicketId, TicketStatus, TopicKey } from '../../model.ts';
import type { Reference } from '../reference/reference.ts';
import type { Staff } from '../staff/staff.ts';

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

/** Newest first; only tickets that `maySee` allows and, for every reader here, none that is confidential. */
export async function readCaseLog(
  _db: Db,
  _reader: Staff,
  _filter: CaseFilter,
  _page: { page: number; now: Millis },
): Promise<{ rows: Case[]; total: number; page: number; pages: number }> {
  throw new Error('bug: not written yet');
}

/**
 * The same as CSV (RFC 4180, UTF-8 with byte order mark, CRLF), in pieces, without a limit. Cells that begin with = + - @ tab
 * or CR are defused with an apostrophe: a spreadsheet must not run what a citizen wrote.
 */
// biome-ignore lint/correctness/useYield: signature first
export async function* caseLogCsv(
  _db: Db,
  _reader: Staff,
  _filter: CaseFilter,
  _tools: { now: Millis; reference: Reference },
): AsyncIterable<string> {
  throw new Error('bug: not written yet');
}
