/** The HTTPS server that plays web.whatsapp.com: the page, a stream of commands down, answers and acts up, files. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makeCertificate } from './certificate.ts';

const host = 'web.whatsapp.com';
/** A page that is open somewhere. */
export type Page = {
  readonly id: string;
  readonly device: string;
  send(command: { kind: string } & Record<string, unknown>): void;
};

export type ServerHandlers = {
  /** What the page is told before anything else, as `standin`. */
  settings(): Record<string, unknown>;
  /** Whether web.whatsapp.com can be reached at all. */
  isReachable(): boolean;
  opened(page: Page): void;
  closed(page: Page): void;
  /** @returns the answer, or null: none comes. */
  up(kind: string, payload: Record<string, unknown>, page: Page): Promise<object | null>;
  /** @returns a file, or how it fails. */
  media(path: string): Promise<{ status: number; bytes?: Uint8Array; mime?: string }>;
  upload(bytes: Uint8Array, mime: string): string;
};

export type PageServer = {
  /** Arguments for Chromium: this server is web.whatsapp.com, and nothing else can be reached. */
  readonly chromiumArgs: readonly string[];
  close(): Promise<void>;
};

export async function openPageServer(handlers: ServerHandlers): Promise<PageServer> {
  const certificate = makeCertificate(host);
  const pages = new Map<string, Page>();
  let pageCount = 0;

  const server = createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', `https://${host}`);
    if (pathname === '/') {
      if (!handlers.isReachable()) return void request.socket.destroy();
      pageCount += 1;
      return void response
        .setHeader('content-type', 'text/html')
        .end(pageOf({ page: `p${pageCount}`, ...handlers.settings() }));
    }
    if (/^\/\w+\.js$/.test(pathname)) {
      const code = readFileSync(join(import.meta.dirname, 'page', pathname));
      return void response.setHeader('content-type', 'text/javascript').end(code);
    }
    if (pathname === '/_wire/down') return openStream(response, searchParams);
    if (pathname.startsWith('/media/')) {
      const { status, bytes, mime } = await handlers.media(pathname);
      return void response.writeHead(status, { 'content-type': mime ?? 'text/plain' }).end(bytes);
    }
    const page = pages.get(searchParams.get('page') ?? '');
    const body = await readBody(request);
    if (pathname === '/_wire/media') {
      const directPath = handlers.upload(body, request.headers['content-type'] ?? '');
      return void response.end(JSON.stringify({ directPath }));
    }
    const kind = /^\/_wire\/up\/([\w-]+)$/.exec(pathname)?.[1];
    if (!kind || !page) return void response.writeHead(404).end();
    const said = await handlers.up(kind, JSON.parse(body.toString('utf8')), page);
    if (said === null) response.writeHead(503).end();
    else response.end(JSON.stringify(said));
  }

  function openStream(response: ServerResponse, query: URLSearchParams): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.flushHeaders();
    const page: Page = {
      id: query.get('page') ?? '',
      device: query.get('device') ?? '',
      send: (command) => void response.write(`data: ${JSON.stringify(command)}\n\n`),
    };
    pages.set(page.id, page);
    response.on('close', () => {
      pages.delete(page.id);
      handlers.closed(page);
    });
    handlers.opened(page);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    chromiumArgs: [
      `--host-resolver-rules=MAP ${host} 127.0.0.1:${port}, MAP * ~NOTFOUND`,
      `--ignore-certificate-errors-spki-list=${certificate.spkiHash}`,
    ],
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pageOf(settings: object): string {
  const head = '<!doctype html><meta charset="utf-8"><title>WhatsApp</title>';
  const told = `<script>window.standin = ${JSON.stringify(settings)};</script><script src="/clock.js"></script>`;
  return `${head}${told}<script type="module" src="/modules.js"></script>`;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
