/** One message of a conversation: who, what, with which files, and whether it arrived. */
import type { FC } from 'hono/jsx';
import type { ThreadFile, ThreadMessage } from '../../desk/conversations/thread.ts';
import { revealReasons } from '../../desk/privacy/reveal.ts';
import { clockTime } from '../../lib/wib.ts';
import { failureWords, fileLabels, revealLabels } from '../labels.ts';
import { Icon, type IconName } from './icon.tsx';
import { Csrf, Moment, Tag } from './parts.tsx';
import { actUrl, mapUrl, type TicketView } from './ticket-view.ts';

export type BubbleProps = {
  message: ThreadMessage;
  view: TicketView;
  isFirst: boolean;
  author: string;
  /** The last of some that did not arrive: here the cure is said, once. */
  showsCure: boolean;
};

export const Bubble: FC<BubbleProps> = ({ message, view, isFirst, author, showsCure }) => {
  const staleSince = view.draft?.staleSince;
  const isFresh = staleSince !== undefined && message.seq > staleSince && message.direction === 'in';
  const classes = ['message', message.direction, message.author, isFirst && 'first', isFresh && 'fresh'];
  return (
    <li class={classes.filter(Boolean).join(' ')} id={`pesan-${message.id}`}>
      {isFirst ? <p class="author">{author}</p> : <span class="hidden-text">{author}</span>}
      <div class="bubble">
        <Quote message={message} view={view} />
        {message.files.map((file) => (
          <FileLine file={file} />
        ))}
        {message.location && <Place message={message} />}
        <Text message={message} view={view} />
        {message.choices.length > 0 && (
          <ul class="choices" aria-label="Pilihan yang ditawarkan">
            {message.choices.map((choice) => (
              <li>{choice.label}</li>
            ))}
          </ul>
        )}
        <p class="stamp">
          {message.emergency && <Tag tone="bata">Dijawab otomatis: 112</Tag>}
          {message.editedAt !== null && <span>disunting</span>}
          <Moment at={message.at} now={view.now} words={clockTime(message.at)} />
          <Delivery message={message} />
        </p>
      </div>
      {showsCure && (
        <p class="undelivered">{failureWords[message.delivery?.failure ?? ''] ?? failureWords.unreachable}</p>
      )}
      <Original message={message} view={view} />
    </li>
  );
};

const Text: FC<{ message: ThreadMessage; view: TicketView }> = ({ message, view }) => {
  if (message.deletedAt !== null)
    return <p class="bubble-text quiet">{message.text ? `${message.text}\n` : ''}(Dihapus oleh warga)</p>;
  if (view.revealed?.messageId === message.id)
    return (
      <>
        <Tag tone="kunir" icon="eye">
          Teks asli, tampil sekali ini saja
        </Tag>
        <p class="bubble-text">{view.revealed.text}</p>
      </>
    );
  if (message.kind === 'unsupported')
    return <p class="bubble-text quiet">{message.text || 'Jenis pesan ini tidak dapat ditampilkan.'}</p>;
  if (message.author === 'bot' && message.text.length > plainCharsMax) return <Folded message={message} />;
  return message.text ? <p class="bubble-text">{message.text}</p> : null;
};

/** Longer words of the bot are folded: what people wrote is what is read here. */
const plainCharsMax = 140;

const Folded: FC<{ message: ThreadMessage }> = ({ message }) => (
  <details class="folded" id={`lipat-${message.id}`}>
    <summary>
      <span class="bubble-text clamp">{message.text}</span>
    </summary>
  </details>
);

const Quote: FC<{ message: ThreadMessage; view: TicketView }> = ({ message, view }) => {
  if (message.quote === null) return null;
  const quoted = view.page.messages.find((one) => one.id === message.quote);
  return (
    <blockquote class="quote">
      {quoted ? <p class="clamp">{quoted.text || 'Berkas'}</p> : <p>Membalas pesan di luar tiket ini</p>}
    </blockquote>
  );
};

