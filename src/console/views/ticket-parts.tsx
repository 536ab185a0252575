/** What the columns of the ticket page share. */
import type { FC } from 'hono/jsx';
import { Notice } from './parts.tsx';
import { matterUrl, type TicketView, ticketUrl } from './ticket-view.ts';

/** On a phone: one column at a time. */
export const ViewTabs: FC<{ view: TicketView; current: 'percakapan' | 'perkara' }> = ({ view, current }) => (
  <nav class="views" aria-label="Bagian tiket">
    <a href={ticketUrl(view)} aria-current={current === 'percakapan' ? 'true' : undefined}>
      Percakapan
    </a>
    <a href={matterUrl(view)} aria-current={current === 'perkara' ? 'true' : undefined}>
      Perkara
    </a>
  </nav>
);

/** What the last act said, where the eye is; where it went well, with the way on. */
export const ActNotice: FC<{ view: TicketView }> = ({ view }) =>
  view.notice ? (
    <Notice tone={view.notice.tone} alert={view.notice.tone === 'bata' || view.notice.tone === 'kunir'}>
      {view.notice.text}
      {view.next && (
        <a class="next" href={`/tiket/${view.next.code}${view.query}`}>
          Berikutnya: {view.next.subject}
        </a>
      )}
    </Notice>
  ) : null;
