/** Who asks, and whether they may: session cookie, CSRF token, origin, and the permission that the table names. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { transact } from '../db/transact.ts';
import { findLogin, isTouchDue, type Login, touchLogin } from '../desk/staff/login-store.ts';
import { can, type Permission } from '../desk/staff/roles.ts';
import type { KnownDevice } from '../desk/staff/sign-in.ts';
import type { Staff } from '../desk/staff/staff.ts';
import type { StaffId } from '../model.ts';
import type { ConsoleContext, ConsoleParts, Handler } from './console-deps.ts';
import { HttpRefusal } from './errors.tsx';

/**
 * What a route asks of its caller. `anyone`: nothing. `login`: to be signed in, also with a password that must be
 * changed first. `staff`: to be fully signed in, in any role. A list: one of these permissions is enough.
 */
export type Access = 'anyone' | 'login' | 'staff' | Permission | readonly Permission[];

const devicePurpose = 'console-device';

/** Wraps a handler so that it only runs for those whom `access` admits. */
export function guard(access: Access, handler: Handler, parts: ConsoleParts) {
  return async (context: ConsoleContext): Promise<Response> => {
    const isPost = context.req.method === 'POST';
    if (isPost) checkOrigin(context, parts);
    if (access === 'anyone') {
      if (isPost) await readForm(context, (form) => isPreLoginForm(context, form, parts));
      return await handler(context, parts);
    }
    const login = await findLoginOf(context, parts);
    if (!login) return toSignIn(context);
    context.set('login', login);
    if (isPost) await readForm(context, (form) => isEqual(form.get('_csrf'), login.csrf));
    if (login.staff.mustChangePassword && access !== 'login') return context.redirect('/sandi', 303);
    if (!isAdmitted(login.staff, access)) throw new HttpRefusal(403);
    return await handler(context, parts);
  };
}

/** @returns whether somebody may use a route with this access; the table is the only place that says what it needs. */
function isAdmitted(staff: Staff, access: Access): boolean {
  if (access === 'anyone' || access === 'login' || access === 'staff') return true;
  return typeof access === 'string' ? can(staff, access) : access.some((permission) => can(staff, permission));
}

/**
 * @returns the login behind the request's cookie, noting now and then that somebody is there (a page that waits is
 * nobody).
 */
export async function findLoginOf(context: ConsoleContext, parts: ConsoleParts): Promise<Login | null> {
  const token = sessionToken(context, parts);
  if (!token) return null;
  const now = parts.clock.now();
  const login = await findLogin(parts.db, token, now);
  const isByItself = isStream(context) || context.req.header('X-Langsung') !== undefined;
  if (login && !isByItself && isTouchDue(login, now))
    await transact(parts.db, (trx) => touchLogin(trx, login.tokenHash, now));
  return login;
}

export function sessionToken(context: ConsoleContext, parts: ConsoleParts): string | undefined {
  return getCookie(context, cookieName('sesi', parts.isSecure));
}

/** `__Host-` binds a cookie to this host and https; browsers refuse the name without Secure. */
export function setSession(context: ConsoleContext, parts: ConsoleParts, token: string, maxAgeSeconds: number): void {
  setCookie(context, cookieName('sesi', parts.isSecure), token, { ...cookieRules(parts), maxAge: maxAgeSeconds });
}

export function clearSession(context: ConsoleContext, parts: ConsoleParts): void {
  deleteCookie(context, cookieName('sesi', parts.isSecure), cookieRules(parts));
}

/** A browser that one signed in from stays known this long: others who try the account do not keep it out. */
const deviceSeconds = 180 * 24 * 60 * 60;

/** @returns as whose browser this one is known, or null. */
export function deviceOf(context: ConsoleContext, parts: ConsoleParts): KnownDevice | null {
  const value = parts.seal.verify(getCookie(context, cookieName('perangkat', parts.isSecure)) ?? '', devicePurpose);
  const [staffId, id] = value?.split('~') ?? [];
  return staffId && id ? { staffId: staffId as StaffId, id } : null;
}

/** Notes that somebody signed in here. It opens nothing. */
export function setDevice(context: ConsoleContext, parts: ConsoleParts, staffId: StaffId): void {
  const known = deviceOf(context, parts);
  const id = known?.staffId === staffId ? known.id : parts.ids.secret(12);
  const value = parts.seal.sign(`${staffId}~${id}`, devicePurpose);
  const rules = { ...cookieRules(parts), maxAge: deviceSeconds };
  setCookie(context, cookieName('perangkat', parts.isSecure), value, rules);
}

/** There is no session before signing in: the form's token is compared with a cookie of its own. */
export function preLoginToken(context: ConsoleContext, parts: ConsoleParts): string {
  const name = cookieName('masuk', parts.isSecure);
  const token = getCookie(context, name) ?? parts.ids.secret(18);
  setCookie(context, name, token, { ...cookieRules(parts), maxAge: 3600 });
  return token;
}

/** @returns a path of ours to go on with after signing in; anything else becomes the start page. */
export function localPath(asked: string | null | undefined): string {
  if (!asked || !/^\/(?![/\\])[\w\-/?=&.%+]*$/.test(asked)) return '/';
  return asked.startsWith('/masuk') || asked.startsWith('/keluar') ? '/' : asked;
}

function isPreLoginForm(context: ConsoleContext, form: FormData, parts: ConsoleParts): boolean {
  const cookie = getCookie(context, cookieName('masuk', parts.isSecure));
  return cookie !== undefined && isEqual(form.get('_csrf'), cookie);
}

async function readForm(context: ConsoleContext, isOurs: (form: FormData) => boolean): Promise<void> {
  const form = await context.req.formData().catch(() => new FormData());
  if (!isOurs(form)) throw new HttpRefusal(403, 'form-old');
  context.set('form', form);
}

/** Browsers name the origin of a form: another one than ours is an attack, or a PUBLIC_URL that is wrong. */
function checkOrigin(context: ConsoleContext, parts: ConsoleParts): void {
  const site = context.req.header('Sec-Fetch-Site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new HttpRefusal(403, 'form-foreign');
  const origin = context.req.header('Origin');
  if (origin === undefined) return;
  const ours = [new URL(parts.config.publicUrl).origin, new URL(context.req.url).origin];
  if (!ours.includes(origin)) throw new HttpRefusal(403, 'form-foreign');
}

function toSignIn(context: ConsoleContext): Response {
  const isPage = context.req.method === 'GET' && !context.req.header('HX-Request') && !isStream(context);
  if (isPage) {
    const { pathname, search } = new URL(context.req.url);
    const back = pathname === '/' ? '' : `?ke=${encodeURIComponent(pathname + search)}`;
    return context.redirect(`/masuk${back}`, 303);
  }
  if (context.req.method === 'POST') return context.redirect('/masuk', 303);
  return context.body(null, 401, { 'HX-Redirect': '/masuk' });
}

function isStream(context: ConsoleContext): boolean {
  return context.req.header('Accept')?.includes('text/event-stream') ?? false;
}

function cookieName(name: string, isSecure: boolean): string {
  return isSecure ? `__Host-${name}` : name;
}

function cookieRules(parts: ConsoleParts) {
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure: parts.isSecure } as const;
}

function isEqual(given: string | File | null, right: string): boolean {
  if (typeof given !== 'string') return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}
