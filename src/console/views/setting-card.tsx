/** One thing to confirm, with what a citizen reads before and after. */
import type { Child, FC } from 'hono/jsx';
import type { Confirmation, SettingKey } from '../../desk/reference/settings.ts';
import type { Millis } from '../../model.ts';
import { Csrf, Moment, Tag } from './parts.tsx';

type CardProps = {
  title: string;
  settingKey: SettingKey;
  isConfirmed: boolean;
  /** The data file itself says that it is confirmed: nothing to decide here. */
  inData: boolean;
  said: Confirmation | undefined;
  before: string;
  after: string;
  csrf: string;
  now: Millis;
  children?: Child;
};

export const SettingCard: FC<CardProps> = (props) => {
  const holds = props.isConfirmed || props.inData;
  return (
    <section class="card setting" aria-labelledby={`judul-${props.settingKey}`}>
      <header class="setting-head">
        <h2 id={`judul-${props.settingKey}`}>{props.title}</h2>
        {holds ? (
          <Tag tone="daun" icon="check">
            Dipastikan
          </Tag>
        ) : (
          <Tag tone="kunir" icon="alert">
            Belum dipastikan
          </Tag>
        )}
      </header>
      {props.children}
      <div class="says">
        <Says label="Sebelum dipastikan" text={props.before} isNow={!holds} />
        <Says label="Sesudah dipastikan" text={props.after} isNow={holds} />
      </div>
      {props.inData ? (
        <p class="small quiet">Sudah dipastikan di berkas data.</p>
      ) : (
        <form method="post" action={`/pengaturan/${props.settingKey}`}>
          <Csrf token={props.csrf} />
          <input type="hidden" name="pasti" value={holds ? 'tidak' : 'ya'} />
          <button type="submit" class={holds ? 'button' : 'button primary'}>
            {holds ? 'Tarik kepastian' : 'Pastikan'}
          </button>
        </form>
      )}
      {props.said && (
        <p class="small quiet">
          {`Terakhir ${props.said.confirmed ? 'dipastikan' : 'ditarik'} oleh ${props.said.staffName ?? 'akun yang dihapus'}, `}
          <Moment at={props.said.at} now={props.now} />
        </p>
      )}
    </section>
  );
};

const Says: FC<{ label: string; text: string; isNow: boolean }> = ({ label, text, isNow }) => (
  <figure class={isNow ? 'say now' : 'say'}>
    <figcaption class="small">
      {label}
      {isNow && ' · berlaku sekarang'}
    </figcaption>
    <blockquote class="bubble">{text}</blockquote>
  </figure>
);
