/** Styles, script and pictures under /statis: read once, addressed by a hash of their content, cached for a year. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConsoleContext } from './console-deps.ts';

type Asset = { body: Uint8Array<ArrayBuffer>; type: string; tag: string };

const folder = join(import.meta.dirname, 'public');

const assets: ReadonlyMap<string, Asset> = new Map([
  ['konsol.css', asset('text/css; charset=utf-8', joined('css'))],
  ['konsol.js', asset('text/javascript; charset=utf-8', joined('js'))],
  ['mark.svg', asset('image/svg+xml', readFileSync(join(folder, 'mark.svg')))],
  ['icons.svg', asset('image/svg+xml', readFileSync(join(folder, 'icons.svg')))],
  ['kawung.svg', asset('image/svg+xml', readFileSync(join(folder, 'kawung.svg')))],
]);

/** @returns the address of an asset, which changes with its content. */
export function assetUrl(name: string): string {
  const found = assets.get(name);
  if (!found) throw new Error(`bug: no asset ${name}`);
  return `/statis/${name}?v=${found.tag}`;
}

/** GET /statis/:name */
export function serveAsset(context: ConsoleContext): Response | Promise<Response> {
  const found = assets.get(context.req.param('name') ?? '');
  if (!found) return context.notFound();
  const tag = `"${found.tag}"`;
  const headers = {
    'Content-Type': found.type,
    // Asked for by its hash it never changes; asked for by name (from the stylesheet) it may.
    'Cache-Control':
      context.req.query('v') === found.tag ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
    ETag: tag,
  };
  if (context.req.header('If-None-Match') === tag) return new Response(null, { status: 304, headers });
  return new Response(found.body, { headers });
}

/** The files of a folder in the order of their names, as one. */
function joined(name: string): Buffer {
  const path = join(folder, name);
  return Buffer.concat(
    readdirSync(path)
      .sort()
      .map((file) => Buffer.concat([readFileSync(join(path, file)), Buffer.from('\n')])),
  );
}

function asset(type: string, content: Buffer): Asset {
  return {
    body: new Uint8Array(content),
    type,
    tag: createHash('sha256').update(content).digest('base64url').slice(0, 12),
  };
}
