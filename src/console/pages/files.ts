/** A received file: only for those who may see its ticket, each opening noted, never run by the browser. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import { transact } from '../../db/transact.ts';
import { openFile } from '../../desk/privacy/open-file.ts';
import { DomainError } from '../../lib/errors.ts';
import type { FileId } from '../../model.ts';
import type { ConsoleContext, ConsoleParts } from '../console-deps.ts';

/** Types that a page of ours may show in place; everything else is opaque bytes. */
const harmless = /^(image\/(jpeg|png|webp|gif)|audio\/[\w.+-]+|video\/[\w.+-]+|application\/pdf)$/;

/** GET /berkas/:id */
export async function showFile(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staff } = context.get('login');
  const fileId = (context.req.param('id') ?? '') as FileId;
  const file = await transact(parts.db, (trx) => openFile(trx, { fileId, staff }, parts));
  const folder = join(parts.config.dataDir, 'files');
  const path = normalize(join(folder, file.path));
  if (!path.startsWith(folder + sep)) throw new Error('bug: a file path leads out of its folder');
  const found = await stat(path).catch(() => null);
  if (!found) throw new DomainError('file-not-here');
  return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, {
    headers: {
      'Content-Type': file.mime && harmless.test(file.mime) ? file.mime : 'application/octet-stream',
      'Content-Length': String(found.size),
      'Content-Disposition': `attachment; filename="${asciiName(file.name)}"; filename*=UTF-8''${longName(file.name)}`,
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
      // Should a browser open it all the same: no script, no form, nothing loaded.
      'Content-Security-Policy': "default-src 'none'; sandbox",
    },
  });
}

function asciiName(name: string | null): string {
  return (name ?? 'berkas').replace(/[^\w.-]+/g, '_').slice(0, 80) || 'berkas';
}

function longName(name: string | null): string {
  return encodeURIComponent((name ?? 'berkas').slice(0, 120)).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
}
