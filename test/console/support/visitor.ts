/** A browser without a screen: keeps cookies, sends forms with their token, follows nothing by itself. */
import { transact } from '../../../src/db/transact.ts';
import { openLogin } from '../../../src/desk/staff/login-store.ts';
import type { World } from './world.ts';

export type Answer = { status: number; location: string | null; headers: Headers; text: string };

export type Visitor = {
  csrf: string;
  /** The address that it comes from. */
  from: string;
  cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Sends the fields with the right token and origin, unless told otherwise. */
  post(path: string, fields?: Record<string, string>, headers?: Record<string, string>): Promise<Answer>;
};

/** @param username somebody of the world, or nobody: signed out. */
export async function visit(world: World, username?: string): Promise<Visitor> {
  const cookies = new Map<string, string>();
  const base = world.deps.config.publicUrl;
  const visitor: Visitor = {
    csrf: '',
    from: '192.0.2.7',
    cookies,
    get: (path, headers = {}) => ask(path, { headers }),
    post: (path, fields = {}, headers = {}) =>
      ask(path, {
        method: 'POST',
        body: new URLSearchParams({ _csrf: visitor.csrf, ...fields }),
        headers: { Origin: base, ...headers },
      }),
  };
  if (username !== undefined) {
    const staff = world.staff.get(username)!;
    const login = await transact(world.db, (trx) => openLogin(trx, staff.id, world.deps));
    cookies.set(base.startsWith('https') ? '__Host-sesi' : 'sesi', login.token);
    visitor.csrf = login.csrf;
  }
  return visitor;

  async function ask(path: string, init: RequestInit): Promise<Answer> {
    const request = new Request(new URL(path, base), init);
    if (cookies.size > 0)
      request.headers.set('Cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await world.console.fetch(request, visitor.from);
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const isStream = response.headers.get('Content-Type')?.startsWith('text/event-stream');
    if (isStream) await response.body?.cancel();
    return {
      status: response.status,
      location: response.headers.get('Location'),
      headers: response.headers,
      text: isStream ? '' : await response.text(),
    };
  }
}
