/** The acts on a ticket beside answering: hand over, settle in triage, note, let go. */
import type { Child, FC } from 'hono/jsx';
import { Icon, type IconName } from './icon.tsx';
import { Csrf } from './parts.tsx';
import { ActNotice } from './ticket-parts.tsx';
import { actUrl, type Draft, draftFor, fullName, type TicketView } from './ticket-view.ts';

export const ActForms: FC<{ view: TicketView }> = ({ view }) => (
  <>
    {view.page.can.assign && <AssignForm view={view} />}
    {view.page.can.transfer && <TransferForm view={view} />}
    {view.page.can.note && <NoteForm view={view} />}
    {view.page.can.release && <ReleaseForm view={view} />}
  </>
);

type FoldProps = { view: TicketView; act: Draft['act']; icon: IconName; title: string; children?: Child };

/** A form that is folded until it is needed; open with its words and the reason where it could not be carried out. */
const FormFold: FC<FoldProps> = ({ view, act, icon, title, children }) => {
  const isOpen = draftFor(view, act) !== undefined;
  return (
    <details class="fold" id={`lipat-${act}`} open={isOpen}>
      <summary>
        <Icon name={icon} />
        {title}
      </summary>
      <form method="post" action={actUrl(view, act)}>
        {isOpen && <ActNotice view={view} />}
        <Csrf token={view.csrf} />
        {children}
      </form>
    </details>
  );
};

const TransferForm: FC<{ view: TicketView }> = ({ view }) => {
  const draft = draftFor(view, 'alihkan');
  const { ticket } = view.page;
  return (
    <FormFold view={view} act="alihkan" icon="forward" title="Alihkan">
      <DepartmentSelect view={view} chosen={draft?.to} without={ticket.department} />
      {ticket.confidential ? (
        <Secrecy value="tidak" text="Perkara ini tidak rahasia, boleh dibaca perangkat daerah tujuan" />
      ) : (
        <Secrecy value="ya" text="Menyangkut dugaan penyimpangan: serahkan rahasia kepada Inspektorat" />
      )}
      <div class="field">
        <label for="alasan-alih">Alasan</label>
        <textarea id="alasan-alih" name="alasan" rows={3} maxlength={1000} required>
          {draft?.text ?? ''}
        </textarea>
        <span class="hint">Dibaca rekan di sana, tidak dikirim ke warga. Warga diberi tahu siapa yang menangani.</span>
      </div>
      <button type="submit" class="button primary wide">
        Alihkan
      </button>
    </FormFold>
  );
};

const AssignForm: FC<{ view: TicketView }> = ({ view }) => {
  const { ticket } = view.page;
  const isSecret = ticket.confidential;
  return (
    <details class="fold" id="lipat-tetapkan" open>
      <summary>
        <Icon name="split" />
        Tentukan yang menjawab
      </summary>
      <form method="post" action={actUrl(view, 'tetapkan')}>
        <Csrf token={view.csrf} />
        <DepartmentSelect view={view} chosen={isSecret ? (ticket.department ?? undefined) : undefined} without={null} />
        {isSecret && <Secrecy value="tidak" text="Bukan dugaan penyimpangan, tidak perlu dirahasiakan" />}
        <button type="submit" class="button primary wide">
          Tetapkan
        </button>
      </form>
    </details>
  );
};

const Secrecy: FC<{ value: 'ya' | 'tidak'; text: string }> = ({ value, text }) => (
  <label class="choice field">
    <input type="checkbox" name="rahasia" value={value} />
    <span class="small">{text}</span>
  </label>
);

const DepartmentSelect: FC<{ view: TicketView; chosen?: string; without: string | null }> = ({
  view,
  chosen,
  without,
}) => (
  <label class="field">
    <span>Perangkat daerah</span>
    <select name="ke" required>
      <option value="">Pilih …</option>
      {[...view.reference.departments.values()]
        .filter((department) => department.key !== without)
        .map((department) => (
          <option value={department.key} selected={department.key === chosen}>
            {fullName(department)}
          </option>
        ))}
    </select>
  </label>
);

const NoteForm: FC<{ view: TicketView }> = ({ view }) => (
  <FormFold view={view} act="catatan" icon="note" title="Tulis catatan">
    <div class="field">
      <label for="catatan">Catatan untuk rekan</label>
      <textarea
        id="catatan"
        name="teks"
        rows={3}
        maxlength={2000}
        data-draft={`catatan ${view.page.ticket.code}`}
        data-draft-done="catatan"
        required
      >
        {draftFor(view, 'catatan')?.text ?? ''}
      </textarea>
      <span class="hint">Hanya terlihat oleh petugas, tidak pernah oleh warga.</span>
    </div>
    <button type="submit" class="button wide">
      Simpan catatan
    </button>
  </FormFold>
);

/** Looks like its neighbours, but acts at once. */
const ReleaseForm: FC<{ view: TicketView }> = ({ view }) => (
  <form method="post" action={actUrl(view, 'lepas')} class="fold" id="lipat-lepas">
    <Csrf token={view.csrf} />
    <button type="submit" class="fold-act">
      <Icon name="back" />
      Lepas ke antrean
    </button>
  </form>
);
