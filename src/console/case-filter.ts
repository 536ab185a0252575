/** The filter of the case log as it stands in an address. */
import type { Reference } from '../desk/reference/reference.ts';
import type { CaseFilter } from '../desk/reports/case-log.ts';
import type { Day, Intent, TicketStatus } from '../model.ts';
import { oneOf } from './form.ts';
import { intentLabels, statusShort } from './labels.ts';

/** What the department field says for tickets without one. */
export const noDepartment = 'triase';

/** @param query of the address; what cannot be understood is left out. */
export function readCaseFilter(query: URLSearchParams, reference: Reference): CaseFilter {
  const department = query.get('opd');
  return {
    department: department === noDepartment ? null : oneOf(department, [...reference.departments.keys()]),
    status: oneOf(query.get('status'), Object.keys(statusShort) as TicketStatus[]),
    topic: oneOf(query.get('pokok'), [...reference.topics.keys()]),
    kelurahan: oneOf(query.get('kelurahan'), [...reference.places.kelurahan.keys()]),
    intent: oneOf(query.get('jenis'), Object.keys(intentLabels) as Intent[]),
    from: dayOf(query.get('dari')),
    to: dayOf(query.get('sampai')),
    late: query.get('lewat') === 'ya' ? true : undefined,
    search: query.get('cari')?.trim().slice(0, 100) || undefined,
  };
}

/** @returns `?…`, or ''. */
export function caseQuery(filter: CaseFilter, page = 1): string {
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
    ['hal', page > 1 ? String(page) : undefined],
  ];
  for (const [name, value] of fields) if (value !== undefined) query.set(name, value);
  const text = query.toString();
  return text ? `?${text}` : '';
}

function dayOf(text: string | null): Day | undefined {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  return Number.isNaN(Date.parse(`${text}T00:00:00Z`)) ? undefined : text;
}
