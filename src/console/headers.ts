/** The headers that every page of the console carries: what a browser may load, frame, remember and tell others. */
import type { MiddlewareHandler } from 'hono';
import type { ConsoleEnv } from './console-deps.ts';

/** Everything comes from here, nothing is inline; nobody may frame us; forms go only to us. */
const policy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** @param secure whether PUBLIC_URL is https: only then may the browser be told to insist on it. */
export function securityHeaders(secure: boolean): MiddlewareHandler<ConsoleEnv> {
  return async (context, next) => {
    await next();
    const { headers } = context.res;
    if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', policy);
    headers.set('X-Content-Type-Options', 'nosniff');
    headers.set('X-Frame-Options', 'DENY');
    headers.set('Referrer-Policy', 'same-origin');
    headers.set('Cross-Origin-Opener-Policy', 'same-origin');
    headers.set('Cross-Origin-Resource-Policy', 'same-origin');
    headers.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=()');
    headers.set('X-Robots-Tag', 'noindex, nofollow');
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
    if (secure) headers.set('Strict-Transport-Security', 'max-age=31536000');
  };
}
