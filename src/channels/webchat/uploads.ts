/** Reads an uploaded file out of a multipart body, bounded in size and in number at once, and keeps it in the spool. */
import type { Seal } from '../../lib/seal.ts';
import { readBody } from './guard.ts';
import type { WebchatLimits } from './limits.ts';
import { Refusal } from './refusals.ts';
import type { Spool } from './spool.ts';

export type UploadedFile = { name: string; mime: string; bytes: Uint8Array };

export interface Uploads {
  /** @throws {Refusal} `too-large`, `busy`, or `faulty` where there is no file in the body. */
  read(request: Request): Promise<{ fields: Record<string, string | undefined>; file: UploadedFile }>;
  /**
   * @returns the reference that `fetchFile` takes.
   * @throws {Refusal} `not-stored` while the spool is full or the disk refuses.
   */
  keep(externalId: string, file: UploadedFile): Promise<string>;
}

/** Borders and small fields of a multipart body come on top of the file. */
const envelopeBytes = 16 * 1024;

export function createUploads(deps: { spool: Spool; seal: Seal; limits: WebchatLimits }): Uploads {
  const { spool, seal, limits } = deps;
  let reading = 0;
  return {
    async read(request) {
      if (reading >= limits.uploadsAtOnceMax) throw new Refusal('busy', 3);
      reading++;
      try {
        return await readForm(request, limits.fileBytesMax);
      } finally {
        reading--;
      }
    },
    async keep(externalId, file) {
      if (await spool.isFull()) throw new Refusal('not-stored', 60);
      // The name follows from the message, so that a retry overwrites; keyed, so that nobody can foresee it.
      const name = seal.hash(externalId, 'webchat-file').slice(0, 32);
      return spool.store(name, file.bytes, file.mime).catch(() => {
        throw new Refusal('not-stored', 15);
      });
    },
  };
}

async function readForm(
  request: Request,
  fileBytesMax: number,
): Promise<{ fields: Record<string, string | undefined>; file: UploadedFile }> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.startsWith('multipart/form-data')) throw new Refusal('faulty');
  const body = await readBody(request, fileBytesMax + envelopeBytes, 'too-large');
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData().catch(() => {
    throw new Refusal('faulty');
  });
  const fields: Record<string, string | undefined> = {};
  let file: File | undefined;
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value;
    else file = value;
  }
  if (!file || file.size === 0) throw new Refusal('faulty');
  if (file.size > fileBytesMax) throw new Refusal('too-large');
  const name = file.name.replace(/[\p{Cc}/\\]/gu, '').slice(-120);
  return { fields, file: { name, mime: file.type, bytes: new Uint8Array(await file.arrayBuffer()) } };
}
