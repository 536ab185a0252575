/**
 * Files that visitors uploaded, until the worker fetches them into the desk's store: a folder that all processes of the
 * desk share. A fetched file stays a while, because whoever fetched it may die before having stored it.
 */
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../lib/clock.ts';
import type { FetchResult } from '../channel-adapter.ts';
import type { WebchatLimits } from './limits.ts';

export interface Spool {
  /**
   * Writes a file durably; the same name again replaces it, so that a retried upload leaves no second copy.
   * @param name 32 hexadecimal digits.
   * @returns the reference for `fetch`.
   * @throws when it is not on the disk.
   */
  store(name: string, bytes: Uint8Array, mime: string): Promise<string>;
  fetch(ref: string, bytesMax: number): Promise<FetchResult>;
  /** @returns true while no more files may be taken in. */
  isFull(): Promise<boolean>;
  /** Removes what was fetched long ago and what belongs to no message. */
  sweep(): Promise<void>;
}

const fetchedMark = '.fetched';
const partMark = '.part';

export function createSpool(deps: { folder: string; clock: Clock; limits: WebchatLimits }): Spool {
  const { folder, clock, limits } = deps;
  return {
    async store(name, bytes, mime) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const ref = name + mimeMark(mime);
      const path = join(folder, ref);
      await writeDurably(path + partMark, bytes);
      await rename(path + partMark, path);
      await stamp(path);
      await syncFolder(folder);
      return ref;
    },
    async fetch(ref, bytesMax) {
      if (!isRef(ref)) return { ok: false, failure: 'gone' };
      const path = join(folder, ref);
      for (const candidate of [path, path + fetchedMark]) {
        try {
          if ((await stat(candidate)).size > bytesMax) return { ok: false, failure: 'too-large' };
          const bytes = await readFile(candidate);
          if (candidate === path) {
            await stamp(path);
            await rename(path, path + fetchedMark);
          }
          const declaredMime = mimeOf(ref);
          return declaredMime ? { ok: true, bytes, declaredMime } : { ok: true, bytes };
        } catch (error) {
          if (!isMissing(error)) return { ok: false, failure: 'unreachable' };
        }
      }
      return { ok: false, failure: 'gone' };
    },
    isFull: async () => (await names()).filter((name) => !name.endsWith(fetchedMark)).length >= limits.spoolFilesMax,
    async sweep() {
      for (const name of await names()) {
        const keepMs = name.endsWith(fetchedMark) ? limits.spoolFetchedMs : limits.spoolForgottenMs;
        const path = join(folder, name);
        const info = await stat(path).catch(() => null);
        if (info?.isFile() && info.mtimeMs < clock.now() - keepMs) await rm(path, { force: true });
      }
    },
  };

  async function names(): Promise<string[]> {
    return readdir(folder).catch((error) => {
      if (isMissing(error)) return [];
      throw error;
    });
  }

  /** The given clock dates a file, so that it ages by the clock that `sweep` reads. */
  async function stamp(path: string): Promise<void> {
    const now = new Date(clock.now());
    await utimes(path, now, now);
  }
}

/**
 * Content decides what a file is; what the browser said settles only what content leaves open (sound in a video
 * container).
 */
function mimeMark(mime: string): string {
  const bare = mime.split(';')[0]?.trim().toLowerCase() ?? '';
  return /^[a-z]+\/[a-z0-9.+-]{1,80}$/.test(bare) ? `.${bare.replace('/', '_')}` : '';
}

function mimeOf(ref: string): string | undefined {
  return ref.length > 33 ? ref.slice(33).replace('_', '/') : undefined;
}

function isRef(ref: string): boolean {
  return (
    /^[0-9a-f]{32}(\.[a-z]+_[a-z0-9.+-]{1,80})?$/.test(ref) && !ref.endsWith(fetchedMark) && !ref.endsWith(partMark)
  );
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new name in a folder is on the disk only once the folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
