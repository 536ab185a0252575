/**
 * Who a visitor of the web chat is, without accounts and without rows: an unguessable address in a signed cookie, and
 * signed links that carry the same address to another device or another channel.
 */
import type { Clock } from '../../lib/clock.ts';
import type { Ids } from '../../lib/ids.ts';
import type { Seal } from '../../lib/seal.ts';
import { dayMs } from '../../lib/wib.ts';

export interface Visitors {
  /** A visitor who was never here. */
  create(): string;
  /** @returns the address in the request's cookie, or null where there is none or it was not signed by us. */
  read(request: Request): string | null;
  /** `Set-Cookie` that makes this browser the visitor; also renews it. */
  cookie(address: string): string;
  /** `Set-Cookie` that makes this browser forget. */
  farewell(): string;
  /** The secret of a return link. */
  returnToken(address: string): string;
  /** @returns the address, or null: forged, or older than the limit. */
  readReturnToken(token: string): string | null;
}

const cookieName = 'klinik_chat';
/** Browsers keep a cookie no longer than 400 days; each visit renews it. */
const cookieSeconds = 400 * 24 * 60 * 60;
const signatureLength = 22;

export function createVisitors(deps: {
  clock: Clock;
  ids: Ids;
  seal: Seal;
  cookieSecure: boolean;
  returnLinkDays: number;
}): Visitors {
  const { clock, ids, seal } = deps;
  const today = () => Math.floor(clock.now() / dayMs);
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
    returnToken: (address) => seal.sign(`${address}.${today().toString(36)}`, 'webchat-return'),
    readReturnToken(token) {
      const [address, day] = seal.verify(token, 'webchat-return')?.split('.') ?? [];
      if (!address || !day || !isVisitorAddress(address)) return null;
      const age = today() - Number.parseInt(day, 36);
      return age >= 0 && age <= deps.returnLinkDays ? address : null;
    },
  };
}

/** @returns true for what `create` makes: 22 characters, URL-safe. */
export function isVisitorAddress(address: string): boolean {
  return /^[\w-]{22}$/.test(address);
}

/**
 * The payload of a Telegram start link that carries this conversation on there: at most 64 characters of `A-Za-z0-9_-`
 * (core.telegram.org/bots/features#deep-linking), so address and signature stand together without a separator.
 */
export function startToken(seal: Seal, address: string): string {
  return seal.sign(address, 'telegram-start').replace('.', '');
}

/** @returns the web chat address of a payload made by `startToken`, or null for any other payload. */
export function readStartToken(seal: Seal, token: string): string | null {
  const address = token.slice(0, -signatureLength);
  if (!isVisitorAddress(address)) return null;
  return seal.verify(`${address}.${token.slice(-signatureLength)}`, 'telegram-start');
}

function cookieValue(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return null;
}
