/** The page itself: a few static files, read once, compressed once, under a path that changes with their content. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface Page {
  /** @param extra more headers, e.g. the visitor's cookie. */
  html(request: Request, extra: Record<string, string>): Response;
  /** @param path what stands below `/chat/aset/`: `<version>/<file>`. */
  asset(request: Request, path: string): Response;
}

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** No script or style but our own files; nobody may frame the page; no address of ours leaves in a Referer. */
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(self), geolocation=(self)',
  'cache-control': 'no-store',
};

const sampleStrip = '<p class="strip">Data contoh: semua di sini rekaan.</p>';

type Stored = { plain: Buffer<ArrayBuffer>; zipped: Buffer<ArrayBuffer> };

/** @param told `sample`: everybody here is made up, and the page says so. */
export function loadPage(told: { sample?: boolean; returnLinkDays: number }): Page {
  const folder = join(import.meta.dirname, 'public');
  const files = new Map<string, Stored>();
  const hash = createHash('sha256');
  const take = (name: string, bytes: Buffer<ArrayBuffer>) => {
    hash.update(name).update(bytes);
    files.set(name, store(bytes));
  };
  for (const name of readdirSync(folder).sort()) {
    if (/\.(js|svg)$/.test(name)) take(name, readFileSync(join(folder, name)));
  }
  // Written in parts, sent as one.
  const sheets = readdirSync(join(folder, 'css')).sort();
  take('chat.css', Buffer.concat(sheets.map((name) => readFileSync(join(folder, 'css', name)))));
  const version = hash.digest('hex').slice(0, 12);
  const text = readFileSync(join(folder, 'chat.html'), 'utf8')
    .replaceAll('{{version}}', version)
    .replaceAll('{{returnLinkDays}}', String(told.returnLinkDays));
  const html = store(Buffer.from(text.replace('{{sample}}', told.sample ? sampleStrip : '')));
  return {
    html: (request, extra) => answer(request, html, { ...pageHeaders, ...extra }),
    asset(request, path) {
      const [asked = '', name = ''] = path.split('/');
      const file = files.get(name);
      const type = types[name.split('.').pop() ?? ''];
      if (!file || !type) return new Response(null, { status: 404 });
      return answer(request, file, {
        'content-type': type,
        'x-content-type-options': 'nosniff',
        // A page from before an update asks for an older version: it gets the new files, and they are not kept.
        'cache-control': asked === version ? 'public, max-age=31536000, immutable' : 'no-store',
      });
    },
  };
}

function store(plain: Buffer<ArrayBuffer>): Stored {
  return { plain, zipped: gzipSync(plain, { level: 9 }) as Buffer<ArrayBuffer> };
}

function answer(request: Request, file: Stored, headers: Record<string, string>): Response {
  const zipped = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
  const encoding: Record<string, string> = zipped ? { 'content-encoding': 'gzip' } : {};
  const body = zipped ? file.zipped : file.plain;
  return new Response(body, { headers: { ...headers, ...encoding, vary: 'Accept-Encoding' } });
}
