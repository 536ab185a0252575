/** The chat page in real Chromium, at the size of a cheap phone and of a desk, with a desk in memory behind it. */
import { join } from 'node:path';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { bigPhoto, bubble, code, desk, phone, stored, write } from '../support/webchat-page.ts';
import { intakeInto, openWebchatStand, type WebchatStand } from '../support/webchat-stand.ts';
import { addressIn } from '../support/webchat-visitor.ts';

const browser = await openChromium(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']);

let stand: WebchatStand;
let problems: string[];
const contexts: BrowserContext[] = [];

beforeEach(async () => {
  problems = [];
  stand = await openWebchatStand({ links: { telegramBot: 'klinik_contoh_bot', whatsappNumber: '6280000000000' } });
  await stand.adapter.start(intakeInto(stand.mailbox));
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  await stand.close();
});

afterAll(() => browser?.close());

/** A device with the page open. What the page breaks on its own fails the test that calls `calm`. */
async function device(options: BrowserContextOptions = phone, path = '/chat'): Promise<Page> {
  const context = await browser!.newContext({ locale: 'id-ID', timezoneId: 'Asia/Jakarta', ...options });
  contexts.push(context);
  await context.addInitScript({ path: join(import.meta.dirname, '../support/page-checks.js') });
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error' && !/ERR_|status of (503|401)/.test(line.text())) problems.push(line.text());
  });
  await page.goto(stand.url + path);
  await page.locator('#composer').waitFor();
  return page;
}

async function addressOf(page: Page): Promise<string> {
  const cookie = (await page.context().cookies()).find(({ name }) => name === 'klinik_chat');
  return addressIn(`klinik_chat=${cookie?.value}`);
}

const written = async (page: Page) =>
  stand.mailbox.rows(await addressOf(page)).filter(({ author }) => author === 'citizen');

describe.skipIf(!browser).each([
  ['on a phone', phone],
  ['on a desk', desk],
])('the chat page %s', (_, size) => {
  it('carries a matter from the first word to the answer of a department, over a reload', async () => {
    const page = await device(size);
    const address = await addressOf(page);
    await page.locator('#welcome').waitFor();
    await write(page, 'lampu gang mati sdh seminggu di RT 3 RW 2 Ngronggo pak');
    await stored(page, 'lampu gang mati').waitFor();
    expect(await page.locator('#welcome').isVisible()).toBe(false);

    const choices = ['Lampu gang', 'Lampu jalan besar'].map((label, n) => ({ id: `lampu-${n}`, label }));
    await stand.say(address, { author: 'bot', text: 'Lampu yang mana, Bapak/Ibu?', choices });
    await page.getByRole('button', { name: 'Lampu gang', exact: true }).click();
    await stored(page, 'Lampu gang').last().waitFor();
    expect(await page.locator('.choices').count()).toBe(0);

    await stand.say(address, { author: 'bot', text: `Kami teruskan ke DPKP. Kodenya ${code}.`, ticketCode: code });
    const card = page.locator('.card');
    await card.getByText(code).waitFor();
    expect(await card.getByText('Lanjut di Telegram').getAttribute('href')).toBe('/chat/telegram');
    expect(await card.getByText('Lanjut di WhatsApp').getAttribute('href')).toContain(code);

    const department = { short: 'DPKP', name: 'Dinas Perumahan Contoh' };
    await stand.say(address, { author: 'staff', department, text: `DPKP · ${code}\nBesok pagi kami periksa.` });
    const answer = page.locator('.bubble.staff');
    await answer.getByText('Besok pagi kami periksa.').waitFor();
    expect(await answer.locator('.who').textContent()).toBe(`Dinas Perumahan Contoh${code}`);
    expect(await answer.locator('.text').textContent()).toBe('Besok pagi kami periksa.');

    await page.reload();
    await bubble(page, 'Besok pagi kami periksa.').waitFor();
    expect(await page.locator('.bubble').count()).toBe(5);
    expect(await page.locator('.day').count()).toBe(1);
    await expect.poll(() => stand.mailbox.deliveredUpTo(address), { timeout: 10_000 }).toBe(5);
    expect(problems).toEqual([]);
  });

  it('fits its screen, names every control, and leaves none too small to tap', async () => {
    const page = await device(size);
    const address = await addressOf(page);
    const choices = ['Ya', 'Belum, dan ini sebuah label yang jauh lebih panjang daripada biasanya'];
    await stand.say(address, { author: 'bot', text: `https://contoh.example/${'a'.repeat(120)}`, ticketCode: code });
    await stand.say(address, { author: 'bot', text: '?', choices: choices.map((label) => ({ id: label[0]!, label })) });
    await page.locator('.choices').waitFor();
    await page.click('#attach');
    expect(await page.evaluate('pageChecks.tooWide()')).toBe(0);
    expect(await page.evaluate('pageChecks.nameless()')).toEqual([]);
    expect(await page.evaluate('pageChecks.small(44)')).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has enough contrast everywhere (%s)', async (colorScheme) => {
    const page = await device({ ...size, colorScheme });
    const address = await addressOf(page);
    await write(page, 'halo');
    const department = { short: 'DPKP', name: 'Dinas Contoh' };
    await stand.say(address, { author: 'staff', department, text: `DPKP · ${code}\nTelepon 112` });
    await stand.say(address, { author: 'bot', text: '?', ticketCode: code, choices: [{ id: 'ya', label: 'Ya' }] });
    await page.locator('.choices').waitFor();
    await page.click('#attach');
    expect(await page.evaluate('pageChecks.weakTexts()')).toEqual([]);
  });
});

