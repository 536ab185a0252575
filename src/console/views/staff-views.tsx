/** The accounts as a table, the form for a new one, and a password that is shown once. */
import type { FC } from 'hono/jsx';
import type { Reference } from '../../desk/reference/reference.ts';
import type { Staff } from '../../desk/staff/staff.ts';
import type { StaffListed } from '../../desk/staff/staff-store.ts';
import type { DepartmentKey, Millis, StaffRole } from '../../model.ts';
import { roleHints, roleLabels } from '../labels.ts';
import { Icon } from './icon.tsx';
import { Csrf, Moment, Tag } from './parts.tsx';
import { fullName, shortName } from './ticket-view.ts';

export type StaffDraft = { name: string; username: string; role?: StaffRole; department: DepartmentKey | null };

type TableProps = {
  accounts: readonly StaffListed[];
  reader: Staff;
  csrf: string;
  reference: Reference;
  now: Millis;
};

export const StaffTable: FC<TableProps> = (props) => (
  <div class="table-wrap">
    <table class="stack tight">
      <caption>{props.accounts.length} akun</caption>
      <thead>
        <tr>
          <th scope="col">Nama</th>
          <th scope="col">Peran</th>
          <th scope="col">Terakhir terlihat</th>
          <th scope="col">
            <span class="hidden-text">Tindakan</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.accounts.map((account) => (
          <StaffRow account={account} {...props} />
        ))}
      </tbody>
    </table>
  </div>
);

const StaffRow: FC<TableProps & { account: StaffListed }> = ({ account, reader, csrf, reference, now }) => (
  <tr>
    <td class="lead">
      {account.name}
      <span class="small quiet block">{account.username}</span>
    </td>
    <td>
      <span class="tags">
        {roleLabels[account.role]}
        {account.department && <Tag tone="teal">{shortName(reference, account.department)}</Tag>}
        {account.disabledAt !== null && <Tag tone="bata">Nonaktif</Tag>}
        {account.mustChangePassword && account.disabledAt === null && <Tag tone="kunir">Belum ganti sandi</Tag>}
      </span>
    </td>
    <td class={account.lastSeenAt === null ? 'none' : undefined} data-label="Terlihat">
      {account.lastSeenAt === null ? (
        <span class="quiet">tidak sedang masuk</span>
      ) : (
        <Moment at={account.lastSeenAt} now={now} />
      )}
    </td>
    <td class="row-acts">
      {account.disabledAt === null ? (
        <details class="row-menu">
          <summary class="button" aria-label={`Ubah akun ${account.name}`}>
            Ubah
          </summary>
          <div class="actions">
            <RowAct csrf={csrf} action={`/petugas/${account.id}/sandi`} label="Buat sandi baru" />
            {account.id !== reader.id && (
              <RowAct csrf={csrf} action={`/petugas/${account.id}/nonaktif`} label="Nonaktifkan" isDanger />
            )}
          </div>
        </details>
      ) : (
        <RowAct csrf={csrf} action={`/petugas/${account.id}/aktif`} label="Aktifkan lagi" />
      )}
    </td>
  </tr>
);

const RowAct: FC<{ csrf: string; action: string; label: string; isDanger?: boolean }> = (props) => (
  <form method="post" action={props.action}>
    <Csrf token={props.csrf} />
    <button type="submit" class={props.isDanger ? 'button danger' : 'button'}>
      {props.label}
    </button>
  </form>
);

export const NewStaffForm: FC<{ csrf: string; reference: Reference; draft?: StaffDraft }> = ({
  csrf,
  reference,
  draft,
}) => (
  <form method="post" action="/petugas" class="card new-staff" id="akun-baru">
    <h2>Akun baru</h2>
    <Csrf token={csrf} />
    <label class="field">
      <span>Nama lengkap</span>
      <input name="nama" value={draft?.name ?? ''} maxlength={80} autocomplete="off" required />
      <span class="hint">Terlihat oleh rekan, tidak oleh warga.</span>
    </label>
    <label class="field">
      <span>Nama pengguna</span>
      <input
        name="pengguna"
        value={draft?.username ?? ''}
        maxlength={40}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        required
      />
    </label>
    <fieldset class="field">
      <legend>Peran</legend>
      {(Object.keys(roleLabels) as StaffRole[]).map((role) => (
        <label class="choice">
          <input type="radio" name="peran" value={role} checked={role === (draft?.role ?? 'consultant')} />
          <span>
            {roleLabels[role]}
            <span class="hint block">{roleHints[role]}</span>
          </span>
        </label>
      ))}
    </fieldset>
    <label class="field">
      <span>Perangkat daerah</span>
      <select name="opd">
        <option value="">Tidak ada</option>
        {[...reference.departments.values()].map((one) => (
          <option value={one.key} selected={one.key === draft?.department}>
            {fullName(one)}
          </option>
        ))}
      </select>
      <span class="hint">Hanya untuk konsultan.</span>
    </label>
    <button type="submit" class="button primary wide">
      <Icon name="plus" />
      Buat akun
    </button>
  </form>
);

export const PasswordOnce: FC<{ name: string; staff: Staff; password: string }> = ({ name, staff, password }) => (
  <section class="card once" role="status">
    <h2>Kata sandi untuk {name}</h2>
    <p>
      Catat sekarang: hanya tampil sekali. Serahkan langsung kepada yang bersangkutan. Nama penggunanya{' '}
      <b>{staff.username}</b>; saat pertama masuk ia diminta membuat sandi sendiri.
    </p>
    <code class="secret">{password}</code>
  </section>
);
