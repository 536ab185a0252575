/**
 * The line over WhatsApp: the desk as its own process with the real library in real Chromium, the account linked on the
 * console, a broken lamp with a photo, and DPKP's answer with its marks.
 */
import { afterAll, afterEach, expect, it } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { killDesks, makeDataFolder } from '../support/desk-process.ts';
import { chromiumFor } from '../support/whatsapp-web/chromium-for.ts';
import { createWhatsappWeb, type WhatsappWeb } from '../support/whatsapp-web/whatsapp-web.ts';
import { answer, claim, codeIn, grounds, type JourneyDesk, noChromium, openDesk, takeSeat } from './desk-visit.ts';

const journeyMs = 300_000;
const browser = await openChromium();
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
let web: WhatsappWeb | undefined;
let desk: JourneyDesk | undefined;
const wrapped = makeDataFolder();

afterEach(async () => {
  await desk?.close();
  await web?.close();
});
afterAll(async () => {
  await browser?.close();
  await killDesks();
  wrapped.remove();
});

it.skipIf(!browser)(
  `a broken lamp with a photo is answered on WhatsApp, with delivered and read${browser ? '' : ` (${noChromium})`}`,
  async () => {
    web = await createWhatsappWeb({ receipts: 'delivered' });
    const sari = web.citizen({ phone: '620000000501', name: 'Sari Rekaan', addressing: 'lid' });
    desk = await openDesk(grounds[0]!, { WHATSAPP_MODE: 'web', CHROMIUM_PATH: chromiumFor(web, wrapped.path) });
    const [, username, password] = /shown once[^)]*\): (\S+) \/ (\S+)/.exec(desk.process.stdout()) ?? [];
    const admin = await takeSeat(browser!, { url: desk.url, username: username!, password: password! });
    await admin.goto(`${desk.url}/saluran`);
    await admin.getByAltText('Kode QR penautan').waitFor({ timeout: 60_000 });
    web.phone.scanQr();
    // Without a reload: the page is told.
    await admin.locator('#saluran-whatsapp').getByText('Tersambung', { exact: true }).first().waitFor();

    const dpkp = { url: desk.url, username: 'dpkp', password: await desk.hire('dpkp', 'dpkp') };
    sari.photo({ bytes: png, mime: 'image/png', caption: 'lampu gang mati sdh seminggu di RT 3 RW 2 Ngronggo pak' });
    const filed = await received(/diteruskan ke Dinas Perumahan dan Kawasan Permukiman/);
    const page = await takeSeat(browser!, dpkp);
    await claim(page, codeIn(filed.body!));
    await page.locator('a.file', { hasText: 'Foto' }).click();
    await page.locator('.message img').first().waitFor();
    const bubble = await answer(page, 'Besok pagi petugas kami datang, Ibu.');
    const arrived = await received(/Besok pagi petugas kami datang/);
    expect(arrived.to).toBe(sari.chat());
    await bubble.getByText('sampai').waitFor();
    sari.ack(arrived, 3);
    await bubble.getByText('dibaca').waitFor();
    expect(new Set(bodies()).size).toBe(bodies().length);
    expect(web.complaints).toEqual([]);

    function bodies(): string[] {
      return sari.received().map(({ body }) => body ?? '');
    }
    async function received(pattern: RegExp) {
      const find = () => sari.received().find(({ body }) => pattern.test(body ?? ''));
      await web?.until(() => find() !== undefined, 60_000);
      return find()!;
    }
  },
  journeyMs,
);