describe.skipIf(!browser)('the chat page', () => {
  it('is used by keyboard alone: Enter sends, Shift+Enter breaks the line, Escape closes', async () => {
    const page = await device(desk);
    await page.locator('#welcome').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Langsung ke kotak pesan');
    await page.keyboard.press('Enter');
    await page.keyboard.type('baris satu');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('baris dua');
    await page.keyboard.press('Enter');
    await stored(page, 'baris satu').waitFor();
    expect((await written(page)).map(({ text }) => text)).toEqual(['baris satu\nbaris dua']);
    await page.focus('#attach');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('camera');
    await page.keyboard.press('Escape');
    expect(await page.locator('#menu').isVisible()).toBe(false);
  });

  it('reads aloud what arrives, not the past', async () => {
    const page = await device();
    await expect.poll(() => page.getAttribute('#log', 'aria-live')).toBe('polite');
    expect(await page.getAttribute('#log', 'role')).toBe('log');
  });

  it('shows what is written as text, never as markup, and makes links of addresses and 112 only', async () => {
    const page = await device();
    const attack =
      '<img src=x onerror=alert(1)> javascript:alert(1) https://contoh.example/a?b=1. Telepon 112! Rp112 0,112';
    await stand.say(await addressOf(page), { author: 'bot', text: attack });
    const text = page.locator('.bubble .text');
    await text.waitFor();
    expect(await text.textContent()).toBe(attack);
    expect(await text.locator('img').count()).toBe(0);
    const links = await text.locator('a').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    expect(links).toEqual(['https://contoh.example/a?b=1', 'tel:112']);
  });

  it('keeps what was written without a network, over a reload, and sends it once', async () => {
    const page = await device();
    await write(page, 'satu');
    await stored(page, 'satu').waitFor();
    await page.route('**/chat/pesan', (route) => route.abort());
    await write(page, 'dua');
    await page.getByText('Belum terkirim, ketuk untuk mengirim lagi').waitFor();
    await page.reload();
    await bubble(page, 'dua').waitFor();
    let answered = 0;
    await page.unroute('**/chat/pesan');
    // The first try arrives, only its answer is lost: the second comes under the same id.
    await page.route('**/chat/pesan', async (route) => {
      const response = await route.fetch();
      if (answered++ === 0) await route.abort();
      else await route.fulfill({ response });
    });
    await stored(page, 'dua').waitFor();
    await expect.poll(() => page.evaluate("localStorage.getItem('klinik-outbox')"), { timeout: 15_000 }).toBeNull();
    expect(answered).toBeGreaterThan(1);
    expect((await written(page)).map(({ text }) => text)).toEqual(['satu', 'dua']);
    expect(await page.locator('.bubble').count()).toBe(2);
  });

  it('comes over a restart of the desk, with what was said meanwhile', async () => {
    const page = await device();
    await write(page, 'satu');
    await stored(page, 'satu').waitFor();
    await stand.adapter.stop();
    await write(page, 'dua');
    await page.locator('.bubble[data-state=waiting]', { hasText: 'dua' }).waitFor();
    stand.mailbox.put(await addressOf(page), { author: 'bot', text: 'dijawab sementara itu' });
    await (await stand.restart()).start(intakeInto(stand.mailbox));
    await stored(page, 'dua').waitFor();
    await bubble(page, 'dijawab sementara itu').waitFor();
  });

  it('says in words what is refused for good, and lets it go', async () => {
    const page = await device();
    const refusal = { status: 413, json: { error: 'too-long', message: 'Pesannya terlalu panjang.' } };
    await page.route('**/chat/pesan', (route) => route.fulfill(refusal));
    await write(page, 'panjang');
    await page.getByText('Pesannya terlalu panjang.').waitFor();
    await page.getByRole('button', { name: 'Hapus' }).click();
    expect(await page.locator('.bubble').count()).toBe(0);
  });

  it('asks every few seconds where no stream comes through', async () => {
    const context = await browser!.newContext(phone);
    contexts.push(context);
    await context.route('**/chat/aliran*', (route) => route.fulfill({ status: 502, body: '' }));
    const page = await context.newPage();
    await page.goto(`${stand.url}/chat`);
    await page.locator('#welcome').waitFor();
    await stand.say(await addressOf(page), { author: 'bot', text: 'lewat jalan lain' });
    await bubble(page, 'lewat jalan lain').waitFor();
  });

  it('sends a photo made smaller, with its caption, also after a reload without a network', async () => {
    const page = await device();
    await page.route('**/chat/berkas', (route) => route.abort());
    const png = await page.evaluate<string>(bigPhoto);
    const file = { name: 'jalan.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') };
    await page.setInputFiles('#files-input', file);
    await page.locator('#tray img').waitFor();
    await write(page, 'jalan berlubang');
    await page.locator('.bubble .body img').waitFor();
    await page.reload();
    await bubble(page, 'jalan berlubang').waitFor();
    await page.unroute('**/chat/berkas');
    await stored(page, 'jalan berlubang').waitFor();
    const [row] = await written(page);
    expect(row?.files).toEqual([{ name: 'jalan.jpg', kind: 'photo' }]);
  });

  it('sends the place where one stands, if one says so, and a voice note', async () => {
    const place = { latitude: -7.82, longitude: 112.01, accuracy: 12 };
    const page = await device({ ...phone, geolocation: place, permissions: ['geolocation', 'microphone'] });
    await page.click('#attach');
    await page.click('#place');
    await page.getByText('Lokasi saya, kira-kira dalam 20 m').waitFor();
    expect(await written(page)).toEqual([]);
    await page.click('#send');
    await stored(page, 'Lokasi').waitFor();
    await page.click('#voice');
    await page.getByText('0.01').waitFor();
    await page.click('#record-done');
    await page.locator('#tray audio').waitFor();
    await page.click('#send');
    await stored(page, 'Pesan suara').waitFor();
    const rows = await written(page);
    expect(rows[0]?.location).toEqual({ latitude: -7.82, longitude: 112.01 });
    expect(rows[1]?.files).toEqual([{ name: 'suara.webm', kind: 'voice' }]);
    expect(problems).toEqual([]);
  });

  it('opens on another device by the return link, says so, and forgets when it is not theirs', async () => {
    const page = await device({ ...phone, permissions: ['clipboard-read', 'clipboard-write'] });
    await write(page, 'dari ponsel');
    await stored(page, 'dari ponsel').waitFor();
    await stand.say(await addressOf(page), { author: 'bot', text: 'Tercatat.', ticketCode: code });
    await page.locator('.card').getByRole('button', { name: 'Salin tautan kembali' }).click();
    await page.getByText('Tautan disalin').waitFor();
    const link = await page.evaluate<string>('navigator.clipboard.readText()');

    const other = await device(desk, link.slice(stand.url.length));
    await bubble(other, 'dari ponsel').waitFor();
    await other.locator('#adopted').waitFor();
    await expect.poll(() => other.url()).toBe(`${stand.url}/chat`);
    await other.getByRole('button', { name: 'Mulai yang baru' }).click();
    await other.locator('#welcome').waitFor();
    expect(await addressOf(other)).not.toBe(await addressOf(page));
    expect(await other.locator('.bubble').count()).toBe(0);
  });

  it('tells other ways where there is no JavaScript', async () => {
    const context = await browser!.newContext({ ...phone, javaScriptEnabled: false });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(`${stand.url}/chat`);
    const words = page.locator('noscript .welcome');
    await words.waitFor();
    expect(await words.textContent()).toContain('kantor kelurahan');
    expect(await page.locator('#composer').isVisible()).toBe(false);
  });
});
