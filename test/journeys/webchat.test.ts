/** The line over the web chat: the desk as its own process, a resident and consultants in real Chromium. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { killDesks } from '../support/desk-process.ts';
import {
  answer,
  claim,
  codeIn,
  desktop,
  grounds,
  type JourneyDesk,
  noChromium,
  openDesk,
  phone,
  resolve,
  takeSeat,
} from './desk-visit.ts';

/** Programs that start and a browser, on a machine that may do other things. */
const journeyMs = 300_000;
const browser = await openChromium();
afterAll(async () => {
  await browser?.close();
  await killDesks();
});

describe.each(grounds)('a resident in the web chat is answered', (ground) => {
  const missing = browser ? ground.missing : noChromium;
  describe.skipIf(missing)(`[${ground.name}${missing ? `: ${missing}` : ''}]`, () => {
    let desk: JourneyDesk;

    beforeEach(async () => {
      desk = await openDesk(ground);
    }, journeyMs);

    afterEach(async () => {
      for (const context of browser?.contexts() ?? []) await context.close();
      await desk?.close();
    });

    it.each([
      ['on a phone', phone],
      ['on a desk', desktop],
    ])(
      '%s: from a broken lamp over DPKP’s answer to “it is not solved”, in two tabs and over a reload',
      async (_, size) => {
        const dpkp = { url: desk.url, username: 'dpkp', password: await desk.hire('dpkp', 'dpkp'), size };
        const page = await resident(size);
        await write(page, 'lampu gang mati sdh seminggu di RT 3 RW 2 Ngronggo pak');
        const filed = bubble(page, 'diteruskan ke Dinas Perumahan dan Kawasan Permukiman');
        await filed.waitFor();
        const code = codeIn((await filed.textContent())!);
        // One card, below what says that it is filed, though a welcome came with it.
        expect(await page.locator('.card:visible').allInnerTexts()).toEqual([expect.stringContaining(code)]);
        expect(await filed.locator('.card:visible').count()).toBe(1);

        const seat = await takeSeat(browser!, dpkp);
        await claim(seat, code);
        const sent = await answer(seat, 'Besok pagi petugas kami datang, Ibu.');
        const arrived = bubble(page, 'Besok pagi petugas kami datang, Ibu.');
        await arrived.waitFor();
        expect(await arrived.locator('.who').textContent()).toContain(code);
        // The page says what it has got, and the consultant sees it without a reload.
        await sent.getByText('sampai').waitFor();

        const tab = await page.context().newPage();
        await tab.goto(`${desk.url}/chat`);
        await bubble(tab, 'Besok pagi petugas kami datang, Ibu.').waitFor();
        await resolve(seat, 'Bohlam diganti Senin pagi.');
        await tab.getByRole('button', { name: 'Belum selesai' }).click();
        await bubble(tab, `Laporan ${code} kami buka lagi`).waitFor();
        await bubble(page, `Laporan ${code} kami buka lagi`).waitFor();
        // Answered in the other tab: the buttons are gone here, too.
        await page.locator('.choices').waitFor({ state: 'detached' });

        const before = await texts(page);
        await page.reload();
        await bubble(page, `Laporan ${code} kami buka lagi`).waitFor();
        expect(await texts(page)).toEqual(before);
        expect(await texts(tab)).toEqual(before);
        await seat.goto(`${desk.url}/antrean`);
        await seat.locator(`#antrean-${code}`).getByText('Anda').waitFor();
      },
      journeyMs,
    );

    it(
      'goes on from another device by the return link, with a treasurer’s question answered by PBJ',
      async () => {
        const pbj = { url: desk.url, username: 'pbj', password: await desk.hire('pbj', 'pbj') };
        const page = await resident({ ...phone, permissions: ['clipboard-read', 'clipboard-write'] });
        await write(page, 'beli semen 12 jt cukup nota apa harus kuitansi?');
        const filed = bubble(page, 'diteruskan ke Bagian Pengadaan Barang/Jasa');
        await filed.waitFor();
        const code = codeIn((await filed.textContent())!);
        await page.getByRole('button', { name: 'Pokmas', exact: true }).click();
        await bubble(page, 'Ada lagi yang ingin disampaikan').waitFor();
        await page.locator('.card').getByRole('button', { name: 'Salin tautan kembali' }).click();
        await page.getByText('Tautan disalin').waitFor();
        const link = await page.evaluate<string>('navigator.clipboard.readText()');
        await page.context().close();

        const other = await resident(desktop, link);
        await other.locator('#adopted').waitFor();
        await bubble(other, 'beli semen 12 jt').waitFor();
        const seat = await takeSeat(browser!, pbj);
        await claim(seat, code);
        await answer(seat, 'Harus kuitansi, Pak. Dasarnya Perpres 12/2021 Pasal 28.');
        await bubble(other, 'Dasarnya Perpres 12/2021 Pasal 28.').waitFor();
        // A stranger's link opens nothing.
        const stranger = await resident(phone, link.replace(/.{6}$/, 'AAAAAA'));
        await stranger.getByText('Tautan kembali itu tidak berlaku lagi').waitFor();
        expect(await stranger.locator('.bubble').count()).toBe(0);
      },
      journeyMs,
    );

    async function resident(size: BrowserContextOptions, address = `${desk.url}/chat`): Promise<Page> {
      const context = await browser!.newContext({ locale: 'id-ID', timezoneId: 'Asia/Jakarta', ...size });
      context.setDefaultTimeout(20_000);
      const page = await context.newPage();
      await page.goto(address);
      await page.locator('#composer').waitFor();
      return page;
    }
  });
});

async function write(page: Page, text: string): Promise<void> {
  await page.fill('#text', text);
  await page.press('#text', 'Enter');
}

function bubble(page: Page, text: string) {
  return page.locator('.bubble', { hasText: text });
}

function texts(page: Page): Promise<string[]> {
  return page.locator('.bubble .text').allTextContents();
}
