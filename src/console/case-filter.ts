/** The filter of the case log as it stands in an address, and the periods that are asked for most. */
import type { Reference } from '../desk/reference/reference.ts';
import type { CaseFilter } from '../desk/reports/case-log.ts';
import { addDays, dayOf } from '../lib/wib.ts';
import type { Day, Intent, Millis, TicketStatus } from '../model.ts';
import { oneOf } from './form.ts';
import { intentLabels, statusLabels } from './labels.ts';

/** What the department field says for tickets without one. */
export const noDepartment = 'triase';

/** @param query of the address; what cannot be understood is left out. */
export function readCaseFilter(query: URLSearchParams, reference: Reference): CaseFilter {
  const department = query.get('opd');
  return {
    department: department === noDepartment ? null : oneOf(department, [...reference.departments.keys()]),
    status: oneOf(query.get('status'), Object.keys(statusLabels) as TicketStatus[]),
    topic: oneOf(query.get('pokok'), [...reference.topics.keys()]),
    kelurahan: oneOf(query.get('kelurahan'), [...reference.places.kelurahan.keys()]),
    intent: oneOf(query.get('jenis'), Object.keys(intentLabels) as Intent[]),
    from: dayIn(query.get('dari')),
    to: dayIn(query.get('sampai')),
    late: query.get('lewat') === 'ya' ? true : undefined,
    search: query.get('cari')?.trim().slice(0, 100) || undefined,
  };
}

/** Of the page: the log itself, or the figures of its period. */
export type CasePart = 'daftar' | 'angka';

/** @returns `?…`, or ''. */
export function caseQuery(filter: CaseFilter, { page = 1, part = 'daftar' as CasePart } = {}): string {
  const query = new URLSearchParams();
  const fields: [string, string | undefined][] = [
    ['opd', filter.department === null ? noDepartment : filter.department],
    ['status', filter.status],
    ['pokok', filter.topic],
    ['kelurahan', filter.kelurahan],
    ['jenis', filter.intent],
    ['dari', filter.from],
    ['sampai', filter.to],
    ['lewat', filter.late ? 'ya' : undefined],
    ['cari', filter.search],
    ['bagian', part === 'daftar' ? undefined : part],
    ['hal', page > 1 ? String(page) : undefined],
  ];
  for (const [name, value] of fields) if (value !== undefined) query.set(name, value);
  const text = query.toString();
  return text ? `?${text}` : '';
}

/** @returns this month and those before it, newest first. */
export function monthsUntil(now: Millis, count: number): { month: string; from: Day; to: Day }[] {
  const months = [];
  let to = lastOfMonth(dayOf(now));
  for (let n = 0; n < count; n++) {
    const from = `${to.slice(0, 7)}-01`;
    months.push({ month: to.slice(0, 7), from, to });
    to = addDays(from, -1);
  }
  return months;
}

function lastOfMonth(day: Day): Day {
  const inNext = addDays(`${day.slice(0, 7)}-28`, 4);
  return addDays(`${inNext.slice(0, 7)}-01`, -1);
}

function dayIn(text: string | null): Day | undefined {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  return Number.isNaN(Date.parse(`${text}T00:00:00Z`)) ? undefined : text;
}
