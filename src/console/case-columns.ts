/** What the case log holds as a file: its columns, called as they are called on the screens. */
import type { Reference } from '../desk/reference/reference.ts';
import type { CsvColumn } from '../desk/reports/case-log-csv.ts';
import { clockTime, dayOf } from '../lib/wib.ts';
import type { Millis } from '../model.ts';
import { askerLabels, intentLabels, statusLabels } from './labels.ts';
import { shortName } from './views/ticket-view.ts';

/** @param reference the names of departments and topics. */
export function caseColumns(reference: Reference): readonly CsvColumn[] {
  return [
    { title: 'Kode', value: (one) => one.code },
    { title: 'Masuk (WIB)', value: (one) => stamp(one.openedAt) },
    {
      title: 'Perangkat daerah',
      value: (one) => (one.department === null ? statusLabels.triage : shortName(reference, one.department)),
    },
    { title: 'Pokok', value: (one) => reference.topics.get(one.topic ?? '')?.label ?? '' },
    { title: 'Jenis', value: (one) => intentLabels[one.intent] },
    { title: 'Pengirim', value: (one) => askerLabels[one.role] },
    { title: 'Keadaan', value: (one) => statusLabels[one.status] },
    { title: 'Perkara', value: (one) => one.subject },
    { title: 'Kelurahan', value: (one) => one.kelurahan ?? '' },
    { title: 'RT', value: (one) => one.rt ?? '' },
    { title: 'RW', value: (one) => one.rw ?? '' },
    { title: 'Mendesak', value: (one) => yesNo(one.urgent) },
    { title: 'Pemegang', value: (one) => one.assigneeName ?? '' },
    { title: 'Tenggat (WIB)', value: (one) => stamp(one.dueAt) },
    { title: 'Jawaban pertama (WIB)', value: (one) => stamp(one.firstReplyAt) },
    { title: 'Selesai (WIB)', value: (one) => stamp(one.resolvedAt) },
    { title: 'Ditutup (WIB)', value: (one) => stamp(one.closedAt) },
    { title: 'Lewat tenggat', value: (one) => yesNo(one.isLate) },
    { title: 'Dijawab “belum”', value: (one) => one.disputes },
  ];
}

/** `2026-11-25 14:05`, which spreadsheets read as a date. */
function stamp(at: Millis | null): string {
  return at === null ? '' : `${dayOf(at)} ${clockTime(at).replace('.', ':')}`;
}

function yesNo(is: boolean): string {
  return is ? 'ya' : 'tidak';
}
