/**
 * The line over Telegram: the desk as its own process, the real Telegraf over HTTP against the stand-in of the Bot API,
 * consultants at the console in real Chromium.
 */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BotApi, type Citizen, createBotApi, type WireMessage } from '../support/bot-api/bot-api.ts';
import { openChromium } from '../support/chromium.ts';
import { killDesks } from '../support/desk-process.ts';
import {
  answer,
  claim,
  codeIn,
  grounds,
  type JourneyDesk,
  noChromium,
  openDesk,
  resolve,
  takeSeat,
} from './desk-visit.ts';

/** Three programs that start and a browser, on a machine that may do other things. */
const journeyMs = 300_000;
const browser = await openChromium();
afterAll(async () => {
  await browser?.close();
  await killDesks();
});

describe.each(grounds)('a resident on Telegram is answered', (ground) => {
  const missing = browser ? ground.missing : noChromium;
  describe.skipIf(missing)(`[${ground.name}${missing ? `: ${missing}` : ''}]`, () => {
    let api: BotApi;
    let desk: JourneyDesk;

    beforeEach(async () => {
      api = await createBotApi();
      desk = await openDesk(ground, { TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.url });
    }, journeyMs);

    afterEach(async () => {
      for (const context of browser?.contexts() ?? []) await context.close();
      await desk?.close();
      await api?.close();
    });

    it(
      'from a broken lamp over DPKP’s answer to “it is not solved”, and back into the queue',
      async () => {
        const dpkp = { url: desk.url, username: 'dpkp', password: await desk.hire('dpkp', 'dpkp') };
        const pbj = { url: desk.url, username: 'pbj', password: await desk.hire('pbj', 'pbj') };
        const resident = api.user(810_001, 'Sari Rekaan');
        resident.text('lampu gang mati sdh seminggu di RT 3 RW 2 Ngronggo pak');
        const filed = await received(resident, /diteruskan ke Dinas Perumahan dan Kawasan Permukiman/);
        const code = codeIn(filed.text!);

        const page = await takeSeat(browser!, dpkp);
        const card = page.locator(`#antrean-${code}`);
        expect(await card.textContent()).toMatch(/Ngronggo/);
        await claim(page, code);
        const bubble = await answer(page, 'Besok pagi petugas kami datang, Ibu.');
        const arrived = await received(resident, /Besok pagi petugas kami datang/);
        expect(arrived.text).toMatch(new RegExp(`^DPKP · ${code}\\n`));
        // Without a reload: the page is told that the message has gone.
        await bubble.getByText('terkirim').waitFor();

        await resolve(page, 'Bohlam diganti Senin pagi.');
        const asked = await received(resident, /Apakah sudah selesai/);
        const closing = await received(resident, /Bohlam diganti Senin pagi/);
        expect(closing.message_id).toBeLessThan(asked.message_id);
        await page.locator('#keadaan').getByText('Selesai', { exact: true }).waitFor();
        resident.press(asked, 'Belum selesai');
        await received(resident, new RegExp(`Laporan ${code} kami buka lagi`));
        await page.locator('#keadaan').getByText('Menunggu jawaban').waitFor();
        await page.goto(`${desk.url}/antrean`);
        await page.locator(`#antrean-${code}`).getByText('Anda').waitFor();

        expect(said(api, resident)).toEqual([...new Set(said(api, resident))]);
        const other = await takeSeat(browser!, pbj);
        expect(await other.locator('.queue-item').count()).toBe(0);
        expect((await other.goto(`${desk.url}/tiket/${code}`))?.status()).toBe(404);
      },
      journeyMs,
    );

    it(
      'a Pokmas treasurer’s question about receipts reaches PBJ and is answered with its legal basis',
      async () => {
        const pbj = { url: desk.url, username: 'pbj', password: await desk.hire('pbj', 'pbj') };
        const treasurer = api.user(810_002, 'Rekaan Bendahara');
        treasurer.text('beli semen 12 jt cukup nota apa harus kuitansi?');
        const filed = await received(treasurer, /diteruskan ke Bagian Pengadaan\s+Barang\/Jasa/);
        const code = codeIn(filed.text!);
        treasurer.press(filed, 'Pokmas');
        await received(treasurer, /Ada lagi yang ingin disampaikan/);

        const page = await takeSeat(browser!, pbj);
        await claim(page, code);
        await page.locator('#perkara').getByText('Pokmas').first().waitFor();
        const basis = 'Perpres 12/2021 Pasal 28';
        const bubble = await answer(
          page,
          `Harus kuitansi, Pak: nota saja hanya sampai Rp10 juta, kuitansi sampai Rp50 juta. Dasarnya ${basis}.`,
        );
        const arrived = await received(treasurer, /Harus kuitansi/);
        expect(arrived.text).toMatch(new RegExp(`^PBJ · ${code}\\n`));
        expect(arrived.text).toContain(basis);
        await bubble.getByText('terkirim').waitFor();
      },
      journeyMs,
    );

    /** @returns what the bot wrote to somebody, by the stand-in's log, in order. */
    async function received(citizen: Citizen, pattern: RegExp): Promise<WireMessage> {
      const find = () => citizen.received().find(({ text }) => pattern.test(text ?? ''));
      await api.until(() => find() !== undefined, `${pattern}`, 20_000);
      return find()!;
    }
  });
});

/** Every text that the bot was asked to send there. */
function said(api: BotApi, citizen: Citizen): string[] {
  return api.calls
    .filter(({ method, params, ok }) => ok && method === 'sendMessage' && Number(params.chat_id) === citizen.id)
    .map(({ params }) => String(params.text));
}
