/**
 * Figures of a period with what they are made of: numerator, denominator, period; a chart with its table beneath (law
 * 15).
 */
import type { FC } from 'hono/jsx';
import type { Reference } from '../../desk/reference/reference.ts';
import type { DepartmentFigures, Figures, Period, Share } from '../../desk/reports/figures.ts';
import { hourMs, longDay } from '../../lib/wib.ts';
import type { Millis } from '../../model.ts';
import { monthWords } from '../time-words.ts';
import { shortName } from './ticket-view.ts';

type FiguresProps = {
  figures: Figures;
  confidential: readonly { month: string; count: number }[];
  reference: Reference;
};

export const FiguresView: FC<FiguresProps> = ({ figures, confidential, reference }) => {
  const { total, period } = figures;
  const secret = confidential.reduce((sum, month) => sum + month.count, 0);
  return (
    <section aria-label="Angka">
      <p class="quiet small period">
        {`Angka periode ${periodWords(period)}, dihitung dari tiket yang masuk pada periode itu.`}
      </p>
      <div class="figures six">
        <Figure value={String(total.opened)} label="tiket masuk" note="tanpa perkara rahasia" />
        <ShareFigure share={total.answered} label="sudah dijawab" note="petugas sudah membalas" />
        <ShareFigure share={total.resolved} label="selesai" note="diselesaikan dan tidak dibantah warga" />
        <ShareFigure
          share={total.late}
          label="lewat tenggat"
          note="belum selesai saat tenggat, atau selesai sesudahnya"
          isLate={total.late.numerator > 0}
        />
        <ShareFigure share={total.disputed} label="dijawab “belum”" note="warga menyatakan belum selesai" />
        <Figure
          value={hoursWords(total.firstReply.medianWorkingMs)}
          label="jam kerja ke jawaban pertama"
          note={`nilai tengah dari ${total.firstReply.count} tiket yang sudah dijawab`}
        />
      </div>
      <div class="card">
        <h2>Menurut perangkat daerah</h2>
        <Chart figures={figures} reference={reference} />
        <ul class="legend">
          <li>
            <i />
            selesai
          </li>
          <li>
            <i class="out" />
            masuk, belum selesai
          </li>
        </ul>
        <details class="why">
          <summary>Lihat angkanya</summary>
          <FiguresTable figures={figures} reference={reference} />
        </details>
      </div>
      {secret > 0 && (
        <p class="small quiet period">
          {`Perkara rahasia hanya dihitung per bulan penuh: ${confidential
            .map(({ month, count }) => `${count} pada ${monthWords(month)}`)
            .join(', ')}.`}
        </p>
      )}
    </section>
  );
};

const Figure: FC<{ value: string; label: string; note: string; tone?: string }> = ({ value, label, note, tone }) => (
  <div class={tone ? `figure ${tone}` : 'figure'}>
    <b>{value}</b>
    <span>{label}</span>
    <small>{note}</small>
  </div>
);

const ShareFigure: FC<{ share: Share; label: string; note: string; isLate?: boolean }> = (props) => (
  <Figure
    value={percentOf(props.share)}
    label={props.label}
    note={`${props.share.numerator} dari ${props.share.denominator} tiket; ${props.note}`}
    tone={props.isLate ? 'late' : undefined}
  />
);

/** Bars by department; departments without a ticket take no place in the picture, but stand in the table. */
const Chart: FC<{ figures: Figures; reference: Reference }> = ({ figures, reference }) => {
  const rows = figures.departments.filter((one) => one.opened > 0);
  if (rows.length === 0) return <p class="quiet">Belum ada tiket pada periode ini.</p>;
  const most = Math.max(...rows.map((one) => one.opened));
  return (
    <ul class="bars">
      {rows.map((one) => {
        const whole = (one.opened / most) * 100;
        const done = (one.resolved.numerator / most) * 100;
        return (
          <li>
            <span>{nameOf(one, reference)}</span>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect class="bar-out" width={whole} height="8" />
              <rect class="bar-in" width={done} height="8" />
            </svg>
            <b>
              {one.opened}
              <span class="hidden-text">{` tiket masuk, ${one.resolved.numerator} selesai`}</span>
            </b>
          </li>
        );
      })}
    </ul>
  );
};

const FiguresTable: FC<{ figures: Figures; reference: Reference }> = ({ figures, reference }) => (
  <div class="table-wrap">
    <table class="stack">
      <caption>{`Tiket yang masuk ${periodWords(figures.period)}, di perangkat daerah tempatnya sekarang.`}</caption>
      <thead>
        <tr>
          <th scope="col">Perangkat daerah</th>
          <th scope="col" class="number">
            Masuk
          </th>
          <th scope="col" class="number">
            Dijawab
          </th>
          <th scope="col" class="number">
            Selesai
          </th>
          <th scope="col" class="number">
            Lewat tenggat
          </th>
          <th scope="col" class="number">
            Jawaban pertama
          </th>
        </tr>
      </thead>
      <tbody>
        {[...figures.departments, figures.total].map((one) => (
          <tr>
            <td class="lead">{one === figures.total ? 'Semua' : nameOf(one, reference)}</td>
            <td class="number" data-label="Masuk">
              {one.opened}
            </td>
            <ShareCell share={one.answered} label="Dijawab" />
            <ShareCell share={one.resolved} label="Selesai" />
            <ShareCell share={one.late} label="Lewat tenggat" />
            <td class="number" data-label="Jawaban pertama">
              {one.firstReply.medianWorkingMs === null ? '–' : `${hoursWords(one.firstReply.medianWorkingMs)} jam`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const ShareCell: FC<{ share: Share; label: string }> = ({ share, label }) => (
  <td class="number" data-label={label}>
    {share.denominator === 0 ? '–' : `${share.numerator} (${percentOf(share)})`}
  </td>
);

function nameOf(one: DepartmentFigures, reference: Reference): string {
  return one.department === null ? 'Belum dibagi' : shortName(reference, one.department);
}

/** @returns `68%`; a dash where there is nothing to divide by. */
function percentOf({ numerator, denominator }: Share): string {
  return denominator === 0 ? '–' : `${Math.round((numerator / denominator) * 100)}%`;
}

function hoursWords(ms: Millis | null): string {
  return ms === null ? '–' : (ms / hourMs).toFixed(1).replace('.', ',');
}

function periodWords({ from, to }: Period): string {
  return from === to ? longDay(from) : `${longDay(from)} – ${longDay(to)}`;
}
