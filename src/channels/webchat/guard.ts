/**
 * What stands before every request of the web chat: same origin, rates by visitor and network, bodies of bounded size.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from '../../lib/network.ts';
import type { Rate, WebchatLimits } from './limits.ts';
import { Refusal } from './refusals.ts';

export type Kind = 'messages' | 'uploads' | 'reads' | 'links' | 'pages';

export interface Guard {
  /**
   * Counts one request.
   * @throws {Refusal} `too-fast`, with the seconds to wait.
   */
  count(kind: Kind, remote: string, address?: string): Promise<void>;
  /** @throws {Refusal} `foreign-origin` unless the request comes from our own page. */
  requireSameOrigin(request: Request): void;
}

/** Rates are kept in this process: several web processes allow as many times more, which is harmless here. */
export function createGuard(limits: WebchatLimits, publicUrl: string): Guard {
  const limiter = (rate: Rate) => new RateLimiterMemory({ points: rate.count, duration: rate.seconds });
  const byVisitor = {
    messages: limiter(limits.messagesPerVisitor),
    uploads: limiter(limits.uploadsPerVisitor),
    reads: limiter(limits.readsPerVisitor),
    links: limiter(limits.linksPerVisitor),
  };
  const byNetwork = {
    messages: limiter(limits.messagesPerNetwork),
    uploads: limiter(limits.uploadsPerNetwork),
    reads: limiter(limits.readsPerNetwork),
    links: limiter(limits.linksPerNetwork),
    pages: limiter(limits.pagesPerNetwork),
  };
  const publicOrigin = new URL(publicUrl).origin;
  return {
    async count(kind, remote, address) {
      if (address && kind !== 'pages') await take(byVisitor[kind], address);
      await take(byNetwork[kind], networkOf(remote));
    },
    requireSameOrigin(request) {
      const site = request.headers.get('sec-fetch-site');
      const origin = request.headers.get('origin');
      // A browser sends at least one of the two with every POST of a script.
      if (site !== null ? site === 'same-origin' : origin !== null && isOurs(origin, request)) return;
      throw new Refusal('foreign-origin');
    },
  };

  /** Ours is PUBLIC_URL, or the host that was asked for: a page on another site cannot choose that header. */
  function isOurs(origin: string, request: Request): boolean {
    if (origin === publicOrigin) return true;
    const host = request.headers.get('host');
    return host !== null && (origin === `http://${host}` || origin === `https://${host}`);
  }
}

/**
 * @returns the whole body.
 * @throws {Refusal} `tooMuch` as soon as it is more than `bytesMax`, whatever Content-Length says; `faulty` if it broke
 * off.
 */
export async function readBody(request: Request, bytesMax: number, tooMuch: 'too-long' | 'too-large'): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw new Refusal(tooMuch);
  const reader = request.body?.getReader();
  if (!reader) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Refusal('faulty');
    });
    if (done) return Buffer.concat(chunks);
    size += value.byteLength;
    if (size > bytesMax) {
      reader.cancel().catch(() => undefined);
      throw new Refusal(tooMuch);
    }
    chunks.push(value);
  }
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw new Refusal('too-fast', Math.max(1, Math.ceil(refused.msBeforeNext / 1000)));
  }
}
