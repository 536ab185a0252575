/** One channel: its state in plain words, its account, its latest changes, and what links it. */
import type { FC } from 'hono/jsx';
import type { ChannelChange } from '../../channels/channel-adapter.ts';
import type { Millis } from '../../model.ts';
import type { NamedStatus } from '../console-deps.ts';
import { channelLabels, channelProblems, channelStates, channelTones } from '../labels.ts';
import { Csrf, Moment, Tag } from './parts.tsx';

type CardProps = NamedStatus & {
  /** A picture, for who may see it. */
  qr: string | undefined;
  isFresh: boolean;
  csrf: string;
  now: Millis;
};

export const ChannelCard: FC<CardProps> = (props) => {
  const { name, status, link, now } = props;
  return (
    <section class="card channel" id={`saluran-${name}`} data-live-part aria-labelledby={`judul-${name}`}>
      <header class="setting-head">
        <h2 id={`judul-${name}`}>{channelLabels[name]}</h2>
        <Tag tone={channelTones[status.state]}>{channelStates[status.state]}</Tag>
      </header>
      {status.problem && <p>{channelProblems[status.problem] ?? channelProblems.unreachable}</p>}
      <dl class="facts">
        <dt>Sejak</dt>
        <dd>
          <Moment at={status.since} now={now} />
        </dd>
        <dt>Pesan masuk terakhir</dt>
        <dd>{status.lastInAt === undefined ? 'belum ada' : <Moment at={status.lastInAt} now={now} />}</dd>
        <dt>Pesan keluar terakhir</dt>
        <dd>{status.lastOutAt === undefined ? 'belum ada' : <Moment at={status.lastOutAt} now={now} />}</dd>
        {link && <LinkFacts link={link} />}
      </dl>
      {link && status.state === 'unlinked' && <Linking {...props} link={link} />}
      {link && <Restart name={name} csrf={props.csrf} />}
      {link && <Changes changes={link.changes()} now={now} name={name} />}
    </section>
  );
};

type Link = NonNullable<NamedStatus['link']>;

const LinkFacts: FC<{ link: Link }> = ({ link }) => {
  const { account, memoryBytes } = link.read();
  return (
    <>
      <dt>Akun</dt>
      <dd>{account ? `${account.name} (${account.phone})` : 'belum ditautkan'}</dd>
      {memoryBytes !== undefined && (
        <>
          <dt>Memori peramban</dt>
          <dd>{Math.round(memoryBytes / 1_048_576)} MB</dd>
        </>
      )}
    </>
  );
};

const Linking: FC<CardProps & { link: Link }> = ({ name, link, qr, isFresh, csrf, now }) => {
  if (!isFresh) return <PasswordAgain csrf={csrf} />;
  const { code } = link.read();
  return (
    <div class="linking">
      <figure>
        {qr ? <img src={qr} alt="Kode QR penautan" width="264" height="264" /> : <p>QR sedang disiapkan.</p>}
        <figcaption class="small">
          Di ponsel Klinik: WhatsApp, Perangkat tertaut, Tautkan perangkat, lalu pindai. QR berganti sendiri. QR ini
          sama dengan kunci akun: jangan difoto, jangan dikirim.
        </figcaption>
      </figure>
      <form method="post" action={`/saluran/${name}/kode`}>
        <h3>Atau dengan kode</h3>
        <Csrf token={csrf} />
        {code && (
          <p>
            Ketik kode ini di ponsel: <b class="code">{code.text}</b>, diminta <Moment at={code.at} now={now} />.
          </p>
        )}
        <label class="field">
          <span>Nomor WhatsApp Klinik</span>
          <input name="nomor" inputmode="tel" autocomplete="off" maxlength={20} required />
          <span class="hint">Di ponsel pilih “Tautkan dengan nomor telepon”.</span>
        </label>
        <button type="submit" class="button">
          Minta kode
        </button>
      </form>
    </div>
  );
};

const PasswordAgain: FC<{ csrf: string }> = ({ csrf }) => (
  <form method="post" action="/saluran/sandi">
    <p>QR dan kode penautan membuka seluruh akun. Masukkan kata sandi Anda sekali lagi untuk melihatnya.</p>
    <Csrf token={csrf} />
    <label class="field">
      <span>Kata sandi</span>
      <input type="password" name="sandi" autocomplete="current-password" maxlength={200} required />
    </label>
    <button type="submit" class="button primary">
      Tampilkan
    </button>
  </form>
);

const Restart: FC<{ name: string; csrf: string }> = ({ name, csrf }) => (
  <form method="post" action={`/saluran/${name}/mulai-ulang`}>
    <Csrf token={csrf} />
    <button type="submit" class="button">
      Mulai ulang
    </button>
  </form>
);

const Changes: FC<{ changes: readonly ChannelChange[]; now: Millis; name: string }> = ({ changes, now, name }) => (
  <details class="why" id={`riwayat-${name}`}>
    <summary>Riwayat keadaan</summary>
    <ul class="plain-list small">
      {changes.map(({ at, state, problem }) => (
        <li>
          <Moment at={at} now={now} />
          {`: ${channelStates[state]}`}
          {problem && <span class="quiet block">{channelProblems[problem] ?? ''}</span>}
        </li>
      ))}
    </ul>
  </details>
);
