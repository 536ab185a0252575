/** What a test looks for on the page of the web chat, and what it sends from there. */
import type { Page } from 'playwright-core';

export const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
export const desk = { viewport: { width: 1280, height: 800 } };
export const code = 'KP-7FX3-MQ9';

export const bubble = (page: Page, text: string) => page.locator('.bubble', { hasText: text });
export const stored = (page: Page, text: string) => page.locator('.bubble.citizen[data-seq]', { hasText: text });

export async function write(page: Page, text: string): Promise<void> {
  await page.fill('#text', text);
  await page.press('#text', 'Enter');
}

/** Run in the page: a picture of 3000 × 2000 pixels as base64. */
export const bigPhoto = `(() => {
  const canvas = document.createElement('canvas');
  canvas.width = 3000;
  canvas.height = 2000;
  canvas.getContext('2d').fillRect(0, 0, 1500, 2000);
  return canvas.toDataURL('image/png').split(',')[1];
})()`;
