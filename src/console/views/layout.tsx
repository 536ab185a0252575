/** The frame of every page: head, bar with navigation, account, skip link, main part. */
import { html } from 'hono/html';
import type { Child, FC } from 'hono/jsx';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Staff } from '../../desk/staff/staff.ts';
import { assetUrl } from '../assets.ts';
import { roleLabels } from '../labels.ts';
import { Icon } from './icon.tsx';
import type { NavEntry } from './navigation.ts';
import { Csrf, Tag } from './parts.tsx';

export type Shell = {
  staff: Staff;
  csrf: string;
  /** `DPKP`, for a consultant. */
  departmentShort: string | null;
  navigation: readonly NavEntry[];
  /** Path of the page, to mark the navigation. */
  path: string;
  /** Says that everything here is made up. */
  sample: boolean;
};

type PageProps = {
  title: string;
  shell: Shell;
  /** A class on the body: `in-talk` hides the tabs on a phone. */
  mode?: string;
  /** Code of the open ticket: its changes are announced. */
  ticketCode?: string;
  /** The page is about channels: their changes are announced. */
  isOfChannels?: boolean;
  /** Where this page is read again: after a form that was refused, the browser's own address is the form's. */
  address: string;
  children?: Child;
};

/** A page for somebody who is signed in. */
export function page({ title, shell, mode, address, children, ...about }: PageProps): Promise<HtmlEscapedString> {
  const more = about.ticketCode ? `?tiket=${about.ticketCode}` : '';
  const live = about.isOfChannels ? '/langsung?saluran=ya' : `/langsung${more}`;
  return document(
    title,
    <body class={mode} data-live={live} data-address={address} data-staff={shell.staff.id}>
      <a class="skip" href="#isi">
        Langsung ke isi
      </a>
      <header class="bar">
        <Brand />
        <Navigation shell={shell} />
        {shell.sample && <Tag tone="kunir">Data contoh</Tag>}
        <Account shell={shell} />
      </header>
      <main id="isi" tabindex={-1}>
        {children}
      </main>
      <p class="hidden-text" role="status" id="kabar" />
      <Shortcuts />
    </body>,
  );
}

/** A page for somebody who is not, or not yet, inside: sign-in, first password, errors. */
export function barePage(title: string, children: Child): Promise<HtmlEscapedString> {
  return document(title, <body>{children}</body>);
}

export const Brand: FC = () => (
  <a class="brand" href="/">
    <img src={assetUrl('mark.svg')} alt="" width="36" height="36" />
    <span>
      Klinik <b>Prodamas Plus</b>
    </span>
  </a>
);

async function document(title: string, body: Child): Promise<HtmlEscapedString> {
  const head = (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
      <title>{`${title} · Klinik Prodamas Plus`}</title>
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content="#0f5b55" media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content="#162120" media="(prefers-color-scheme: dark)" />
      <link rel="icon" type="image/svg+xml" href={assetUrl('mark.svg')} />
      <link rel="stylesheet" href={assetUrl('konsol.css')} />
      <script src={assetUrl('konsol.js')} defer />
    </head>
  );
  return await html`<!doctype html><html lang="id">${head}${body}</html>`;
}

const Navigation: FC<{ shell: Shell }> = ({ shell }) => (
  <nav class="nav" aria-label="Utama">
    {shell.navigation.map((entry) => (
      <a class="tab" href={entry.href} aria-current={shell.path.startsWith(entry.href) ? 'page' : undefined}>
        <Icon name={entry.icon} />
        <span>{entry.label}</span>
        {entry.count !== undefined && (
          <span class={entry.isHot ? 'badge hot' : 'badge'} data-count={entry.href}>
            {entry.count > 0 ? entry.count : ''}
          </span>
        )}
      </a>
    ))}
  </nav>
);

const Account: FC<{ shell: Shell }> = ({ shell }) => (
  <details class="account">
    <summary aria-label={`Akun: ${shell.staff.name}`}>
      <span class="avatar" aria-hidden="true">
        {initials(shell.staff.name)}
      </span>
      <span class="account-name">
        {shell.staff.name}
        <small>
          {roleLabels[shell.staff.role]}
          {shell.departmentShort && ` · ${shell.departmentShort}`}
        </small>
      </span>
    </summary>
    <div class="menu">
      <a href="/sandi">
        <Icon name="key" />
        Ganti kata sandi
      </a>
      <button type="button" data-open="pintasan">
        <Icon name="help" />
        Pintasan papan tik
      </button>
      <form method="post" action="/keluar">
        <Csrf token={shell.csrf} />
        <button type="submit">
          <Icon name="out" />
          Keluar
        </button>
      </form>
    </div>
  </details>
);

const shortcuts = [
  ['j', 'Tiket berikutnya di antrean'],
  ['k', 'Tiket sebelumnya'],
  ['Enter', 'Buka tiket yang dipilih'],
  ['/', 'Cari'],
  ['r', 'Tulis balasan'],
  ['Ctrl + Enter', 'Kirim balasan'],
  ['?', 'Tampilkan daftar ini'],
] as const;

const Shortcuts: FC = () => (
  <dialog id="pintasan" aria-labelledby="pintasan-judul">
    <h2 id="pintasan-judul">Pintasan papan tik</h2>
    <dl class="facts shortcut-list">
      {shortcuts.map(([key, meaning]) => (
        <>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{meaning}</dd>
        </>
      ))}
    </dl>
    <form method="dialog">
      <button type="submit" class="button">
        Tutup
      </button>
    </form>
  </dialog>
);

/** @returns the first letters of the first two words that are no form of address. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => !/^(bu|pak|bapak|ibu|mas|mbak|h|hj|dr|ir)\.?$/i.test(word));
  return (words.length > 0 ? words : [name])
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('');
}
