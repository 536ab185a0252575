/** The rows of the case log with their filter: a table at a desk, cards on a phone. */
import type { Child, FC } from 'hono/jsx';
import type { Reference } from '../../desk/reference/reference.ts';
import type { Case, CaseFilter } from '../../desk/reports/case-log.ts';
import type { Intent, Millis } from '../../model.ts';
import { caseQuery, noDepartment } from '../case-filter.ts';
import { askerLabels, intentLabels, statusShort, statusTones } from '../labels.ts';
import { Icon } from './icon.tsx';
import { Empty, Moment, Tag } from './parts.tsx';
import { shortName } from './ticket-view.ts';

type CasesProps = {
  log: { rows: Case[]; total: number; page: number; pages: number };
  filter: CaseFilter;
  reference: Reference;
  now: Millis;
  pageRows: number;
};

const quick: readonly (readonly [label: string, filter: CaseFilter])[] = [
  ['Semua', {}],
  ['Lewat tenggat', { late: true }],
  ['Menunggu jawaban', { status: 'open' }],
  ['Belum dibagi', { status: 'triage' }],
  ['Selesai', { status: 'resolved' }],
];

/** The questions that are asked most, one tap each. */
export const QuickFilters: FC<{ filter: CaseFilter }> = ({ filter }) => (
  <nav class="chips quick" aria-label="Saringan cepat">
    {quick.map(([label, wanted]) => (
      <a
        class="chip"
        href={`/kasus${caseQuery(wanted)}`}
        aria-current={caseQuery(filter) === caseQuery(wanted) ? 'true' : undefined}
      >
        {label}
      </a>
    ))}
  </nav>
);

export const CaseForm: FC<{ filter: CaseFilter; reference: Reference }> = ({ filter, reference }) => (
  <search>
    <details class="card case-fold" open={caseQuery({ ...filter, late: undefined, status: undefined }) !== ''}>
      <summary>Saring kasus</summary>
      <form method="get" action="/kasus" class="case-form">
        <Select
          name="opd"
          label="Perangkat daerah"
          value={filter.department === null ? noDepartment : filter.department}
          options={[
            ...[...reference.departments.values()].map((one) => [one.key, one.short] as const),
            [noDepartment, 'Belum dibagi'],
          ]}
        />
        <Select name="status" label="Keadaan" value={filter.status} options={Object.entries(statusShort)} />
        <Select
          name="jenis"
          label="Jenis"
          value={filter.intent}
          options={filedIntents.map((intent) => [intent, intentLabels[intent]] as const)}
        />
        <Select
          name="kelurahan"
          label="Kelurahan"
          value={filter.kelurahan}
          options={[...reference.places.kelurahan.keys()].sort().map((name) => [name, name] as const)}
        />
        <label class="field">
          <span>Masuk sejak</span>
          <input type="date" name="dari" value={filter.from ?? ''} />
        </label>
        <label class="field">
          <span>sampai</span>
          <input type="date" name="sampai" value={filter.to ?? ''} />
        </label>
        <label class="field">
          <span>Kode atau kata</span>
          <input type="search" name="cari" value={filter.search ?? ''} maxlength={100} data-key="/" />
        </label>
        <label class="choice">
          <input type="checkbox" name="lewat" value="ya" checked={filter.late === true} />
          <span class="small">Hanya yang lewat tenggat</span>
        </label>
        <div class="actions case-form-act">
          <button type="submit" class="button primary">
            Saring
          </button>
          <a class="button plain" href="/kasus">
            Hapus saringan
          </a>
        </div>
      </form>
    </details>
  </search>
);

/** Kinds of messages that become tickets often enough to be asked for. */
const filedIntents: readonly Intent[] = ['ask', 'complain', 'book', 'human'];

type SelectProps = { name: string; label: string; value?: string; options: readonly (readonly [string, string])[] };

const Select: FC<SelectProps> = ({ name, label, value, options }) => (
  <label class="field">
    <span>{label}</span>
    <select name={name}>
      <option value="">Semua</option>
      {options.map(([key, text]) => (
        <option value={key} selected={key === value}>
          {text}
        </option>
      ))}
    </select>
  </label>
);

export const CaseTable: FC<CasesProps> = ({ log, filter, reference, now, pageRows }) => {
  if (log.rows.length === 0)
    return (
      <Empty title="Tidak ada kasus yang cocok">
        <p>Longgarkan saringannya, misalnya hapus tanggal atau kelurahan.</p>
        <a class="button" href="/kasus">
          Hapus saringan
        </a>
      </Empty>
    );
  const first = (log.page - 1) * pageRows + 1;
  return (
    <>
      <div class="table-wrap">
        <table class="stack cases">
          <caption>{`${first}–${first + log.rows.length - 1} dari ${log.total} kasus`}</caption>
          <thead>
            <tr>
              {['Kasus', 'Masuk', 'Perangkat daerah', 'Pemegang', 'Kelurahan', 'Pengirim', 'Keadaan'].map((title) => (
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
      {log.pages > 1 && (
        <nav class="more actions" aria-label="Halaman kasus">
          {log.page > 1 && <PageLink to={caseQuery(filter, log.page - 1)}>Sebelumnya</PageLink>}
          <span class="small quiet">
            {log.page} dari {log.pages}
          </span>
          {log.page < log.pages && <PageLink to={caseQuery(filter, log.page + 1)}>Berikutnya</PageLink>}
        </nav>
      )}
    </>
  );
};

const PageLink: FC<{ to: string; children?: Child }> = ({ to, children }) => (
  <a class="button" href={`/kasus${to}`}>
    {children}
  </a>
);

const CaseRow: FC<{ one: Case; reference: Reference; now: Millis }> = ({ one, reference, now }) => (
  <tr>
    <td class="lead">
      <a href={`/tiket/${one.code}`}>{one.subject}</a>
      <span class="small quiet block">
        <span class="code">{one.code}</span>
        {one.topic && ` · ${reference.topics.get(one.topic)?.label ?? ''}`}
      </span>
    </td>
    <td data-label="Masuk" class="nowrap">
      <Moment at={one.openedAt} now={now} />
    </td>
    <td data-label="Perangkat daerah" class={one.department ? undefined : 'none'}>
      {one.department === null ? '–' : shortName(reference, one.department)}
    </td>
    <td data-label="Pemegang" class={one.assigneeName ? undefined : 'none'}>
      {one.assigneeName ?? '–'}
    </td>
    <td data-label="Kelurahan" class={one.kelurahan ? undefined : 'none'}>
      {one.kelurahan ?? '–'}
    </td>
    <td data-label="Pengirim">{askerLabels[one.role]}</td>
    <td data-label="Keadaan">
      <span class="tags">
        <Tag tone={statusTones[one.status]}>{statusShort[one.status]}</Tag>
        {one.isLate && (
          <Tag tone="bata">
            <Icon name="clock" small />
            Lewat tenggat
          </Tag>
        )}
        {one.urgent && <Tag tone="bata">Mendesak</Tag>}
      </span>
    </td>
  </tr>
);
