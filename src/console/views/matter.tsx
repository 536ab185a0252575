/**
 * The matter beside the conversation: what is due, what it is about, what can be done, why it is here, what happened.
 */
import type { FC } from 'hono/jsx';
import type { Ticket } from '../../desk/tickets/ticket.ts';
import { dueOf, duePassed } from '../due.ts';
import { askerLabels, intentLabels, statusLabels } from '../labels.ts';
import { exactWords } from '../time-words.ts';
import { EvidenceFold } from './evidence.tsx';
import { Gauge } from './gauge.tsx';
import { Icon } from './icon.tsx';
import { Moment } from './parts.tsx';
import { ActForms } from './ticket-forms.tsx';
import { ViewTabs } from './ticket-parts.tsx';
import { mapUrl, shortName, type TicketView } from './ticket-view.ts';
import { NotesFold, TimelineFold } from './timeline.tsx';

export const MatterColumn: FC<{ view: TicketView }> = ({ view }) => (
  <aside class="column scroll matter" aria-label="Perkara" data-live-list="replace" id="perkara">
    <header class="matter-head" id="perkara-kepala">
      <div class="talk-top">
        <a class="back" href={`/antrean${view.query}`} aria-label="Kembali ke antrean">
          <Icon name="back" />
        </a>
        <p class="talk-title">
          <b class="code">{view.page.ticket.code}</b>
        </p>
      </div>
      <ViewTabs view={view} current="perkara" />
    </header>
    <DuePanel view={view} />
    <FactsPanel view={view} />
    <ActForms view={view} />
    <NotesFold view={view} />
    <EvidenceFold view={view} />
    <OthersFold view={view} />
    <TimelineFold view={view} />
  </aside>
);

const DuePanel: FC<{ view: TicketView }> = ({ view }) => {
  const { ticket, deadline } = view.page;
  const due = dueOf(ticket, view.now, view.reference.calendar);
  const title = view.deadlineWord === 'batas' ? 'Batas waktu' : 'Target waktu';
  return (
    <section class="panel" id="panel-tenggat">
      <h2>{title}</h2>
      {due && ticket.dueAt !== null ? (
        <>
          <p class={`target due-${due.pressure}`}>
            {capital(due.words)}
            <small>
              <Moment at={ticket.dueAt} now={view.now} words={exactWords(ticket.dueAt)} />
            </small>
          </p>
          <Gauge
            share={duePassed({ openedAt: ticket.openedAt, dueAt: ticket.dueAt }, view.now, view.reference.calendar)}
            tone={due.pressure === 'calm' ? '' : due.pressure}
          />
        </>
      ) : (
        <p class="target">
          {ticket.resolvedAt !== null ? 'Sudah diselesaikan' : 'Tidak ada tenggat'}
          {ticket.resolvedAt !== null && (
            <small>
              <Moment at={ticket.resolvedAt} now={view.now} words={exactWords(ticket.resolvedAt)} />
            </small>
          )}
        </p>
      )}
      {deadline.steps.length > 0 && (
        <details class="why">
          <summary>Bagaimana dihitung?</summary>
          <p class="small quiet">{deadline.classLabel}</p>
          <ol class="steps">
            {deadline.steps.map((step) => (
              <li>{step}</li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
};

const FactsPanel: FC<{ view: TicketView }> = ({ view }) => {
  const { ticket, contact } = view.page;
  const topic = ticket.topic === null ? null : (view.reference.topics.get(ticket.topic)?.label ?? null);
  return (
    <section class="panel" id="panel-perkara">
      <h2>Perkara</h2>
      <dl class="facts">
        <dt>Jenis</dt>
        <dd>{intentLabels[ticket.intent]}</dd>
        <dt>Pokok</dt>
        <dd>{topic ?? <span class="quiet">Belum ditentukan</span>}</dd>
        <dt>Pengirim</dt>
        <dd>
          {contact.name ?? 'Tanpa nama'}
          {ticket.role !== 'unknown' && <span class="quiet small block">{askerLabels[ticket.role]}</span>}
        </dd>
        <dt>Tempat</dt>
        <dd>
          <Place place={ticket.place} />
        </dd>
        <dt>Masuk</dt>
        <dd>
          <Moment at={ticket.openedAt} now={view.now} />
        </dd>
        {ticket.disputes > 0 && (
          <>
            <dt>Dikembalikan</dt>
            <dd class="due-near">{ticket.disputes} kali warga menjawab “belum”</dd>
          </>
        )}
        {ticket.sample && (
          <>
            <dt>Catatan</dt>
            <dd>Data contoh</dd>
          </>
        )}
      </dl>
    </section>
  );
};

const Place: FC<{ place: Ticket['place'] }> = ({ place }) => {
  const { kelurahan, rt, rw, words, latitude, longitude } = place;
  const rtRw = [rt && `RT ${rt}`, rw && `RW ${rw}`].filter(Boolean).join(' / ');
  const map = latitude === null || longitude === null ? null : mapUrl(latitude, longitude);
  if (!kelurahan && !rtRw && !words && !map) return <span class="quiet">Tidak disebut</span>;
  return (
    <>
      {[kelurahan && `Kel. ${kelurahan}`, rtRw].filter(Boolean).join(', ')}
      {words && <span class="quiet small block">“{words}”</span>}
      {map && (
        <a class="small block" href={map} target="_blank" rel="noopener noreferrer">
          Titik di peta
        </a>
      )}
    </>
  );
};

const OthersFold: FC<{ view: TicketView }> = ({ view }) => {
  const { others } = view.page;
  if (others.length === 0) return null;
  return (
    <details class="fold" id="lipat-lain">
      <summary>
        <Icon name="list" />
        Tiket lain dari pengirim ini
        <span class="badge">{others.length}</span>
      </summary>
      <div>
        <ul class="others">
          {others.map((other) => (
            <li>
              <a href={`/tiket/${other.code}`}>{other.subject}</a>
              <span class="small quiet block">
                {[
                  other.code,
                  other.department && shortName(view.reference, other.department),
                  statusLabels[other.status],
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
