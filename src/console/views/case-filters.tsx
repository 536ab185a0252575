/** What narrows the case log: its two parts, the periods and states asked for most with one tap each, and the rest. */
import type { FC } from 'hono/jsx';
import type { Reference } from '../../desk/reference/reference.ts';
import type { CaseFilter } from '../../desk/reports/case-log.ts';
import type { Intent, Millis } from '../../model.ts';
import { type CasePart, caseQuery, monthsUntil, noDepartment } from '../case-filter.ts';
import { intentLabels, statusLabels } from '../labels.ts';
import { dayWords, monthWords } from '../time-words.ts';

type Asked = { filter: CaseFilter; part: CasePart; now: Millis };

export const CaseTabs: FC<Asked> = ({ filter, part }) => (
  <nav class="views" aria-label="Bagian halaman">
    {(['daftar', 'angka'] as const).map((one) => (
      <a href={`/kasus${caseQuery(filter, { part: one })}`} aria-current={one === part ? 'true' : undefined}>
        {one === 'daftar' ? 'Daftar' : 'Angka'}
      </a>
    ))}
  </nav>
);

const monthsShown = 3;

export const PeriodChips: FC<Asked> = ({ filter, part, now }) => {
  const months = monthsUntil(now, monthsShown).map(({ month, ...period }) => ({ ...period, label: monthWords(month) }));
  const whole = { label: part === 'angka' ? '30 hari terakhir' : 'Semua waktu', from: undefined, to: undefined };
  const chips = [whole, ...months];
  const { from, to } = filter;
  if (chips.every((chip) => chip.from !== from || chip.to !== to))
    chips.push({ label: spanWords(filter, now), from, to } as (typeof chips)[number]);
  return (
    <nav class="chips scroll" aria-label="Masa">
      {chips.map((chip) => (
        <Chip
          to={caseQuery({ ...filter, from: chip.from, to: chip.to }, { part })}
          isOn={chip.from === from && chip.to === to}
          label={chip.label}
        />
      ))}
    </nav>
  );
};

const states: readonly (readonly [label: string, state: Pick<CaseFilter, 'late' | 'status'>])[] = [
  ['Semua keadaan', {}],
  ['Lewat tenggat', { late: true }],
  [statusLabels.triage, { status: 'triage' }],
  [statusLabels.open, { status: 'open' }],
  [statusLabels.waiting_citizen, { status: 'waiting_citizen' }],
  [statusLabels.resolved, { status: 'resolved' }],
  [statusLabels.closed, { status: 'closed' }],
  [statusLabels.withdrawn, { status: 'withdrawn' }],
];

export const StateChips: FC<{ filter: CaseFilter }> = ({ filter }) => (
  <nav class="chips scroll" aria-label="Keadaan">
    {states.map(([label, { late, status }]) => (
      <Chip
        to={caseQuery({ ...filter, late, status })}
        isOn={filter.late === late && filter.status === status}
        label={label}
      />
    ))}
  </nav>
);

const Chip: FC<{ to: string; isOn: boolean; label: string }> = ({ to, isOn, label }) => (
  <a class="chip" href={`/kasus${to}`} aria-current={isOn ? 'true' : undefined}>
    {label}
  </a>
);

function spanWords({ from, to }: CaseFilter, now: Millis): string {
  const day = (text: string) => dayWords(Date.parse(`${text}T12:00:00+07:00`), now);
  if (from && to) return from === to ? day(from) : `${day(from)} – ${day(to)}`;
  return from ? `sejak ${day(from)}` : `sampai ${day(to ?? '')}`;
}

export const CaseForm: FC<{ filter: CaseFilter; reference: Reference }> = ({ filter, reference }) => {
  const { late, status, ...rest } = filter;
  const narrowed = Object.values(rest).filter((value) => value !== undefined).length;
  return (
    <search>
      <details class="card case-fold" open={narrowed > 0}>
        <summary>
          Saring lebih rinci
          {narrowed > 0 && <span class="badge">{narrowed}</span>}
        </summary>
        <form method="get" action="/kasus" class="case-form">
          {status && <input type="hidden" name="status" value={status} />}
          {late && <input type="hidden" name="lewat" value="ya" />}
          <label class="field">
            <span>Kode atau kata</span>
            <input type="search" name="cari" value={filter.search ?? ''} maxlength={100} data-key="/" />
          </label>
          <Choices filter={filter} reference={reference} />
          <label class="field">
            <span>Masuk sejak</span>
            <input type="date" name="dari" value={filter.from ?? ''} />
          </label>
          <label class="field">
            <span>sampai</span>
            <input type="date" name="sampai" value={filter.to ?? ''} />
          </label>
          <div class="actions case-form-act">
            <button type="submit" class="button primary">
              Saring
            </button>
            <a class="button plain" href={`/kasus${caseQuery({ late, status })}`}>
              Hapus saringan
            </a>
          </div>
        </form>
      </details>
    </search>
  );
};

/** Kinds of messages that become tickets often enough to be asked for. */
const filedIntents: readonly Intent[] = ['ask', 'complain', 'book', 'human'];

const Choices: FC<{ filter: CaseFilter; reference: Reference }> = ({ filter, reference }) => (
  <>
    <Select
      name="opd"
      label="Perangkat daerah"
      value={filter.department === null ? noDepartment : filter.department}
      options={[
        ...[...reference.departments.values()].map((one) => [one.key, one.short] as const),
        [noDepartment, 'Belum dibagi'],
      ]}
    />
    <Select
      name="pokok"
      label="Pokok"
      value={filter.topic}
      options={[...reference.topics.values()]
        .map((topic) => [topic.key, topic.label] as const)
        .sort(([, a], [, b]) => a.localeCompare(b, 'id'))}
    />
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
  </>
);

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
