/** The browser's profile on disk: it is the account, so it is ours alone, and no browser but ours has it open. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { profileOf } from './config.ts';

/** Makes the folder, readable by this account alone. @throws where the disk does not let it. */
export function prepareFolder(folder: string): void {
  for (const path of [folder, profileOf(folder)]) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  }
}

/**
 * Ends browsers that outlived a process of ours, and takes away the marks that they, or browsers on another host, left.
 * Only for who holds the folder's lock.
 */
export function freeProfile(folder: string): void {
  const profile = profileOf(folder);
  for (const pid of processesOn(profile)) end(pid);
  for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket'])
    rmSync(join(profile, name), { force: true });
}

/** After the account was logged out: what lies there opens nothing any more. */
export function forgetLogin(folder: string): void {
  rmSync(profileOf(folder), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** @returns the memory of all processes on the profile in bytes, shared pages divided; undefined where nobody tells. */
export function memoryOf(folder: string): number | undefined {
  const sizes = processesOn(profileOf(folder)).flatMap((pid) => {
    const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readProc(pid, 'smaps_rollup'))?.[1];
    return kilobytes === undefined ? [] : Number(kilobytes) * 1024;
  });
  return sizes.length === 0 ? undefined : sizes.reduce((sum, size) => sum + size, 0);
}

/** The main process names the profile, and all others descend from it. Empty where there is no /proc. */
function processesOn(profile: string): number[] {
  const all = allPids();
  const found = new Set(
    all.filter((pid) => readProc(pid, 'cmdline').split('\0').includes(`--user-data-dir=${profile}`)),
  );
  const parents = new Map(all.map((pid) => [pid, parentOf(pid)]));
  for (const pid of all) {
    for (let one: number | undefined = pid; one !== undefined && one > 1; one = parents.get(one))
      if (found.has(one)) found.add(pid);
  }
  return [...found];
}

function allPids(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function parentOf(pid: number): number | undefined {
  // pid (name) state ppid: the name may hold blanks and brackets, so it is read from its end.
  const [, parent] = readProc(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];
  return parent === undefined ? undefined : Number(parent);
}

function readProc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
