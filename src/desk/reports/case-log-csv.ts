/** The case log as CSV, for the spreadsheets of Bagian Pemerintahan. */
import type { Db } from '../../db/database.ts';
import { clockTime, dayOf } from '../../lib/wib.ts';
import type { Millis } from '../../model.ts';
import type { Reference } from '../reference/reference.ts';
import type { Staff } from '../staff/staff.ts';
import { type Case, type CaseFilter, streamCases } from './case-log.ts';

type Column = { title: string; value(one: Case, reference: Reference): string | number };

const columns: readonly Column[] = [
  { title: 'Kode', value: (one) => one.code },
  { title: 'Diterima (WIB)', value: (one) => stamp(one.openedAt) },
  { title: 'Dinas', value: (one, { departments }) => departments.get(one.department ?? '')?.short ?? 'Triase' },
  { title: 'Topik', value: (one, { topics }) => topics.get(one.topic ?? '')?.label ?? '' },
  { title: 'Jenis', value: (one) => (one.intent === 'complain' ? 'Pengaduan' : 'Pertanyaan') },
  { title: 'Penanya', value: (one) => roles[one.role] },
  { title: 'Status', value: (one) => statuses[one.status] },
  { title: 'Perihal', value: (one) => one.subject },
  { title: 'Kelurahan', value: (one) => one.kelurahan ?? '' },
  { title: 'RT', value: (one) => one.rt ?? '' },
  { title: 'RW', value: (one) => one.rw ?? '' },
  { title: 'Mendesak', value: (one) => (one.urgent ? 'ya' : 'tidak') },
  { title: 'Petugas', value: (one) => one.assigneeName ?? '' },
  { title: 'Target (WIB)', value: (one) => stamp(one.dueAt) },
  { title: 'Jawaban pertama (WIB)', value: (one) => stamp(one.firstReplyAt) },
  { title: 'Selesai (WIB)', value: (one) => stamp(one.resolvedAt) },
  { title: 'Ditutup (WIB)', value: (one) => stamp(one.closedAt) },
  { title: 'Terlambat', value: (one) => (one.isLate ? 'ya' : 'tidak') },
  { title: 'Dibantah warga', value: (one) => one.disputes },
];

const statuses: Readonly<Record<Case['status'], string>> = {
  triage: 'Triase',
  open: 'Dikerjakan',
  waiting_citizen: 'Menunggu warga',
  resolved: 'Selesai',
  closed: 'Ditutup',
  withdrawn: 'Ditarik warga',
};

const roles: Readonly<Record<Case['role'], string>> = {
  warga: 'Warga',
  pokmas: 'Pokmas',
  kelurahan: 'Kelurahan',
  lkk: 'LKK',
  unknown: '',
};

/**
 * The case log in pieces, without a limit of rows (RFC 4180, UTF-8 with byte order mark, CRLF). Cells that begin with =
 * + - @ tab or CR are defused with an apostrophe: a spreadsheet must not run what a citizen wrote.
 */
export async function* caseLogCsv(
  db: Db,
  reader: Staff,
  filter: CaseFilter,
  { now, reference }: { now: Millis; reference: Reference },
): AsyncIterable<string> {
  yield `\uFEFF${line(columns.map((column) => column.title))}`;
  for await (const cases of streamCases(db, reader, filter, now))
    yield cases.map((one) => line(columns.map((column) => column.value(one, reference)))).join('');
}

/**
 * @returns a cell as it may stand in a file: text that a spreadsheet would run is defused, then quoted where needed.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function line(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** `2026-11-25 14:05`, which spreadsheets read as a date. */
function stamp(at: Millis | null): string {
  return at === null ? '' : `${dayOf(at)} ${clockTime(at).replace('.', ':')}`;
}
