/** Channels for administrators: how each is doing, and linking the account of those that need one. */
import { toString as drawQr } from 'qrcode';
import { transact } from '../../db/transact.ts';
import { isFresh, loginTotalMs, signOut } from '../../desk/staff/login-store.ts';
import { signIn } from '../../desk/staff/sign-in.ts';
import { DomainError } from '../../lib/errors.ts';
import { sessionToken, setSession } from '../auth.ts';
import type { ConsoleContext, ConsoleParts, NamedStatus } from '../console-deps.ts';
import { flashOf, withFlash } from '../flash.ts';
import { textField } from '../form.ts';
import { refusalWords } from '../refusal-words.ts';
import { render } from '../render.ts';
import { ChannelCard } from '../views/channel-card.tsx';
import { Notice, PageHead } from '../views/parts.tsx';

/** GET /saluran: what links an account is shown only to who has just signed in. */
export async function showChannels(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return await renderChannels(context, parts);
}

/** POST /saluran/sandi: the password once more opens a fresh login in place of the old one. */
export async function signInAgain(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staff } = context.get('login');
  const password = String(context.get('form').get('sandi') ?? '');
  const old = sessionToken(context, parts);
  try {
    const device = { staffId: staff.id, id: 'session' };
    const attempt = { username: staff.username, password, remote: context.env.remote, device };
    const login = await signIn(parts.db, attempt, parts);
    if (old) await transact(parts.db, (trx) => signOut(trx, old));
    setSession(context, parts, login.token, Math.floor(loginTotalMs / 1000));
    parts.log.info({ staffId: staff.id }, 'signed in again to link a channel');
    return context.redirect(withFlash('/saluran', 'sandi-diulang'), 303);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const words = refusalWords(error.code === 'sign-in-failed' ? new DomainError('password-wrong') : error);
    return await renderChannels(context, parts, words);
  }
}

/** POST /saluran/:name/kode: a code to type into the phone, instead of scanning. */
export async function askCode(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { name, link } = needLink(context, parts);
  const login = context.get('login');
  try {
    if (!isFresh(login, parts.clock.now())) throw new DomainError('sign-in-old');
    await link.requestCode(phoneOf(textField(context.get('form'), 'nomor')));
    parts.log.info({ staffId: login.staff.id, channel: name }, 'a code for linking was asked for');
    return context.redirect(withFlash('/saluran', 'kode'), 303);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return await renderChannels(context, parts, refusalWords(error));
  }
}

/** POST /saluran/:name/mulai-ulang */
export async function restartChannel(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { name, link } = needLink(context, parts);
  link.restart();
  parts.log.info({ staffId: context.get('login').staff.id, channel: name }, 'channel started anew');
  return context.redirect(withFlash('/saluran', 'mulai-ulang'), 303);
}

async function renderChannels(context: ConsoleContext, parts: ConsoleParts, fault?: string): Promise<Response> {
  const login = context.get('login');
  const now = parts.clock.now();
  const fresh = isFresh(login, now);
  const notice = flashOf(context.req.query('kabar'));
  const statuses = parts.channelStatuses();
  const isLooking = context.req.header('X-Langsung') === undefined;
  if (fresh && isLooking && statuses.some(({ link }) => link?.read().qr))
    parts.log.info({ staffId: login.staff.id }, 'what links a channel was shown');
  const cards = await Promise.all(statuses.map(async (one) => ({ ...one, qr: fresh ? await qrOf(one) : undefined })));
  const body = (
    <div class="page">
      <PageHead title="Saluran">Keadaan tiap saluran pesan, dan apa yang perlu dilakukan.</PageHead>
      {notice && <Notice tone={notice.tone}>{notice.text}</Notice>}
      {fault && (
        <Notice tone="bata" alert>
          {fault}
        </Notice>
      )}
      <div class="channels">
        {cards.map((card) => (
          <ChannelCard {...card} isFresh={fresh} csrf={login.csrf} now={now} />
        ))}
      </div>
      <p class="small quiet page-end">
        Yang gagal ditangani ada di <a href="/gangguan">Gangguan</a>.
      </p>
    </div>
  );
  const status = fault ? 422 : 200;
  return await render(context, parts, { title: 'Saluran', body, status, isOfChannels: true, address: '/saluran' });
}

/** Drawn as a picture of its own: the text stands nowhere on the page. */
async function qrOf({ link }: NamedStatus): Promise<string | undefined> {
  const text = link?.read().qr?.text;
  if (text === undefined) return undefined;
  const svg = await drawQr(text, { type: 'svg', margin: 3, errorCorrectionLevel: 'L' });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

function needLink(context: ConsoleContext, parts: ConsoleParts) {
  const found = parts.channelStatuses().find(({ name }) => name === context.req.param('name'));
  if (!found?.link) throw new DomainError('channel-unknown');
  return { name: found.name, link: found.link };
}

/** @returns digits with the country's; a number that begins with 0 is an Indonesian one. */
function phoneOf(text: string): string {
  const digits = text.replace(/[\s().+-]/g, '').replace(/^0/, '62');
  if (!/^[1-9]\d{8,14}$/.test(digits)) throw new DomainError('phone-bad');
  return digits;
}
