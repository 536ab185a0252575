/** What a test looks for on the page of the web chat, and what it sends from there. */
import type { Page } from 'playwright-core';

export const bubble = (page: Page, text: string) => page.locator('.bubble', { hasText: text });
export const stored = (page: Page, text: string) => page.locator('.bubble.citizen[data-seq]', { hasText: text });

/** Run in the page: a picture of 3000 × 2000 pixels as base64. */
export const bigPhoto = `(() => {
  const canvas = document.createElement('canvas');
  canvas.width = 3000;
  canvas.height = 2000;
  canvas.getContext('2d').fillRect(0, 0, 1500, 2000);
  return canvas.toDataURL('image/png').split(',')[1];
})()`;
