/** The rows of the case log: a table at a desk, a list on a phone. */
import type { FC } from 'hono/jsx';
import type { Reference } from '../../desk/reference/reference.ts';
import type { Case, CaseFilter } from '../../desk/reports/case-log.ts';
import type { Millis } from '../../model.ts';
import { caseQuery } from '../case-filter.ts';
import { dueOf } from '../due.ts';
import { askerLabels, statusLabels, statusTones } from '../labels.ts';
import { Empty, Moment, Pager, Tag } from './parts.tsx';
import { shortName } from './ticket-view.ts';

type CasesProps = {
  log: { rows: Case[]; total: number; page: number; pages: number };
  filter: CaseFilter;
  reference: Reference;
  now: Millis;
  pageRows: number;
};

export const CaseTable: FC<CasesProps> = ({ log, filter, reference, now, pageRows }) => {
  if (log.rows.length === 0)
    return (
      <Empty title="Tidak ada kasus yang cocok">
        <p>Longgarkan saringannya: pilih masa yang lebih panjang, atau semua keadaan.</p>
        <a class="button" href="/kasus">
          Lihat semua kasus
        </a>
      </Empty>
    );
  const first = (log.page - 1) * pageRows + 1;
  return (
    <>
      <div class="table-wrap">
        <table class="stack tight">
          <caption>{`${first}–${first + log.rows.length - 1} dari ${log.total} kasus`}</caption>
          <thead>
            <tr>
              {['Kasus', 'Masuk', 'Di meja', 'Pengirim', 'Keadaan'].map((title) => (
                <th scope="col">{title}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {log.rows.map((one) => (
              <CaseRow one={one} reference={reference} now={now} />
            ))}
          </tbody>
        </table>
      </div>
      <Pager label="Halaman kasus" {...log} to={(page) => `/kasus${caseQuery(filter, { page })}`} />
    </>
  );
};

const CaseRow: FC<{ one: Case; reference: Reference; now: Millis }> = ({ one, reference, now }) => {
  const due = dueOf(one, now, reference.calendar);
  return (
    <tr>
      <td class="lead">
        <a class="clamp" href={`/tiket/${one.code}`}>
          {one.subject}
        </a>
        <span class="small quiet block">
          <span class="code">{one.code}</span>
          {one.topic && ` · ${reference.topics.get(one.topic)?.label ?? ''}`}
        </span>
      </td>
      <td class="nowrap" data-label="Masuk">
        <Moment at={one.openedAt} now={now} />
      </td>
      <td class={one.department ? undefined : 'none'}>
        {one.department === null ? '–' : shortName(reference, one.department)}
        {one.assigneeName && <span class="small quiet block">{one.assigneeName}</span>}
      </td>
      <td class={one.role === 'unknown' && !one.kelurahan ? 'none' : undefined}>
        {one.role === 'unknown' ? (one.kelurahan ?? '–') : askerLabels[one.role]}
        {one.role !== 'unknown' && one.kelurahan && <span class="small quiet block">{one.kelurahan}</span>}
      </td>
      <td>
        <span class="tags">
          <Tag tone={statusTones[one.status]}>{statusLabels[one.status]}</Tag>
          {one.urgent && <Tag tone="bata">Mendesak</Tag>}
        </span>
        <span class={`small block due-${one.isLate ? 'late' : (due?.pressure ?? 'calm')}`}>
          {due?.words ?? (one.isLate ? 'selesai lewat tenggat' : '')}
        </span>
      </td>
    </tr>
  );
};
