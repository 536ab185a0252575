/** What happened to a ticket, and what colleagues wrote about it. */
import type { FC } from 'hono/jsx';
import type { EventKind, TicketEvent } from '../../desk/tickets/event-log.ts';
import type { TicketNote } from '../../desk/tickets/ticket-page.ts';
import { channelLabels } from '../labels.ts';
import { Icon } from './icon.tsx';
import { Moment } from './parts.tsx';
import { shortName, type TicketView } from './ticket-view.ts';

/** More than this is folded away. */
const shownFirst = 6;

export const TimelineFold: FC<{ view: TicketView }> = ({ view }) => {
  const acts = together(view.page.events).reverse();
  const rest = acts.slice(shownFirst);
  return (
    <details class="fold" id="lipat-riwayat" open>
      <summary>
        <Icon name="clock" />
        Riwayat
      </summary>
      <div>
        <Acts acts={acts.slice(0, shownFirst)} view={view} />
        {rest.length > 0 && (
          <details class="why">
            <summary>{rest.length} kejadian sebelumnya</summary>
            <Acts acts={rest} view={view} />
          </details>
        )}
      </div>
    </details>
  );
};

export const NotesFold: FC<{ view: TicketView }> = ({ view }) => {
  const notes = [...view.page.notes].reverse();
  if (notes.length === 0) return null;
  return (
    <details class="fold" id="lipat-catatan-isi" open>
      <summary>
        <Icon name="note" />
        Catatan rekan
        <span class="badge">{notes.length}</span>
      </summary>
      <div>
        {notes.map((note) => (
          <div class="note">
            <p>{note.text}</p>
            <span class="small quiet">
              {noteLabels[note.kind]} · {note.staffName} · <Moment at={note.at} now={view.now} />
            </span>
          </div>
        ))}
      </div>
    </details>
  );
};

const noteLabels: Record<TicketNote['kind'], string> = {
  internal: 'Catatan',
  transfer: 'Alasan dialihkan',
  resolution: 'Ringkasan penyelesaian',
};

type Act = TicketEvent & { times: number };

const Acts: FC<{ acts: readonly Act[]; view: TicketView }> = ({ acts, view }) => (
  <ol class="timeline">
    {acts.map((act) => (
      <li>
        {actWords(act, view)}
        <br />
        <Moment at={act.at} now={view.now} />
      </li>
    ))}
  </ol>
);

/** Repeated small acts in a row are told once. */
function together(events: readonly TicketEvent[]): Act[] {
  const acts: Act[] = [];
  for (const event of events) {
    const last = acts.at(-1);
    const isRepeat = last?.kind === event.kind && last.staffId === event.staffId && repeatable.has(event.kind);
    if (isRepeat) Object.assign(last, event, { times: last.times + 1 });
    else acts.push({ ...event, times: 1 });
  }
  return acts;
}

const repeatable: ReadonlySet<EventKind> = new Set(['message-joined', 'file-opened', 'replied', 'place-set']);

const words: Record<EventKind, (act: Act, view: TicketView) => string> = {
  opened: (_, view) => `Masuk lewat ${channelLabels[view.page.conversation.channel]}`,
  claimed: (act, view) => `Diambil ${who(act, view)}`,
  released: (act, view) => `Dilepas ${who(act, view)}`,
  replied: (act, view) => `Dibalas ${who(act, view)}${times(act)}`,
  transferred: (act, view) => `Dialihkan ${route(act, view)}oleh ${who(act, view)}`,
  assigned: (act, view) => `Dibagikan ${route(act, view)}oleh ${who(act, view)}`,
  resolved: (act, view) => `Diselesaikan ${who(act, view)}`,
  reopened: (act, view) => `Dibuka lagi oleh ${who(act, view)}`,
  disputed: () => 'Warga menjawab “belum selesai”',
  confirmed: () => 'Warga membenarkan: sudah selesai',
  closed: () => 'Ditutup, karena tidak ada jawaban “belum”',
  withdrawn: () => 'Ditarik oleh warga',
  'place-set': () => 'Tempat ditambahkan warga',
  'role-set': () => 'Warga menyebut sebagai siapa ia bertanya',
  'message-joined': (act) => (act.times > 1 ? `${act.times} pesan tambahan dari warga` : 'Pesan tambahan dari warga'),
  'person-asked': () => 'Warga minta dijawab oleh petugas',
  noted: (act, view) => `Catatan ditulis ${who(act, view)}`,
  'excerpt-set': (act, view) => `Kutipan ditulis ${who(act, view)}`,
  'original-revealed': (act, view) => `Teks asli dibuka ${who(act, view)}`,
  'file-opened': (act, view) => `Berkas dibuka ${who(act, view)}${times(act)}`,
};

function actWords(act: Act, view: TicketView): string {
  return words[act.kind]?.(act, view) ?? 'Perubahan lain';
}

function who(act: Act, view: TicketView): string {
  if (act.actor === 'staff') return act.staffId === view.reader.id ? 'Anda' : (act.staffName ?? 'petugas');
  return act.actor === 'citizen' ? 'warga' : 'sistem';
}

function times(act: Act): string {
  return act.times > 1 ? ` (${act.times} kali)` : '';
}

/** `dari DPUPR ke DPKP `, as far as the event tells. */
function route(act: Act, view: TicketView): string {
  const { from, to } = act.facts;
  const name = (key: unknown) => (typeof key === 'string' ? shortName(view.reference, key) : null);
  return [name(from) && `dari ${name(from)} `, name(to) && `ke ${name(to)} `].filter(Boolean).join('');
}