const fileIcons: Record<ThreadFile['kind'], IconName> = {
  photo: 'photo',
  voice: 'voice',
  audio: 'voice',
  video: 'photo',
  document: 'file',
  sticker: 'photo',
};

const fileStates: Record<ThreadFile['state'], string> = {
  stored: '',
  waiting: 'Sedang diambil dari aplikasi pesan …',
  refused: 'Tidak diterima: jenis atau ukurannya tidak diizinkan',
  failed: 'Tidak dapat diambil; minta warga mengirim ulang',
};

/** Opening is an event, so nothing is loaded before somebody asks. The script shows pictures in place. */
const FileLine: FC<{ file: ThreadFile }> = ({ file }) => {
  const label = fileLabels[file.kind];
  const shown = file.kind === 'photo' || file.kind === 'sticker' ? 'img' : file.kind === 'video' ? 'video' : 'audio';
  const inPlace = file.kind === 'document' ? undefined : shown;
  const words = (
    <>
      <Icon name={fileIcons[file.kind]} />
      <span>
        {file.kind === 'document' && file.name ? file.name : label}
        <small>
          {file.state === 'stored'
            ? `${sizeWords(file.sizeBytes)} · ${inPlace ? 'ketuk untuk membuka' : 'unduh'}, pembukaan dicatat`
            : fileStates[file.state]}
        </small>
      </span>
    </>
  );
  if (file.state !== 'stored') return <div class="file">{words}</div>;
  return (
    <a class="file" href={`/berkas/${file.id}`} data-show={inPlace} data-label={label} download>
      {words}
    </a>
  );
};

const Place: FC<{ message: ThreadMessage }> = ({ message }) => {
  const { latitude, longitude } = message.location!;
  const spot = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return (
    <a class="file" href={mapUrl(latitude, longitude)} target="_blank" rel="noopener noreferrer">
      <Icon name="pin" />
      <span>
        Titik lokasi
        <small>{spot} · buka di peta</small>
      </span>
    </a>
  );
};

const Delivery: FC<{ message: ThreadMessage }> = ({ message }) => {
  switch (message.delivery?.state) {
    case 'pending':
      return (
        <>
          <Icon name="clock" />
          <span>{message.delivery.failure ? 'mencoba lagi' : 'menunggu dikirim'}</span>
        </>
      );
    case 'sent':
      return (
        <>
          <Icon name="check" />
          <span>terkirim</span>
        </>
      );
    case 'delivered':
      return (
        <>
          <Icon name="checks" />
          <span>sampai</span>
        </>
      );
    case 'read':
      return (
        <>
          <Icon name="checks" />
          <span class="read">dibaca</span>
        </>
      );
    case 'failed':
      return (
        <>
          <Icon name="alert" />
          <span class="due-late">gagal</span>
        </>
      );
    default:
      return null;
  }
};

const Original: FC<{ message: ThreadMessage; view: TicketView }> = ({ message, view }) => {
  if (!message.hasOriginal || !view.page.can.reveal || view.revealed?.messageId === message.id) return null;
  return (
    <details class="why original" id={`asli-${message.id}`}>
      <summary>Ada data pribadi yang disamarkan</summary>
      <form method="post" action={actUrl(view, 'asli')}>
        <Csrf token={view.csrf} />
        <input type="hidden" name="pesan" value={message.id} />
        <p class="small quiet">Untuk apa dibuka? Nama Anda, waktu, dan alasannya tercatat di riwayat tiket.</p>
        <div class="actions">
          {revealReasons.map((reason) => (
            <button type="submit" class="button" name="alasan" value={reason}>
              {revealLabels[reason]}
            </button>
          ))}
        </div>
      </form>
    </details>
  );
};

function sizeWords(bytes: number | null): string {
  if (bytes === null) return 'Ukuran tidak diketahui';
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1_000))} kB`;
  return `${(bytes / 1_000_000).toFixed(1).replace('.', ',')} MB`;
}
