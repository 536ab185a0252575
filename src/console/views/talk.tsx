/** The conversation column: head, bubbles by day, and the place to answer. */
import type { FC } from 'hono/jsx';
import type { ThreadMessage } from '../../desk/conversations/thread.ts';
import { minuteMs } from '../../lib/wib.ts';
import { dueOf } from '../due.ts';
import { channelLabels, statusLabels, statusTones } from '../labels.ts';
import { dayHeading } from '../time-words.ts';
import { Bubble } from './bubble.tsx';
import { Composer } from './composer.tsx';
import { Icon } from './icon.tsx';
import { Csrf, Tag } from './parts.tsx';
import { ViewTabs } from './ticket-parts.tsx';
import { actUrl, shortName, type TicketView } from './ticket-view.ts';

export const TalkColumn: FC<{ view: TicketView }> = ({ view }) => (
  <section class="column talk" aria-label="Percakapan">
    <TalkHead view={view} />
    <section class="thread" id="percakapan" tabindex={0} aria-label="Pesan-pesan">
      <button type="button" class="button live-pill" data-bottom hidden>
        Pesan baru
      </button>
      <ol class="thread-inner" id="pesan-pesan" data-live-list="append">
        <Thread view={view} />
      </ol>
    </section>
    <Composer view={view} />
  </section>
);

const TalkHead: FC<{ view: TicketView }> = ({ view }) => {
  const { ticket, assignee, conversation, contact, can } = view.page;
  const due = dueOf(ticket, view.now, view.reference.calendar);
  const holder = assignee?.id === view.reader.id ? 'Anda' : assignee?.name;
  return (
    <header class="talk-head">
      <div class="talk-top">
        <a class="back" href={`/antrean${view.query}`} aria-label="Kembali ke antrean">
          <Icon name="back" />
        </a>
        <h1 class="talk-title clamp">{ticket.subject}</h1>
        <div id="tindakan-utama" data-live-part>
          {can.claim && (
            <form method="post" action={actUrl(view, 'ambil')}>
              <Csrf token={view.csrf} />
              <button type="submit" class="button primary">
                <Icon name="hand" />
                Ambil
              </button>
            </form>
          )}
        </div>
      </div>
      <p class="talk-line" id="keadaan" data-live-part>
        <span class="code">{ticket.code}</span>
        <Tag tone={statusTones[ticket.status]}>{statusLabels[ticket.status]}</Tag>
        {ticket.urgent && <Tag tone="bata">Mendesak</Tag>}
        {ticket.confidential && <Tag icon="lock">Rahasia</Tag>}
        <span class="talk-who">
          {due && <span class={`narrow-only due-${due.pressure}`}>{`${due.words} · `}</span>}
          {`${contact.name ?? 'Warga'} · ${channelLabels[conversation.channel]} · `}
          {holder ? `dipegang ${holder}` : 'belum diambil'}
        </span>
      </p>
      <ViewTabs view={view} current="percakapan" />
    </header>
  );
};

/** Bubbles of the same author within this time stand together under one name. */
const togetherMs = 5 * minuteMs;

const Thread: FC<{ view: TicketView }> = ({ view }) => {
  const { messages } = view.page;
  return (
    <>
      {messages.length === 0 && (
        <li class="empty" id="tanpa-pesan">
          <p>Belum ada pesan yang boleh ditampilkan di tiket ini.</p>
        </li>
      )}
      {messages.map((message, index) => {
        const previous = messages[index - 1];
        const heading = dayHeading(message.at, view.now);
        const isNewDay = previous === undefined || dayHeading(previous.at, view.now) !== heading;
        const isFirst = isNewDay || !isTogether(previous, message);
        return (
          <>
            {isNewDay && (
              <li class="day" id={`hari-${message.id}`}>
                <span>{heading}</span>
              </li>
            )}
            <Bubble
              message={message}
              view={view}
              isFirst={isFirst}
              author={authorOf(message, view)}
              showsCure={hasFailed(message) && !hasFailed(messages[index + 1])}
            />
          </>
        );
      })}
    </>
  );
};

function isTogether(previous: ThreadMessage | undefined, message: ThreadMessage): boolean {
  return (
    previous !== undefined &&
    previous.author === message.author &&
    previous.staffId === message.staffId &&
    message.at - previous.at < togetherMs
  );
}

function hasFailed(message: ThreadMessage | undefined): boolean {
  return message?.delivery?.state === 'failed';
}

function authorOf(message: ThreadMessage, view: TicketView): string {
  if (message.author === 'citizen') return view.page.contact.name ?? 'Warga';
  if (message.author === 'bot') return 'Klinik (otomatis)';
  const name = message.staffId === view.reader.id ? 'Anda' : (message.staffName ?? 'Petugas');
  return message.department ? `${name} · ${shortName(view.reference, message.department)}` : name;
}
