/** The first page of those who steer: what presses now, over all departments. */

import { can } from '../../desk/staff/roles.ts';
import { readQueue } from '../../desk/tickets/queue.ts';
import type { ConsoleContext, ConsoleParts } from '../console-deps.ts';
import { render } from '../render.ts';
import { greetingWords } from '../time-words.ts';
import { Empty, PageHead } from '../views/parts.tsx';

/** GET /ringkasan */
export async function showOverview(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staff } = context.get('login');
  const now = parts.clock.now();
  const all = await readQueue(parts.db, staff, { view: 'open' }, now);
  const loads = [];
  for (const department of parts.reference.departments.values()) {
    const { counts } = await readQueue(parts.db, staff, { view: 'open', department: department.key }, now);
    if (counts.open + counts.resolved > 0) loads.push({ department, counts });
  }
  const { counts } = all;
  const body = (
    <div class="page">
      <PageHead title={`${greetingWords(now)}, ${staff.name}`}>
        Keadaan semua meja saat ini, tanpa perkara rahasia.
      </PageHead>
      <div class="figures">
        {can(staff, 'triage.assign') && (
          <Tile
            href="/triase"
            count={counts.triage}
            label="menunggu dibagi"
            hint="belum jelas milik siapa"
            tone="hot"
          />
        )}
        <Tile href="/antrean?lihat=lewat" count={counts.late} label="lewat tenggat" hint="perlu didorong" tone="late" />
        <Tile
          href="/antrean?lihat=belum-diambil"
          count={counts.unassigned}
          label="belum diambil"
          hint="sudah di meja, belum dipegang"
        />
        <Tile href="/antrean" count={counts.open} label="sedang dikerjakan" hint="semua yang terbuka" />
        <Tile
          href="/antrean?lihat=menunggu-warga"
          count={counts.waiting}
          label="menunggu warga"
          hint="kita sudah bertanya balik"
        />
      </div>
      {loads.length === 0 ? (
        <Empty title="Semua meja kosong">
          <p>Begitu warga menulis, tiketnya muncul di sini menurut perangkat daerah.</p>
        </Empty>
      ) : (
        <div class="table-wrap">
          <table class="stack">
            <caption>Tiket terbuka menurut perangkat daerah, saat ini</caption>
            <thead>
              <tr>
                <th scope="col">Perangkat daerah</th>
                {['Terbuka', 'Belum diambil', 'Lewat tenggat', 'Menunggu warga', 'Menunggu “sudah”'].map((title) => (
                  <th scope="col" class="number">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {loads.map(({ department, counts: load }) => (
                <tr>
                  <td class="lead">
                    <a href={`/antrean?opd=${department.key}`}>{department.short}</a>
                    <span class="small quiet block">{department.name}</span>
                  </td>
                  <Count label="Terbuka" count={load.open} />
                  <Count label="Belum diambil" count={load.unassigned} />
                  <Count label="Lewat tenggat" count={load.late} isLate />
                  <Count label="Menunggu warga" count={load.waiting} />
                  <Count label="Menunggu “sudah”" count={load.resolved} />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
  return await render(context, parts, { title: 'Ringkasan', body });
}

const Tile = (props: { href: string; count: number; label: string; hint: string; tone?: 'hot' | 'late' }) => (
  <a class={props.tone && props.count > 0 ? `figure ${props.tone}` : 'figure'} href={props.href}>
    <b>{props.count}</b>
    <span>{props.label}</span>
    <small>{props.hint}</small>
  </a>
);

const Count = ({ label, count, isLate }: { label: string; count: number; isLate?: boolean }) => (
  <td class="number" data-label={label}>
    {count === 0 ? <span class="quiet">0</span> : isLate ? <b class="due-late">{count}</b> : count}
  </td>
);
