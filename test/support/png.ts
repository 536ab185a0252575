/**
 * Small PNG files of a browser's pictures: Chromium writes all colours of a page, three times the bytes that its few
 * hues ask for. Here 256 are kept, the most frequent of each neighbourhood.
 */
import { crc32, deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';

const coloursMax = 256;
const surfacesMax = 96;
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

type Pixels = { width: number; height: number; rgba: Buffer };

/** What the page shows, as a PNG with a palette. */
export async function pictureOf(page: Page): Promise<Buffer> {
  const { width, height, rgba } = await pixelsOf(page, await page.screenshot());
  const colours = new Uint32Array(width * height);
  for (let n = 0; n < colours.length; n++) colours[n] = rgba.readUIntBE(n * 4, 3);
  const palette = paletteOf(colours);
  const rows = Buffer.alloc((width + 1) * height);
  const known = new Map(palette.map((colour, index) => [colour, index]));
  colours.forEach((colour, n) => {
    const index = known.get(colour) ?? nearest(palette, colour);
    known.set(colour, index);
    rows[n + 1 + Math.floor(n / width)] = index;
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colourBytes = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const chunks = [
    ['IHDR', head],
    ['PLTE', colourBytes],
    ['IDAT', deflateSync(rows, { level: 9 })],
    ['IEND', Buffer.alloc(0)],
  ] as const;
  return Buffer.concat([Buffer.from(signature), ...chunks.map(([name, data]) => chunk(name, data))]);
}

/** Chromium unpacks what it packed: in a page of its own, which no policy of the pictured page binds. */
async function pixelsOf(page: Page, png: Buffer): Promise<Pixels> {
  const other = await page.context().newPage();
  const packed = await other.evaluate<{ width: number; height: number; text: string }>(`(async () => {
    const picture = await (await fetch('data:image/png;base64,${png.toString('base64')}')).blob();
    const { width, height } = await createImageBitmap(picture);
    const pen = new OffscreenCanvas(width, height).getContext('2d');
    pen.drawImage(await createImageBitmap(picture), 0, 0);
    const reader = new FileReader();
    reader.readAsDataURL(new Blob([pen.getImageData(0, 0, width, height).data]));
    await new Promise((resolve) => { reader.onload = resolve; });
    return { width, height, text: reader.result.split(',')[1] };
  })()`);
  await other.close();
  return { width: packed.width, height: packed.height, rgba: Buffer.from(packed.text, 'base64') };
}

/** Surfaces keep their colour; of the edges of letters, the most frequent of those that look alike speaks for them. */
function paletteOf(colours: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const byFrequency = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  const surfaces = byFrequency.slice(0, surfacesMax);
  const spokenFor = new Set(surfaces.map(hueOf));
  const edges = byFrequency.filter((colour) => !spokenFor.has(hueOf(colour)) && spokenFor.add(hueOf(colour)));
  return [...surfaces, ...edges].slice(0, coloursMax);
}

/** The first bits of each part. */
function hueOf(colour: number): number {
  return colour & 0xf0f0f0;
}

function nearest(palette: readonly number[], colour: number): number {
  let found = 0;
  let least = Number.POSITIVE_INFINITY;
  palette.forEach((one, index) => {
    let far = 0;
    for (const shift of [16, 8, 0]) far += (((one >> shift) & 255) - ((colour >> shift) & 255)) ** 2;
    if (far < least) {
      least = far;
      found = index;
    }
  });
  return found;
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
