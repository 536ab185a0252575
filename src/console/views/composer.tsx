/** Where a consultant answers; or why not, and what to do instead. */
import type { Child, FC } from 'hono/jsx';
import { replyCharsMax } from '../../desk/tickets/acting.ts';
import { channelLabels } from '../labels.ts';
import { Icon } from './icon.tsx';
import { Csrf } from './parts.tsx';
import { ActNotice } from './ticket-parts.tsx';
import { actUrl, draftFor, isMatterDraft, lastSeq, shortName, type TicketView } from './ticket-view.ts';

export const Composer: FC<{ view: TicketView }> = ({ view }) => (
  <div class="composer" id="tulis" data-live-part>
    {!isMatterDraft(view) && <ActNotice view={view} />}
    {view.page.can.reply ? <ReplyForm view={view} /> : <WhyNot view={view} />}
  </div>
);

const ReplyForm: FC<{ view: TicketView }> = ({ view }) => {
  const { ticket, conversation, assignee, can } = view.page;
  const draft = draftFor(view, 'balas') ?? draftFor(view, 'selesaikan');
  const isStale = draft?.staleSince !== undefined;
  const sender = ticket.department ? shortName(view.reference, ticket.department) : 'Klinik';
  return (
    <form method="post" action={actUrl(view, 'balas')}>
      <Csrf token={view.csrf} />
      <input type="hidden" name="versi" value={String(ticket.version)} />
      <input type="hidden" name="terlihat" value={String(lastSeq(view))} />
      <label for="balasan" class="hidden-text">
        Balasan untuk warga
      </label>
      <textarea
        id="balasan"
        name="teks"
        rows={2}
        maxlength={replyCharsMax}
        placeholder="Tulis balasan …"
        data-key="r"
        data-draft={`balasan ${ticket.code}`}
        data-draft-done="balas selesaikan"
        autofocus={draft !== undefined}
        required
      >
        {draft?.text ?? ''}
      </textarea>
      <div class="composer-foot">
        <span>
          {`Ke ${channelLabels[conversation.channel]} atas nama ${sender}`}
          {assignee === null && ' · sekaligus Anda ambil'}
        </span>
        <button type="submit" class="button primary">
          <Icon name="send" />
          {isStale ? 'Tetap kirim' : 'Kirim'}
        </button>
        {can.resolve && (
          <button
            type="submit"
            class="button"
            formaction={actUrl(view, 'selesaikan')}
            title="Dikirim, lalu warga ditanya “sudah selesai?”. Bila dijawab belum, tiket kembali ke sini."
          >
            <Icon name="check" />
            {isStale ? 'Tetap selesaikan' : 'Kirim & selesai'}
          </button>
        )}
      </div>
    </form>
  );
};

const WhyNot: FC<{ view: TicketView }> = ({ view }) => {
  const { ticket, can, assignee, conversation } = view.page;
  if (can.takeOver && assignee)
    return (
      <Way text={`Sedang dipegang ${assignee.name}. Ambil alih hanya bila sudah saling tahu.`}>
        <ActButton view={view} act="ambil" label="Ambil alih">
          <input type="hidden" name="dari" value={assignee.id} />
        </ActButton>
      </Way>
    );
  if (can.reopen)
    return (
      <Way text="Tiket ini sudah diselesaikan dan menunggu kata “sudah” dari warga.">
        <ActButton view={view} act="buka-lagi" label="Buka lagi untuk membalas" />
      </Way>
    );
  if (conversation.isBlocked) return <Way text="Warga memblokir akun Klinik, jadi balasan tidak akan sampai." />;
  if (ticket.status === 'triage')
    return <Way text="Tentukan dahulu perangkat daerah yang menjawab, di bagian Perkara." />;
  if (ticket.status === 'closed')
    return <Way text="Tiket ini sudah ditutup. Bila warga menulis lagi, tiket baru dibuat." />;
  if (ticket.status === 'withdrawn') return <Way text="Warga menarik tiket ini, jadi tidak perlu dibalas." />;
  return <Way text="Anda membaca saja; yang membalas warga adalah perangkat daerah yang memegang tiket." />;
};

const Way: FC<{ text: string; children?: Child }> = ({ text, children }) => (
  <div class="way">
    <p class="small quiet">{text}</p>
    {children}
  </div>
);

/** One act that needs no words. */
const ActButton: FC<{ view: TicketView; act: string; label: string; children?: Child }> = ({
  view,
  act,
  label,
  children,
}) => (
  <form method="post" action={actUrl(view, act)}>
    <Csrf token={view.csrf} />
    {children}
    <button type="submit" class="button">
      {label}
    </button>
  </form>
);
