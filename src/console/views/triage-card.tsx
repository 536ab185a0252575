/** One unclear matter: what was said, what the router thinks, and a button for each department it thought of. */
import type { FC } from 'hono/jsx';
import type { Reference } from '../../desk/reference/reference.ts';
import type { TicketPage } from '../../desk/tickets/ticket-page.ts';
import type { Millis } from '../../model.ts';
import { askerLabels, intentLabels } from '../labels.ts';
import { type Candidate, candidatesOf, DecidingWords, percent } from './evidence.tsx';
import { Csrf, Moment, Tag } from './parts.tsx';
import { shortName } from './ticket-view.ts';

type CardProps = { page: TicketPage; reference: Reference; csrf: string; now: Millis };

/** The newest of what the citizen wrote; the whole stands on the ticket's page. */
const messagesMax = 4;

export const TriageCard: FC<CardProps> = ({ page, reference, csrf, now }) => {
  const { ticket } = page;
  const said = page.messages.filter((message) => message.direction === 'in').slice(-messagesMax);
  const candidates = candidatesOf(ticket.evidence, null).filter((one) => reference.departments.has(one.department));
  return (
    <article class="triage-card" id={`triase-${ticket.code}`} aria-labelledby={`judul-${ticket.code}`}>
      <header class="talk-line">
        <h2 class="code" id={`judul-${ticket.code}`}>
          <a href={`/tiket/${ticket.code}`}>{ticket.code}</a>
        </h2>
        <Tag>{intentLabels[ticket.intent]}</Tag>
        {ticket.urgent && <Tag tone="bata">Mendesak</Tag>}
        <span>
          {page.contact.name ?? 'Warga'}
          {ticket.role !== 'unknown' && `, ${askerLabels[ticket.role]}`}
          {ticket.place.kelurahan && ` · ${ticket.place.kelurahan}`}
        </span>
        <Moment at={ticket.openedAt} now={now} />
      </header>
      <blockquote>{said.map((message) => message.text || '(berkas)').join('\n') || ticket.subject}</blockquote>
      <DecidingWords words={ticket.evidence.words} />
      {candidates.length > 0 && (
        <form method="post" action={`/tiket/${ticket.code}/tetapkan`} class="triage-act actions">
          <Csrf token={csrf} />
          <input type="hidden" name="lanjut" value="triase" />
          {candidates.map((candidate, index) => (
            <button
              type="submit"
              name="ke"
              value={choiceOf(candidate)}
              class={index === 0 ? 'button primary' : 'button'}
              title={reference.departments.get(candidate.department)?.answers}
            >
              {shortName(reference, candidate.department)}
              <small>{percent(candidate.confidence)}</small>
            </button>
          ))}
        </form>
      )}
      <details class="why" id={`lain-${ticket.code}`} open={candidates.length === 0}>
        <summary>{candidates.length === 0 ? 'Pilih perangkat daerah' : 'Perangkat daerah lain'}</summary>
        <form method="post" action={`/tiket/${ticket.code}/tetapkan`} class="actions">
          <Csrf token={csrf} />
          <input type="hidden" name="lanjut" value="triase" />
          {[...reference.departments.values()]
            .filter((department) => candidates.every((one) => one.department !== department.key))
            .map((department) => (
              <button type="submit" name="ke" value={department.key} class="button" title={department.answers}>
                {department.short}
              </button>
            ))}
        </form>
      </details>
    </article>
  );
};

function choiceOf({ department, topic }: Candidate): string {
  return topic === null ? department : `${department}:${topic}`;
}
