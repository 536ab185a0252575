/** What the journeys share: the desk as a process of its own, and the people who answer at it in real Chromium. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type DeskProcess, type Environment, makeDataFolder, startDesk, startScript } from '../support/desk-process.ts';
import { startOwnRedis } from '../support/own-redis.ts';
import { makePostgresPlace } from '../support/places.ts';
import { postgresServerUrl } from '../support/servers.ts';

/** At the size of a cheap phone. */
export const phone = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
export const desktop = { viewport: { width: 1280, height: 800 } };

/** Why browser journeys did not run, for the titles of skipped suites. */
export const noChromium = 'not run, no Chromium → install chromium, or set CHROMIUM_PATH';
const ownPassword = 'kunir lima teluk sawah';
const codePattern = /KP-[2-9A-Z]{4}-[2-9A-Z]{3}/;

export type JourneyDesk = {
  readonly url: string;
  readonly env: Environment;
  readonly process: DeskProcess;
  /** Makes a consultant with the command line. @returns the password that is told once. */
  hire(username: string, department: string): Promise<string>;
  close(): Promise<void>;
};

export type Ground = {
  /** What a journey runs on, for titles. */
  name: string;
  /** Why it cannot run here. */
  missing?: string;
  /** Adds to the environment; `close` takes its databases away. */
  prepare(): Promise<{ env: Environment; close(): Promise<void> }>;
};

/** SQLite with jobs in the process always; PostgreSQL with Redis where there are such servers. */
export const grounds: readonly Ground[] = [
  { name: 'SQLite', prepare: async () => ({ env: {}, close: async () => {} }) },
  {
    name: 'PostgreSQL and Redis',
    ...(postgresServerUrl ? {} : { missing: 'not run, DATABASE_URL names no PostgreSQL' }),
    async prepare() {
      const place = await makePostgresPlace();
      const redis = await startOwnRedis();
      return {
        env: { DATABASE_URL: place.url, ...(redis && { REDIS_URL: redis.url }) },
        async close() {
          await place.remove();
          await redis?.stop();
        },
      };
    },
  },
];

/** Starts a desk on fresh data. @param more what differs from the usual. */
export async function openDesk(ground: Ground, more: Environment = {}): Promise<JourneyDesk> {
  const data = makeDataFolder();
  const place = await ground.prepare();
  const env = { DATA_DIR: data.path, PORT: '0', TURN_QUIET_MS: '300', ...place.env, ...more };
  const desk = startDesk(env);
  const url = await desk.started();
  if (url === null) throw new Error('this desk serves no pages');
  return {
    url,
    env,
    process: desk,
    async hire(username, department) {
      const account = ['--name', 'Bu Contoh', '--username', username, '--role', 'consultant'];
      const command = startScript('src/cli/create-staff.ts', env, [...account, '--department', department]);
      const { code } = await command.exited;
      if (code !== 0) throw new Error(command.stderr());
      return command.stdout().trim();
    },
    async close() {
      if (desk.isRunning()) await desk.stop();
      await place.close();
      data.remove();
    },
  };
}

/** Opens the console and signs in for the first time, which asks for a password of one's own. */
export async function takeSeat(
  browser: Browser,
  { url, username, password, size = desktop, detour }: SeatOf,
): Promise<Page> {
  const context = await browser.newContext({ locale: 'id-ID', timezoneId: 'Asia/Jakarta', ...size });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await page.goto(url);
  await page.getByLabel('Nama pengguna').fill(username);
  await page.getByLabel('Kata sandi').fill(password);
  await page.getByRole('button', { name: 'Masuk' }).click();
  const newPassword = page.getByRole('heading', { name: 'Buat kata sandi Anda sendiri' });
  await newPassword.waitFor();
  if (detour !== undefined) await page.goto(url + detour);
  await newPassword.waitFor();
  await page.getByLabel('Kata sandi sekarang').fill(password);
  await page.getByLabel('Kata sandi baru', { exact: true }).fill(ownPassword);
  await page.getByLabel('Ulangi kata sandi baru').fill(ownPassword);
  await page.getByRole('button', { name: 'Simpan kata sandi' }).click();
  await page.locator('main, .desk').first().waitFor();
  return page;
}

type SeatOf = {
  url: string;
  username: string;
  password: string;
  size?: BrowserContextOptions;
  /** A page that is tried before the password is changed, and leads back to it. */
  detour?: string;
};

/** From the queue to one's own ticket. */
export async function claim(page: Page, code: string): Promise<void> {
  await page.locator(`#antrean-${code}`).click();
  await page.getByRole('button', { name: 'Ambil', exact: true }).click();
  await page.getByText('Tiket ini sekarang Anda pegang.').waitFor();
}

/** Writes to the citizen. @returns the bubble, for its delivery state. */
export async function answer(page: Page, text: string) {
  await page.getByLabel('Balasan untuk warga').fill(text);
  await page.getByRole('button', { name: 'Kirim', exact: true }).click();
  const bubble = page.locator('.message.staff', { hasText: text });
  await bubble.waitFor();
  return bubble;
}

/** Writes to the citizen for the last time, and settles the ticket with it. */
export async function resolve(page: Page, text: string): Promise<void> {
  await page.getByLabel('Balasan untuk warga').fill(text);
  await page.getByRole('button', { name: 'Kirim & selesai' }).click();
  await page.getByText('Diselesaikan. Warga ditanya').waitFor();
}

/** @throws where the text has no ticket code. */
export function codeIn(text: string): string {
  const code = codePattern.exec(text)?.[0];
  if (!code) throw new Error(`no ticket code in: ${text}`);
  return code;
}
