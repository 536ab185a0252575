/** Signing in and out, and the password: the first thing after a first sign-in, before anything else. */
import { transact } from '../../db/transact.ts';
import { loginTotalMs, signOut } from '../../desk/staff/login-store.ts';
import { changePassword, signIn, takeTry } from '../../desk/staff/sign-in.ts';
import { DomainError } from '../../lib/errors.ts';
import {
  clearSession,
  deviceOf,
  findLoginOf,
  localPath,
  preLoginToken,
  sessionToken,
  setDevice,
  setSession,
} from '../auth.ts';
import type { ConsoleContext, ConsoleParts } from '../console-deps.ts';
import { textField } from '../form.ts';
import { refusalWords } from '../refusal-words.ts';
import { PasswordForm, SignInForm } from '../views/gate.tsx';
import { barePage } from '../views/layout.tsx';
import { startPageOf } from '../views/navigation.ts';

/** GET / */
export function showStart(context: ConsoleContext): Response {
  return context.redirect(startPageOf(context.get('login').staff), 303);
}

/** GET /masuk */
export async function showSignIn(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const back = localPath(context.req.query('ke'));
  if (await findLoginOf(context, parts)) return context.redirect(back, 303);
  const hasLeft = context.req.query('kabar') === 'keluar';
  const form = <SignInForm csrf={preLoginToken(context, parts)} back={back} hasLeft={hasLeft} sample={parts.sample} />;
  return context.html(await barePage('Masuk', form));
}

/** POST /masuk */
export async function submitSignIn(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const form = context.get('form');
  const username = textField(form, 'nama');
  const back = localPath(textField(form, 'ke'));
  try {
    const attempt = {
      username,
      password: String(form.get('sandi') ?? ''),
      remote: context.env.remote,
      device: deviceOf(context, parts),
    };
    const login = await signIn(parts.db, attempt, parts);
    setDevice(context, parts, login.staff.id);
    setSession(context, parts, login.token, Math.floor(loginTotalMs / 1000));
    parts.log.info({ staffId: login.staff.id }, 'signed in');
    return context.redirect(login.staff.mustChangePassword ? '/sandi' : back, 303);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    parts.log.warn({ code: error.code, remote: context.env.remote }, 'sign-in refused');
    const page = (
      <SignInForm
        csrf={preLoginToken(context, parts)}
        back={back}
        username={username}
        fault={refusalWords(error)}
        sample={parts.sample}
      />
    );
    return context.html(await barePage('Masuk', page), error.code === 'sign-in-limited' ? 429 : 422);
  }
}

/** POST /keluar */
export async function submitSignOut(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const token = sessionToken(context, parts);
  if (token) await transact(parts.db, (trx) => signOut(trx, token));
  clearSession(context, parts);
  // The browser forgets pages and drafts of this person: the machine may be shared.
  context.header('Clear-Site-Data', '"cache", "storage"');
  return context.redirect('/masuk?kabar=keluar', 303);
}

/** GET /sandi */
export async function showPassword(context: ConsoleContext): Promise<Response> {
  return context.html(await barePage('Ganti kata sandi', <PasswordForm login={context.get('login')} />));
}

/** POST /sandi */
export async function submitPassword(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const login = context.get('login');
  const form = context.get('form');
  const [current, next, again] = ['lama', 'baru', 'ulang'].map((name) => String(form.get(name) ?? ''));
  try {
    if (next !== again) throw new DomainError('password-repeat');
    const change = {
      staffId: login.staff.id,
      current: current ?? '',
      next: next ?? '',
      keepTokenHash: login.tokenHash,
    };
    const giveBack = await takeTry(parts.limits, login.staff.id, 'session');
    await transact(parts.db, (trx) => changePassword(trx, change));
    await giveBack();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const fault = refusalWords(error);
    const page = <PasswordForm login={login} fault={fault} at={isOfOld(error) ? 'lama' : 'baru'} />;
    return context.html(await barePage('Ganti kata sandi', page), 422);
  }
  return context.redirect('/', 303);
}

/** Whether a refusal is about the password that somebody has, and not about the new one. */
function isOfOld(error: DomainError): boolean {
  return error.code === 'password-wrong' || error.code === 'sign-in-limited';
}
