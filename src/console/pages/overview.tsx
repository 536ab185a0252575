/** The first page of those who steer: what presses now, over all departments. */
import type { FC } from 'hono/jsx';
import type { Department } from '../../desk/reference/reference.ts';
import { can } from '../../desk/staff/roles.ts';
import { countQueue, type QueueView } from '../../desk/tickets/queue.ts';
import type { ConsoleContext, ConsoleParts } from '../console-deps.ts';
import { queueQuery } from '../queue-filter.ts';
import { render } from '../render.ts';
import { greetingWords } from '../time-words.ts';
import { Empty, PageHead } from '../views/parts.tsx';

type Counts = Record<QueueView, number>;
type Load = { department: Department; counts: Counts };

/** GET /ringkasan */
export async function showOverview(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staff } = context.get('login');
  const now = parts.clock.now();
  const counts = await countQueue(parts.db, staff, now);
  const loads: Load[] = [];
  for (const department of parts.reference.departments.values())
    loads.push({ department, counts: await countQueue(parts.db, staff, now, department.key) });
  const busy = loads.filter((load) => load.counts.open + load.counts.resolved > 0);
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
        {tiles.map(({ view, ...tile }) => (
          <Tile href={`/antrean${queueQuery({ view })}`} count={counts[view]} {...tile} />
        ))}
      </div>
      {busy.length === 0 ? (
        <Empty title="Semua meja kosong">
          <p>Begitu warga menulis, tiketnya muncul di sini menurut perangkat daerah.</p>
        </Empty>
      ) : (
        <LoadTable loads={busy} />
      )}
    </div>
  );
  return await render(context, parts, { title: 'Ringkasan', body });
}

type TileWords = { label: string; hint: string; tone?: 'hot' | 'late' };

const tiles: readonly (TileWords & { view: QueueView })[] = [
  { view: 'late', label: 'lewat tenggat', hint: 'perlu didorong', tone: 'late' },
  { view: 'unassigned', label: 'belum diambil', hint: 'sudah di meja, belum dipegang' },
  { view: 'open', label: 'sedang dikerjakan', hint: 'semua yang terbuka' },
  { view: 'waiting', label: 'menunggu warga', hint: 'kita sudah bertanya balik' },
];

const Tile: FC<TileWords & { href: string; count: number }> = ({ href, count, label, hint, tone }) => (
  <a class={tone && count > 0 ? `figure ${tone}` : 'figure'} href={href}>
    <b>{count}</b>
    <span>{label}</span>
    <small>{hint}</small>
  </a>
);

const columns: readonly (readonly [view: QueueView, title: string])[] = [
  ['open', 'Terbuka'],
  ['unassigned', 'Belum diambil'],
  ['late', 'Lewat tenggat'],
  ['waiting', 'Menunggu warga'],
  ['resolved', 'Menunggu “sudah”'],
];

const LoadTable: FC<{ loads: readonly Load[] }> = ({ loads }) => (
  <div class="table-wrap">
    <table class="stack tight">
      <caption>Tiket menurut perangkat daerah, saat ini</caption>
      <thead>
        <tr>
          <th scope="col">Perangkat daerah</th>
          {columns.map(([, title]) => (
            <th scope="col" class="number">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {loads.map(({ department, counts }) => (
          <tr>
            <td class="lead">
              <a href={`/antrean${queueQuery({ view: 'open', department: department.key })}`}>{department.short}</a>
              {department.name !== department.short && <span class="small quiet block">{department.name}</span>}
            </td>
            {columns.map(([view, title]) => (
              <td class={counts[view] === 0 ? 'number none' : 'number'} data-label={title}>
                {counts[view] === 0 ? (
                  <span class="quiet">0</span>
                ) : (
                  <a
                    class={view === 'late' ? 'due-late' : 'plain'}
                    href={`/antrean${queueQuery({ view, department: department.key })}`}
                  >
                    {counts[view]}
                  </a>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
