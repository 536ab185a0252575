/**
 * `npm run pictures [-- name …]`: the pictures of the README, taken from the demo in real Chromium into docs/pictures/.
 * With `--keep` the city of the last time is used again.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { openChromium } from './chromium.ts';
import { type DemoProcess, signIn, startDemo } from './demo-process.ts';
import { pictureOf } from './png.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'docs/pictures');

type Picture = {
  name: string;
  size: keyof typeof sizes;
  dark?: true;
  /** Who looks; nobody: a resident. */
  as?: string;
  open(page: Page, demo: DemoProcess): Promise<void>;
};

const sizes = {
  desktop: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5 },
  phone: { viewport: { width: 390, height: 780 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
} as const;

const pictures: readonly Picture[] = [
  { name: 'chat', size: 'phone', open: (page, demo) => openChat(page, demo) },
  { name: 'tiket-ponsel', size: 'phone', as: 'dpkp', open: (page) => openTicket(page, 'mau tanya syarat bedah rumah') },
  { name: 'tiket', size: 'desktop', as: 'bppkad', open: (page) => openTicket(page, 'mau tanya bu, saya bendahara') },
  {
    name: 'tiket-gelap',
    size: 'desktop',
    dark: true,
    as: 'dpupr',
    open: (page) => openTicket(page, 'mohon arahan, RAB'),
  },
  { name: 'triase', size: 'desktop', as: 'koordinator', open: (page, { url }) => openPage(page, `${url}/triase`) },
  {
    name: 'ringkasan',
    size: 'desktop',
    as: 'koordinator',
    open: (page, { url }) => openPage(page, `${url}/ringkasan`),
  },
];

const settleMs = 1_200;
const bytesMax = 150 * 1024;

const { values, positionals } = parseArgs({ options: { keep: { type: 'boolean' } }, allowPositionals: true });
const browser = await openChromium();
if (!browser) process.exit(1);
const demo = await startDemo({ DATA_DIR: join(tmpdir(), 'klinik-pictures') }, values.keep ? ['--keep'] : []);
try {
  mkdirSync(folder, { recursive: true });
  for (const picture of pictures)
    if (positionals.length === 0 || positionals.includes(picture.name)) await take(picture, browser, demo);
} finally {
  await browser.close();
  await demo.process.stop();
}

async function take(picture: Picture, browser: Browser, demo: DemoProcess): Promise<void> {
  const context = await browser.newContext({
    locale: 'id-ID',
    timezoneId: 'Asia/Jakarta',
    colorScheme: picture.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    ...sizes[picture.size],
  });
  const page = await context.newPage();
  if (picture.as) await signIn(page, demo, picture.as);
  await picture.open(page, demo);
  await page.waitForTimeout(settleMs);
  const file = await pictureOf(page);
  if (file.length > bytesMax) throw new Error(`${picture.name}: ${file.length} bytes → take less of the page`);
  writeFileSync(join(folder, `${picture.name}.png`), file);
  process.stdout.write(`${picture.name}.png  ${Math.ceil(file.length / 1024)} kB\n`);
  await context.close();
}

async function openPage(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator('main').first().waitFor();
}

async function openQueue(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Antrean' }).first().click();
  await page.locator('[id^="antrean-KP"]').first().waitFor();
}

/** @param words of its subject. */
async function openTicket(page: Page, words: string): Promise<void> {
  await openQueue(page);
  await page.locator('[id^="antrean-KP"]', { hasText: words }).first().click();
  await page.locator('.message').last().waitFor();
}

async function openChat(page: Page, { residentLink }: DemoProcess): Promise<void> {
  await page.goto(residentLink);
  await page.locator('.bubble.staff').last().waitFor();
  // Once more without the link, and without what is said about it.
  await page.reload();
  await page.locator('.bubble.staff').last().waitFor();
}
