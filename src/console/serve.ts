/** The HTTP server of a process: hands each request, with its caller's address, to one function. */
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { SetupError } from '../lib/errors.ts';

export type Served = {
  /** The port that was really taken: interesting where 0 was asked for. */
  port: number;
  /** Takes no new request, lets those under way end for a short while, then cuts what is left (streams). */
  close(): Promise<void>;
};

type ServeOptions = {
  host: string;
  /** 0 takes a free one. */
  port: number;
  fetch: (request: Request, remote: string) => Promise<Response>;
  /** How many reverse proxies in front are believed. */
  trustProxy: number;
};

const closeGraceMs = 1_500;
/** Slow senders may not hold a connection for ever. */
const requestTimeoutMs = 30_000;

/** @throws {SetupError} when the address cannot be listened on. */
export async function serve({ host, port, fetch, trustProxy }: ServeOptions): Promise<Served> {
  const server = createAdaptorServer({
    fetch: (request, bindings) => fetch(request, remoteOf((bindings as HttpBindings).incoming, trustProxy)),
    overrideGlobalObjects: false,
  }) as Server;
  server.requestTimeout = requestTimeoutMs;
  server.headersTimeout = requestTimeoutMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenFault(error, host, port)));
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), closeGraceMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/**
 * Each trusted proxy adds the address it was called from to the right end of X-Forwarded-For; what stands further left
 * was written by the caller and means nothing.
 */
function remoteOf(
  incoming: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string } },
  trustProxy: number,
): string {
  const direct = incoming.socket.remoteAddress ?? 'unknown';
  if (trustProxy === 0) return direct;
  const header = incoming.headers['x-forwarded-for'];
  const hops = (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((hop) => hop.trim())
    .filter(Boolean);
  return hops.at(-trustProxy) ?? hops[0] ?? direct;
}

function listenFault(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new SetupError([`PORT: ${port} is in use → stop the other program or choose another PORT`]);
  if (error.code === 'EACCES')
    return new SetupError([`PORT: ${port} may not be used by this account → choose one above 1023`]);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new SetupError([`HOST: ${host} is not an address of this machine → use 127.0.0.1 or 0.0.0.0`]);
  return error;
}
