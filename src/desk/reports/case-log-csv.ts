/** The case log as CSV, for the spreadsheets of Bagian Pemerintahan. */
import type { Db } from '../../db/database.ts';
import type { Millis } from '../../model.ts';
import type { Staff } from '../staff/staff.ts';
import { type Case, type CaseFilter, streamCases } from './case-log.ts';

export type CsvColumn = { title: string; value(one: Case): string | number };

/**
 * The case log in pieces, without a limit of rows (RFC 4180, UTF-8 with byte order mark, CRLF). Cells that begin with =
 * + - @ tab or CR are defused with an apostrophe: a spreadsheet must not run what a citizen wrote.
 */
export async function* caseLogCsv(
  db: Db,
  reader: Staff,
  filter: CaseFilter,
  { now, columns }: { now: Millis; columns: readonly CsvColumn[] },
): AsyncIterable<string> {
  yield `\uFEFF${line(columns.map((column) => column.title))}`;
  for await (const cases of streamCases(db, reader, filter, now))
    yield cases.map((one) => line(columns.map((column) => column.value(one)))).join('');
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
