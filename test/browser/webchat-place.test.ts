/** The place on the chat page that somebody reads at, in real Chromium: what arrives does not tear it away. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { bubble, phone, stored, write } from '../support/webchat-page.ts';
import { intakeInto, openWebchatStand, type WebchatStand } from '../support/webchat-stand.ts';
import { addressIn } from '../support/webchat-visitor.ts';

const browser = await openChromium();
let stand: WebchatStand;
let page: Page;
let address: string;

beforeEach(async () => {
  stand = await openWebchatStand();
  await stand.adapter.start(intakeInto(stand.mailbox));
  if (!browser) return;
  page = await browser.newPage({ locale: 'id-ID', timezoneId: 'Asia/Jakarta', ...phone });
  await page.goto(`${stand.url}/chat`);
  await page.locator('#composer').waitFor();
  const cookie = (await page.context().cookies()).find(({ name }) => name === 'klinik_chat');
  address = addressIn(`klinik_chat=${cookie?.value}`);
});

afterEach(async () => {
  if (browser) await page.close();
  await stand.close();
});

afterAll(() => browser?.close());

/** Pixels from the top of what is seen of the conversation to the bubble. */
const distanceFromTop = (page: Page, text: string) =>
  bubble(page, text).evaluate((found) =>
    Math.abs(found.getBoundingClientRect().top - found.closest('#scroll')!.getBoundingClientRect().top),
  );

const distanceFromEnd = (page: Page) =>
  page.locator('#scroll').evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop);

describe.skipIf(!browser)('the place on the chat page', () => {
  it('lets a long answer be read from its beginning, and the next one too', async () => {
    const lines = (what: string) => Array.from({ length: 60 }, (_, n) => `${what}, baris ${n + 1}`).join('\n');
    const atTop = (text: string) => expect.poll(() => distanceFromTop(page, text)).toBeLessThan(30);
    await write(page, 'apa saja syaratnya');
    await stored(page, 'apa saja syaratnya').waitFor();
    await stand.say(address, { author: 'bot', text: lines('syarat') });
    await bubble(page, 'syarat, baris 1').waitFor();
    await atTop('apa saja syaratnya');
    // What comes meanwhile waits below, and is told of.
    await stand.say(address, { author: 'bot', text: lines('biaya') });
    await page.locator('#newest').waitFor();
    await atTop('apa saja syaratnya');
    await page.click('#newest');
    await atTop('biaya, baris 1');
    // Read to the end, by hand.
    await page.evaluate("document.querySelector('#scroll').scrollTo(0, 99999)");
    await expect.poll(() => page.locator('#newest').isVisible()).toBe(false);
    await stand.say(address, { author: 'staff', text: lines('jawaban') });
    await bubble(page, 'jawaban, baris 1').waitFor();
    await atTop('jawaban, baris 1');
    await page.reload();
    await bubble(page, 'jawaban, baris 1').waitFor();
    await atTop('apa saja syaratnya');
    await write(page, 'terima kasih');
    await expect.poll(() => distanceFromEnd(page)).toBeLessThan(2);
  });

  it('keeps the place of who reads further up, and loads the past without a jump', async () => {
    for (let n = 1; n <= 60; n++) stand.mailbox.put(address, { author: 'bot', text: `pesan nomor ${n}`, at: n });
    await page.reload();
    await bubble(page, 'pesan nomor 60').waitFor();
    expect(await page.locator('.bubble').count()).toBe(40);
    await page.click('#more');
    await bubble(page, 'pesan nomor 1').first().waitFor({ state: 'attached' });
    expect(await page.locator('.bubble').count()).toBe(60);
    expect(await page.evaluate("document.querySelector('#scroll').scrollTop")).toBeGreaterThan(500);
    await page.evaluate("document.querySelector('#scroll').scrollTo(0, 300)");
    await stand.say(address, { author: 'bot', text: 'yang terbaru' });
    await page.locator('#newest').click();
    await bubble(page, 'yang terbaru').waitFor();
    await expect.poll(() => page.locator('#newest').isVisible()).toBe(false);
  });
});
