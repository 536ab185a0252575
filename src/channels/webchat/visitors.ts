/** Who a visitor of the web chat is, without accounts and without rows: an unguessable address in a signed cookie. */
import type { Ids } from '../../lib/ids.ts';
import type { Seal } from '../../lib/seal.ts';

export interface Visitors {
  /** A visitor who was never here. */
  create(): string;
  /** @returns the address in the request's cookie, or null where there is none or it was not signed by us. */
  read(request: Request): string | null;
  /** `Set-Cookie` that makes this browser the visitor; also renews it. */
  cookie(address: string): string;
  /** `Set-Cookie` that makes this browser forget. */
  farewell(): string;
}

const cookieName = 'klinik_chat';
/** Browsers keep a cookie no longer than 400 days; each visit renews it. */
const cookieSeconds = 400 * 24 * 60 * 60;

export function createVisitors(deps: { ids: Ids; seal: Seal; cookieSecure: boolean }): Visitors {
  const { ids, seal } = deps;
  const attributes = `Path=/chat; HttpOnly; SameSite=Lax${deps.cookieSecure ? '; Secure' : ''}`;
  return {
    create: () => ids.secret(16),
    read(request) {
      const value = cookieValue(request.headers.get('cookie') ?? '', cookieName);
      const address = value && seal.verify(value, 'webchat-visitor');
      return address && isVisitorAddress(address) ? address : null;
    },
    cookie: (address) =>
      `${cookieName}=${seal.sign(address, 'webchat-visitor')}; Max-Age=${cookieSeconds}; ${attributes}`,
    farewell: () => `${cookieName}=; Max-Age=0; ${attributes}`,
  };
}

/** @returns true for what `create` makes: 22 characters, URL-safe. */
export function isVisitorAddress(address: string): boolean {
  return /^[\w-]{22}$/.test(address);
}

function cookieValue(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return null;
}
