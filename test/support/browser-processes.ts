/** The processes of a Chromium that somebody else has started, by the profile that it works on. */
import { execFileSync } from 'node:child_process';

export type BrowserProcesses = {
  /** The browser itself. */
  browsers: readonly number[];
  /** What shows its pages. */
  renderers: readonly number[];
};

export function browserProcesses(profile: string): BrowserProcesses {
  const all = execFileSync('ps', ['-ww', '-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [, pid, parent, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return pid ? [{ pid: Number(pid), parent: Number(parent), args }] : [];
    });
  const browsers = all.filter(({ args }) => args.includes(`--user-data-dir=${profile}`) && !args.includes('--type='));
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && (browsers.some((one) => one.pid === pid) || isBelow(parents.get(pid)));
  const renderers = all.filter(({ pid, args }) => args.includes('--type=renderer') && isBelow(pid));
  return { browsers: browsers.map(({ pid }) => pid), renderers: renderers.map(({ pid }) => pid) };
}

/** SIGKILL to each; what is gone already is gone. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Ended meanwhile.
    }
  }
}
