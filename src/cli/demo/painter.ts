/**
 * Paints small pictures and writes them as PNG: what the residents of the demo photograph. Pure arithmetic, no library.
 */
import { crc32, deflateSync } from 'node:zlib';

export type Colour = readonly [red: number, green: number, blue: number];
export type Point = readonly [x: number, y: number];

export type Painter = {
  /** Top to bottom, from one colour to the other. */
  shade(from: number, to: number, above: Colour, below: Colour): void;
  box(x: number, y: number, width: number, height: number, colour: Colour): void;
  disc(x: number, y: number, radiusX: number, radiusY: number, colour: Colour): void;
  /** Filled; the corners in order. */
  shape(corners: readonly Point[], colour: Colour): void;
  line(from: Point, to: Point, thickness: number, colour: Colour): void;
  png(): Buffer;
};

/** Everything is painted twice as large and halved at the end: soft edges. */
const fold = 2;

export function createPainter(width: number, height: number): Painter {
  const wide = width * fold;
  const high = height * fold;
  const pixels = new Uint8ClampedArray(wide * high * 3);
  /** Fills the pixels of a row between two edges. */
  const span = (y: number, from: number, to: number, [red, green, blue]: Colour) => {
    const start = (y * wide + Math.max(0, from)) * 3;
    const end = (y * wide + Math.min(wide, to)) * 3;
    for (let at = start; at < end; at += 3) {
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
    }
  };
  /** Row by row: `edges` gives where the figure begins and ends on a height, both in picture units. */
  const fill = (
    top: number,
    bottom: number,
    edges: (y: number) => readonly number[],
    colour: (y: number) => Colour,
  ) => {
    for (let row = Math.max(0, Math.floor(top * fold)); row < Math.min(high, Math.ceil(bottom * fold)); row++) {
      const y = (row + 0.5) / fold;
      const at = edges(y);
      for (let index = 0; index + 1 < at.length; index += 2)
        span(row, Math.round((at[index] ?? 0) * fold), Math.round((at[index + 1] ?? 0) * fold), colour(y));
    }
  };
  const shape = (corners: readonly Point[], colour: Colour) => {
    const ys = corners.map(([, y]) => y);
    fill(
      Math.min(...ys),
      Math.max(...ys),
      (y) => crossings(corners, y),
      () => colour,
    );
  };
  return {
    shade: (from, to, above, below) =>
      fill(
        from,
        to,
        () => [0, width],
        (y) => between(above, below, (y - from) / (to - from)),
      ),
    box: (x, y, boxWidth, boxHeight, colour) =>
      fill(
        y,
        y + boxHeight,
        () => [x, x + boxWidth],
        () => colour,
      ),
    disc: (x, y, radiusX, radiusY, colour) =>
      fill(
        y - radiusY,
        y + radiusY,
        (at) => {
          const half = radiusX * Math.sqrt(Math.max(0, 1 - ((at - y) / radiusY) ** 2));
          return [x - half, x + half];
        },
        () => colour,
      ),
    shape,
    line([fromX, fromY], [endX, endY], thickness, colour) {
      const length = Math.hypot(endX - fromX, endY - fromY) || 1;
      const dx = ((endY - fromY) / length) * (thickness / 2);
      const dy = ((endX - fromX) / length) * (thickness / 2);
      const corners: Point[] = [
        [fromX + dx, fromY - dy],
        [endX + dx, endY - dy],
        [endX - dx, endY + dy],
        [fromX - dx, fromY + dy],
      ];
      shape(corners, colour);
    },
    png: () => encode(halve(pixels, width, height), width, height),
  };
}

function between([red, green, blue]: Colour, [toRed, toGreen, toBlue]: Colour, share: number): Colour {
  return [red + (toRed - red) * share, green + (toGreen - green) * share, blue + (toBlue - blue) * share];
}

/**
 * Where a level line crosses the edges of a figure, left to right: inside lies between the first two, the next two …
 */
function crossings(corners: readonly Point[], y: number): number[] {
  const found: number[] = [];
  for (let index = 0, before = corners.length - 1; index < corners.length; before = index++) {
    const [ax, ay] = corners[index] as Point;
    const [bx, by] = corners[before] as Point;
    if (ay > y !== by > y) found.push(((bx - ax) * (y - ay)) / (by - ay) + ax);
  }
  return found.sort((one, other) => one - other);
}

function halve(pixels: Uint8ClampedArray, width: number, height: number): Uint8Array {
  const small = new Uint8Array(width * height * 3);
  const row = width * fold * 3;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let index = 0; index < 3; index++) {
        const at = y * fold * row + x * fold * 3 + index;
        const sum = (pixels[at] ?? 0) + (pixels[at + 3] ?? 0) + (pixels[at + row] ?? 0) + (pixels[at + row + 3] ?? 0);
        small[(y * width + x) * 3 + index] = sum / 4;
      }
  return small;
}

/** PNG, 8 bits a channel, without alpha (ISO/IEC 15948). Each row is kept as the difference to its left neighbour. */
function encode(pixels: Uint8Array, width: number, height: number): Buffer {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) {
    const start = y * (width * 3 + 1);
    rows[start] = 1;
    for (let x = 0; x < width * 3; x++) {
      const at = y * width * 3 + x;
      rows[start + 1 + x] = (pixels[at] ?? 0) - (x < 3 ? 0 : (pixels[at - 3] ?? 0));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
