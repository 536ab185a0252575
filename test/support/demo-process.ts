/** The demo as a process of its own, as `npm run demo` runs it, and what it prints once its city stands. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { type DeskProcess, type Environment, startScript } from './desk-process.ts';

export type DemoProcess = {
  readonly process: DeskProcess;
  /** Everything that it has told. */
  readonly welcome: string;
  readonly url: string;
  readonly password: string;
  /** Those printed, in order. */
  readonly usernames: readonly string[];
  /** Brings a browser into the web chat as one of the residents. */
  readonly residentLink: string;
};

const lookEveryMs = 200;

/**
 * Makes the city and waits until its pages are served. @throws with what it said, when it ends before that.
 * @param env DATA_DIR and what else differs; a free port where none is told.
 */
export async function startDemo(env: Environment, args: readonly string[] = []): Promise<DemoProcess> {
  const process = startScript('src/cli/demo.ts', { PORT: '0', LOG_LEVEL: 'warn', ...env }, args);
  while (!process.stdout().includes('Ctrl+C')) {
    if (!process.isRunning()) throw new Error(`the demo ended: ${process.stderr().slice(-2_000)}`);
    await sleep(lookEveryMs);
  }
  const welcome = process.stdout();
  const found = (pattern: RegExp) => pattern.exec(welcome)?.[1] ?? '';
  return {
    process,
    welcome,
    url: found(/(http:\/\/\S+)\/masuk/),
    password: found(/password {2}(\S+)/),
    usernames: [...welcome.matchAll(/^ {4}((?:[a-z]+\d?, )*[a-z]+\d?) {2,}\S/gm)].flatMap(([, names]) =>
      names!.split(', '),
    ),
    residentLink: found(/(http:\S+\/kembali\?t=\S+)/),
  };
}

/** Signs in on the page, as one of the printed accounts. */
export async function signIn(page: Page, demo: DemoProcess, username: string): Promise<void> {
  await page.goto(`${demo.url}/masuk`);
  await page.getByLabel('Nama pengguna').fill(username);
  await page.getByLabel('Kata sandi').fill(demo.password);
  await page.getByRole('button', { name: 'Masuk' }).click();
  await page.locator('main, .desk').first().waitFor();
}
