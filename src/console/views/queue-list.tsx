/** The queue as a column: search, views, and one card a ticket with what decides which to take next. */
import type { FC } from 'hono/jsx';
import type { Reference } from '../../desk/reference/reference.ts';
import type { Staff } from '../../desk/staff/staff.ts';
import type { Queue, QueueFilter, QueueRow, QueueView } from '../../desk/tickets/queue.ts';
import type { Millis } from '../../model.ts';
import { dueOf } from '../due.ts';
import { statusLabels, type Tone } from '../labels.ts';
import { queueQuery, sortWord } from '../queue-filter.ts';
import { Icon } from './icon.tsx';
import { Moment, News, Notice, Pager, Tag } from './parts.tsx';

export type QueueProps = {
  queue: Queue;
  filter: QueueFilter;
  reader: Staff;
  reference: Reference;
  now: Millis;
  /** `DPKP`, or all. */
  title: string;
  /** Accounts that read the same confidential tickets and are new. */
  newReaders: readonly { name: string; createdAt: Millis }[];
  /** What the last act said, where it took the ticket out of sight. */
  notice?: { tone: Tone; text: string };
  /** Code of the ticket that is open beside it. */
  current?: string;
  /** The page's own heading is the queue's. */
  isMain?: boolean;
};

const viewLabels: Record<QueueView, string> = {
  open: 'Semua',
  unassigned: 'Belum diambil',
  mine: 'Milik saya',
  waiting: 'Tunggu warga',
  late: 'Terlambat',
  triage: 'Perlu dipilah',
  resolved: 'Selesai',
  done: 'Ditutup',
};

export const QueueColumn: FC<QueueProps> = (props) => (
  <section class="column queue" id="antrean" aria-label="Antrean">
    <div class="queue-head">
      <div class="queue-title">
        {props.isMain ? <h1>{props.title}</h1> : <h2>{props.title}</h2>}
        <SortLinks filter={props.filter} />
      </div>
      <SearchForm {...props} />
      <Views {...props} />
      {props.filter.search && props.queue.total > 0 && <p class="small quiet">{props.queue.total} tiket cocok</p>}
      {props.notice && <Notice tone={props.notice.tone}>{props.notice.text}</Notice>}
      {props.newReaders.map((colleague) => (
        <Notice tone="kunir">
          Akun baru di Inspektorat: <b>{colleague.name}</b>, <Moment at={colleague.createdAt} now={props.now} />. Tidak
          kenal? Beri tahu administrator.
        </Notice>
      ))}
    </div>
    <News />
    <div class="queue-list" id="daftar" data-live-list="ask">
      {props.queue.rows.map((row) => (
        <QueueItem row={row} {...props} />
      ))}
      {props.queue.rows.length === 0 && <EmptyQueue {...props} />}
      <Pager label="Halaman antrean" {...props.queue} to={(page) => `/antrean${queueQuery(props.filter, { page })}`} />
    </div>
  </section>
);

const SearchForm: FC<QueueProps> = ({ filter, reference, reader }) => (
  <search>
    <form method="get" action="/antrean">
      <div class="search">
        <Icon name="search" />
        <input
          type="search"
          name="cari"
          value={filter.search ?? ''}
          maxlength={100}
          placeholder="Cari kode atau kata"
          aria-label="Cari kode tiket atau kata di antrean"
          data-key="/"
        />
        <span class="key" aria-hidden="true">
          /
        </span>
      </div>
      {filter.sort && <input type="hidden" name="urut" value={sortWord(filter.sort)} />}
      {reader.department === null && (
        <div class="queue-department">
          <select name="opd" aria-label="Perangkat daerah" data-submit="change">
            <option value="">Semua perangkat daerah</option>
            {[...reference.departments.values()].map((department) => (
              <option value={department.key} selected={department.key === filter.department}>
                {department.short}
              </option>
            ))}
          </select>
          <button type="submit" class="button without-script">
            Tampilkan
          </button>
        </div>
      )}
    </form>
  </search>
);

const Views: FC<QueueProps> = ({ filter, queue, reader }) => (
  <nav class="chips scroll" aria-label="Saring antrean">
    {viewsFor(reader, queue).map((view) => (
      <a
        class="chip"
        href={`/antrean${queueQuery(filter, { view, search: undefined, page: undefined })}`}
        aria-current={view === filter.view && !filter.search ? 'true' : undefined}
      >
        {viewLabels[view]} <b data-view-count={view}>{queue.counts[view]}</b>
      </a>
    ))}
  </nav>
);

const SortLinks: FC<{ filter: QueueFilter }> = ({ filter }) => {
  const isRecent = filter.sort === 'recent';
  return (
    <a
      class="small sort"
      href={`/antrean${queueQuery(filter, { sort: isRecent ? 'due' : 'recent', page: undefined })}`}
    >
      {isRecent ? 'Urutkan tenggat' : 'Urutkan terbaru'}
    </a>
  );
};

