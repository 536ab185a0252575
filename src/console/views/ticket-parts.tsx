/** What the columns of the ticket page share. */
import type { FC } from 'hono/jsx';
import { Notice } from './parts.tsx';
import type { TicketView } from './ticket-view.ts';

/** On a phone: one column at a time. */
export const ViewTabs: FC<{ view: TicketView; current: 'percakapan' | 'perkara' }> = ({ view, current }) => {
  const base = `/tiket/${view.page.ticket.code}`;
  const matter = view.query ? `${view.query}&bagian=perkara` : '?bagian=perkara';
  return (
    <nav class="views" aria-label="Bagian tiket">
      <a href={`${base}${view.query}`} aria-current={current === 'percakapan' ? 'true' : undefined}>
        Percakapan
      </a>
      <a href={`${base}${matter}`} aria-current={current === 'perkara' ? 'true' : undefined}>
        Perkara
      </a>
    </nav>
  );
};

/** What the last act said, where the eye is. */
export const ActNotice: FC<{ view: TicketView }> = ({ view }) =>
  view.notice ? (
    <Notice tone={view.notice.tone} alert={view.notice.tone === 'bata' || view.notice.tone === 'kunir'}>
      {view.notice.text}
    </Notice>
  ) : null;
