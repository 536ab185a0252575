/** What stands before the desk: the sign-in form and the form for a new password. */
import type { Child, FC } from 'hono/jsx';
import type { Login } from '../../desk/staff/login-store.ts';
import { passwordCharsMin } from '../../desk/staff/passwords.ts';
import { Brand } from './layout.tsx';
import { Csrf, Notice } from './parts.tsx';

const Gate: FC<{ children?: Child }> = ({ children }) => (
  <div class="gate">
    <section class="gate-side">
      <Brand />
      <div>
        <h1>Satu pertanyaan, satu meja yang menjawab.</h1>
        <p>
          Warga, Pokmas, kelurahan, dan LKK menulis kapan saja. Di sini sebelas perangkat daerah Kota Kediri
          menjawabnya, tepat waktu dan dengan satu suara.
        </p>
      </div>
      <p class="gate-foot small">
        Bukan layanan darurat. Bila ada bahaya, telepon <b>112</b>.
      </p>
    </section>
    <main class="gate-main" id="isi">
      {children}
    </main>
  </div>
);

type SignInProps = {
  csrf: string;
  back: string;
  username?: string;
  fault?: string;
  hasLeft?: boolean;
  /** Says that everything inside is made up. */
  sample?: boolean;
};

export const SignInForm: FC<SignInProps> = ({ csrf, back, username = '', fault, hasLeft, sample }) => (
  <Gate>
    <form class="gate-form" method="post" action="/masuk">
      <Csrf token={csrf} />
      <input type="hidden" name="ke" value={back} />
      <h2>Masuk</h2>
      <p class="quiet gate-lead">Untuk petugas yang menjawab warga.</p>
      {sample && (
        <Notice tone="kunir">
          Data contoh: semua orang, laporan, dan jawaban di sini rekaan. Nama pengguna dan sandinya tercetak di
          terminal.
        </Notice>
      )}
      {fault && (
        <Notice tone="bata" alert>
          {fault}
        </Notice>
      )}
      {hasLeft && !fault && <Notice tone="daun">Anda sudah keluar. Sampai jumpa.</Notice>}
      <div class="field">
        <label for="nama">Nama pengguna</label>
        <input
          id="nama"
          name="nama"
          value={username}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          maxlength={80}
          autofocus={username === ''}
          required
        />
      </div>
      <div class="field">
        <label for="sandi">Kata sandi</label>
        <input
          id="sandi"
          name="sandi"
          type="password"
          autocomplete="current-password"
          maxlength={400}
          autofocus={username !== ''}
          required
        />
      </div>
      <button type="submit" class="button primary wide">
        Masuk
      </button>
      <p class="small quiet gate-note">Lupa kata sandi? Minta administrator membuatkan yang baru.</p>
    </form>
  </Gate>
);

type PasswordProps = { login: Login; fault?: string; at?: 'lama' | 'baru' };

export const PasswordForm: FC<PasswordProps> = ({ login, fault, at = 'lama' }) => (
  <Gate>
    <form class="gate-form" method="post" action="/sandi">
      <Csrf token={login.csrf} />
      <input type="hidden" name="username" value={login.staff.username} autocomplete="username" />
      <h2>{login.staff.mustChangePassword ? 'Buat kata sandi Anda sendiri' : 'Ganti kata sandi'}</h2>
      <p class="quiet gate-lead">
        {login.staff.mustChangePassword
          ? `Selamat datang, ${login.staff.name}. Kata sandi dari administrator hanya untuk sekali masuk.`
          : 'Sesi di perangkat lain akan ditutup.'}
      </p>
      {fault && (
        <Notice tone="bata" alert>
          {fault}
        </Notice>
      )}
      <PasswordField name="lama" label="Kata sandi sekarang" autocomplete="current-password" focus={at === 'lama'} />
      <PasswordField
        name="baru"
        label="Kata sandi baru"
        hint={`Sedikitnya ${passwordCharsMin} huruf. Beberapa kata acak lebih kuat dan lebih mudah diingat.`}
        autocomplete="new-password"
        focus={at === 'baru'}
      />
      <PasswordField name="ulang" label="Ulangi kata sandi baru" autocomplete="new-password" />
      <button type="submit" class="button primary wide">
        Simpan kata sandi
      </button>
      {!login.staff.mustChangePassword && (
        <a class="button plain wide gate-note" href="/">
          Batal
        </a>
      )}
    </form>
  </Gate>
);

const PasswordField: FC<{ name: string; label: string; hint?: string; autocomplete: string; focus?: boolean }> = ({
  name,
  label,
  hint,
  autocomplete,
  focus,
}) => (
  <div class="field">
    <label for={name}>{label}</label>
    <input
      id={name}
      name={name}
      type="password"
      autocomplete={autocomplete}
      maxlength={400}
      autofocus={focus === true}
      aria-describedby={hint ? `${name}-petunjuk` : undefined}
      required
    />
    {hint && (
      <span class="hint" id={`${name}-petunjuk`}>
        {hint}
      </span>
    )}
  </div>
);