const QueueItem: FC<QueueProps & { row: QueueRow }> = ({ row, filter, reader, reference, now, current }) => {
  const due = dueOf(row, now, reference.calendar);
  const about = placeWords(row, reference);
  return (
    <a
      class="queue-item"
      id={`antrean-${row.code}`}
      href={`/tiket/${row.code}${queueQuery(filter)}`}
      aria-current={row.code === current ? 'true' : undefined}
      data-due={due?.pressure}
      data-new={row.waitsForUs ? 'true' : undefined}
    >
      <span class="queue-line">
        <span>
          {row.waitsForUs && (
            <span class="dot" title="Menunggu jawaban kita">
              <span class="hidden-text">Menunggu jawaban kita</span>
            </span>
          )}
          <span class="code">{row.code}</span>
          {reader.department === null && row.department && (
            <Tag tone="teal">{reference.departments.get(row.department)?.short ?? row.department}</Tag>
          )}
          {row.urgent && <Tag tone="bata">Mendesak</Tag>}
          {row.confidential && <Tag icon="lock">Rahasia</Tag>}
        </span>
        <Moment at={row.lastInAt ?? row.openedAt} now={now} />
      </span>
      <span class="subject clamp">{row.subject}</span>
      {about && <span class="queue-line about">{about}</span>}
      <span class="queue-line">
        {due ? (
          <span class={`due-${due.pressure}`}>
            <Icon name="clock" small />
            {due.words}
          </span>
        ) : (
          <span>{statusLabels[row.status]}</span>
        )}
        <span class={row.assignee ? '' : 'holder-none'}>{holderWords(row, reader)}</span>
      </span>
    </a>
  );
};

const emptyWords: Record<QueueView, readonly [title: string, text: string]> = {
  open: ['Antrean kosong', 'Tiket baru muncul di sini sendiri begitu warga menulis. Tidak perlu memuat ulang.'],
  unassigned: ['Semua tiket sudah ada yang memegang', 'Lihat “Milik saya” untuk melanjutkan yang Anda pegang.'],
  mine: ['Belum ada tiket yang Anda pegang', 'Buka “Belum diambil”, pilih satu, lalu tekan Ambil.'],
  waiting: ['Tidak ada yang menunggu warga', 'Tiket masuk ke sini setelah Anda bertanya balik kepada warga.'],
  late: ['Tidak ada yang lewat tenggat', 'Bagus. Yang paling dekat tenggatnya ada di urutan teratas “Semua”.'],
  triage: ['Tidak ada yang perlu dipilah', 'Tiket yang belum jelas tempatnya akan muncul di sini.'],
  resolved: [
    'Tidak ada yang menunggu konfirmasi',
    'Tiket yang Anda selesaikan menunggu kata “sudah” dari warga di sini.',
  ],
  done: ['Belum ada tiket yang ditutup', 'Tiket selesai yang dikonfirmasi warga tersimpan di sini.'],
};

const EmptyQueue: FC<QueueProps> = ({ filter, queue, reader }) => {
  const [title, text] = filter.search
    ? [`Tidak ada yang cocok dengan “${filter.search}”`, 'Coba kata lain, atau cari dengan kode tiket.']
    : emptyWords[filter.view];
  const isPlain = !filter.search && filter.view === 'open';
  const toSort = isPlain && reader.department !== null ? queue.counts.triage : 0;
  return (
    <div class="empty" id="antrean-kosong">
      <h3>{title}</h3>
      <p class="small">{text}</p>
      {!isPlain && (
        <a class="button" href="/antrean">
          Lihat semua tiket
        </a>
      )}
      {toSort > 0 && (
        <a class="button primary" href={`/antrean${queueQuery({ view: 'triage' })}`}>
          {toSort} perlu dipilah
        </a>
      )}
    </div>
  );
};

/** Views that mean something for this reader; Inspektorat sorts its own doubtful ones. */
function viewsFor(reader: Staff, queue: Queue): QueueView[] {
  const isConsultant = reader.department !== null;
  const views: QueueView[] = isConsultant
    ? ['open', 'unassigned', 'mine', 'late', 'waiting', 'resolved', 'done']
    : ['open', 'unassigned', 'late', 'waiting', 'resolved', 'done'];
  if (isConsultant && queue.counts.triage > 0) views.splice(1, 0, 'triage');
  return views;
}

function placeWords(row: QueueRow, reference: Reference): string {
  const topic = row.topic === null ? undefined : reference.topics.get(row.topic)?.label;
  const rtRw = [row.rt && `RT ${row.rt}`, row.rw && `RW ${row.rw}`].filter(Boolean).join('/');
  return [topic, row.kelurahan, rtRw].filter(Boolean).slice(0, 2).join(' · ');
}

function holderWords(row: QueueRow, reader: Staff): string {
  if (!row.assignee) return row.status === 'triage' ? 'Belum dibagi' : 'Belum diambil';
  return row.assignee.id === reader.id ? 'Anda' : row.assignee.name;
}
