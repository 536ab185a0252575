/**
 * The queue's filter as it stands in an address, so that a filtered queue can be kept as a bookmark and travels along.
 */
import type { QueueFilter, QueueView } from '../desk/tickets/queue.ts';
import type { DepartmentKey } from '../model.ts';
import { oneOf } from './form.ts';

const viewWords: Record<QueueView, string> = {
  open: 'semua',
  unassigned: 'belum-diambil',
  mine: 'milik-saya',
  waiting: 'menunggu-warga',
  late: 'lewat',
  triage: 'perlu-dipilah',
  resolved: 'selesai',
  done: 'ditutup',
};

const sortWords = { due: 'tenggat', age: 'terlama', recent: 'terbaru' } as const;
const searchCharsMax = 100;

/** @param query of the address; anything unknown is left out, never an error. */
export function readQueueFilter(query: URLSearchParams, departments: readonly DepartmentKey[]): QueueFilter {
  const search = query.get('cari')?.trim().slice(0, searchCharsMax);
  const page = Number(query.get('hal'));
  return {
    view: keyOf(viewWords, query.get('lihat')) ?? 'open',
    sort: keyOf(sortWords, query.get('urut')),
    department: oneOf(query.get('opd'), departments),
    search: search || undefined,
    page: Number.isInteger(page) && page > 1 && page < 10_000 ? page : undefined,
  };
}

/** @returns `?…`, or '' for the plain queue. A search looks in all views, so it names none. */
export function queueQuery(filter: QueueFilter, change: Partial<QueueFilter> = {}): string {
  const next = { ...filter, ...change };
  const query = new URLSearchParams();
  if (next.view !== 'open' && !next.search) query.set('lihat', viewWords[next.view]);
  if (next.department) query.set('opd', next.department);
  if (next.sort && next.sort !== 'due') query.set('urut', sortWords[next.sort]);
  if (next.search) query.set('cari', next.search);
  if (next.page && next.page > 1) query.set('hal', String(next.page));
  const text = query.toString();
  return text ? `?${text}` : '';
}

/** @returns the word of an order, for a field of a form. */
export function sortWord(sort: NonNullable<QueueFilter['sort']>): string {
  return sortWords[sort];
}

function keyOf<K extends string>(words: Record<K, string>, word: string | null): K | undefined {
  return (Object.keys(words) as K[]).find((key) => words[key] === word);
}
