/** What the residents of the demo photograph, painted: a dark alley, a hole in the road, a heap of waste, a receipt. */
import { type Colour, createPainter, type Painter, type Point } from './painter.ts';

export const sceneNames = [
  'lampu',
  'jalan',
  'paving',
  'saluran',
  'sampah',
  'pohon',
  'rumah',
  'nota',
  'gambar',
  'talud',
  'kebun',
  'barang',
] as const;
export type SceneName = (typeof sceneNames)[number];

const width = 400;
const height = 300;
const grass: Colour = [96, 128, 72];
const asphalt: Colour = [104, 104, 108];
const mud: Colour = [121, 98, 70];
const wall: Colour = [214, 201, 178];
const trunk: Colour = [92, 66, 44];
const leaf: Colour = [58, 104, 52];
const paper: Colour = [246, 243, 234];
const ink: Colour = [62, 66, 82];

/** @param grain another one gives another picture of the same kind. @returns a PNG. */
export function paintScene(name: SceneName, grain: number): Buffer {
  const painter = createPainter(width, height);
  scenes[name](painter, (grain * 37) % 50);
  return painter.png();
}

const scenes: Record<SceneName, (to: Painter, shift: number) => void> = {
  lampu(to, shift) {
    to.shade(0, 180, [14, 18, 34], [30, 34, 52]);
    to.shade(180, height, [34, 34, 40], [20, 20, 24]);
    to.box(0, 70, 110 + shift, 150, [40, 42, 56]);
    to.box(290 + shift / 2, 40, 120, 180, [34, 36, 50]);
    to.box(30, 110, 34, 44, [120, 104, 58]);
    to.line([232, 226], [232, 56], 6, [74, 76, 84]);
    to.line([232, 60], [196, 52], 5, [74, 76, 84]);
    to.disc(190, 56, 13, 7, [58, 60, 68]);
    to.shape(
      [
        [130, 300],
        [190, 200],
        [250, 200],
        [330, 300],
      ],
      [44, 44, 50],
    );
  },
  jalan(to, shift) {
    backdrop(to);
    to.shape(
      [
        [40, height],
        [150, 120],
        [250, 120],
        [380, height],
      ],
      asphalt,
    );
    for (let y = 130; y < height; y += 36) to.line([200, y], [200, y + 16], 4, [222, 220, 210]);
    hole(to, 170 + shift, 232, 58, 24);
    hole(to, 240, 176, 26, 10);
  },
  paving(to, shift) {
    backdrop(to);
    to.shape(
      [
        [0, height],
        [120, 130],
        [290, 130],
        [400, height],
      ],
      [168, 150, 132],
    );
    for (let y = 140; y < height; y += 16) to.line([0, y], [width, y], 1.5, [132, 116, 100]);
    for (let x = -40; x < width; x += 34) to.line([x, height], [190 + (x - 190) * 0.4, 130], 1.5, [132, 116, 100]);
    to.shape(
      [
        [150 + shift, 236],
        [240 + shift, 224],
        [270 + shift, 262],
        [160 + shift, 276],
      ],
      mud,
    );
  },
  saluran(to, shift) {
    backdrop(to);
    to.shape(
      [
        [60, height],
        [150, 124],
        [240, 124],
        [310, height],
      ],
      [150, 150, 146],
    );
    to.shape(
      [
        [96, height],
        [164, 124],
        [226, 124],
        [276, height],
      ],
      [82, 88, 66],
    );
    litter(to, 190, 220, 30 + shift / 2, 9);
    to.disc(186, 262, 46, 12, [104, 108, 84]);
  },
  sampah(to, shift) {
    backdrop(to);
    to.box(0, 190, width, 110, [140, 134, 122]);
    to.box(250, 110, 120, 96, [70, 96, 84]);
    to.disc(170 + shift / 3, 236, 120, 46, [104, 96, 84]);
    litter(to, 170, 224, 90, 38);
  },
  pohon(to, shift) {
    backdrop(to);
    to.shape(
      [
        [0, height],
        [60, 180],
        [340, 180],
        [400, height],
      ],
      asphalt,
    );
    to.line([40, 250], [300, 200 - shift / 3], 18, trunk);
    for (let index = 0; index < 26; index++)
      to.disc(250 + ((index * 53) % 120), 150 + ((index * 31) % 90), 24, 16, index % 3 ? leaf : [74, 122, 62]);
  },
  rumah(to, shift) {
    backdrop(to);
    to.box(80, 130, 240, 130, wall);
    to.shape(
      [
        [60, 134],
        [120, 62],
        [290, 62],
        [344, 134],
      ],
      [150, 84, 60],
    );
    to.shape(
      [
        [190 + shift / 2, 120],
        [214 + shift / 2, 76],
        [252 + shift / 2, 84],
        [240 + shift / 2, 124],
      ],
      [44, 40, 38],
    );
    to.box(170, 178, 50, 82, trunk);
    to.box(240, 168, 44, 36, [96, 104, 110]);
    to.line([92, 180], [120, 250], 3, [166, 150, 126]);
  },
  nota(to, shift) {
    to.shade(0, height, [142, 116, 88], [116, 92, 68]);
    to.shape(
      [
        [110, 20],
        [300, 34],
        [288, 286],
        [96, 272],
      ],
      paper,
    );
    to.line([130, 54], [270, 62], 7, ink);
    for (let row = 0; row < 8; row++) {
      const y = 88 + row * 19;
      to.line([122, y], [200 + ((row * 29 + shift) % 34), y + 3], 3, ink);
      to.line([236, y + 5], [276, y + 8], 3, ink);
    }
    to.line([232, 250], [278, 253], 5, ink);
    to.disc(146, 244, 26, 17, [196, 168, 190]);
  },
  gambar(to, shift) {
    to.box(0, 0, width, height, [232, 238, 244]);
    for (let x = 0; x < width; x += 20) to.line([x, 0], [x, height], 0.6, [196, 210, 224]);
    for (let y = 0; y < height; y += 20) to.line([0, y], [width, y], 0.6, [196, 210, 224]);
    const corners: Point[] = [
      [70, 90],
      [300 + shift, 90],
      [270 + shift, 200],
      [100, 200],
      [70, 90],
    ];
    for (const [index, corner] of corners.slice(1).entries()) to.line(corners[index] as Point, corner, 3, [34, 60, 96]);
    to.line([70, 60], [300 + shift, 60], 1.5, [150, 60, 50]);
    to.line([70, 50], [70, 72], 1.5, [150, 60, 50]);
    to.line([300 + shift, 50], [300 + shift, 72], 1.5, [150, 60, 50]);
    to.line([100, 150], [286 + shift / 2, 150], 1.5, [80, 120, 160]);
    for (let row = 0; row < 4; row++) to.line([40, 236 + row * 13], [150 - row * 16, 236 + row * 13], 3, ink);
    to.box(286, 232, 90, 52, [244, 246, 248]);
  },
  talud(to, shift) {
    backdrop(to);
    to.box(0, 220, width, 80, [96, 112, 106]);
    to.shape(
      [
        [0, 230],
        [0, 130],
        [160, 122],
        [150, 232],
      ],
      [146, 140, 130],
    );
    to.shape(
      [
        [262 + shift / 2, 232],
        [250 + shift / 2, 124],
        [400, 130],
        [400, 232],
      ],
      [146, 140, 130],
    );
    to.shape(
      [
        [140, 250],
        [170, 150],
        [246 + shift / 2, 150],
        [280 + shift / 2, 250],
      ],
      mud,
    );
    for (let index = 0; index < 9; index++)
      to.disc(150 + index * 14, 240 + ((index * 17) % 18), 12, 8, [128, 122, 114]);
  },
  kebun(to, shift) {
    to.shade(0, 130, [176, 206, 230], [226, 234, 232]);
    to.shade(130, height, mud, [96, 76, 54]);
    for (let row = 0; row < 4; row++)
      for (let column = 0; column < 9; column++)
        to.disc(30 + column * 44 + row * 6, 150 + row * 38, 15, 10, column % 4 === shift % 4 ? [170, 160, 70] : leaf);
  },
  barang(to, shift) {
    to.shade(0, 170, [200, 196, 188], [182, 176, 168]);
    to.shade(170, height, [150, 140, 128], [124, 114, 104]);
    to.box(120, 110, 160, 110, [178, 140, 92]);
    to.line([120, 164], [280, 164], 10, [196, 176, 140]);
    to.shape(
      [
        [230, 110],
        [280, 110],
        [280, 150 + shift / 2],
      ],
      [120, 92, 60],
    );
    to.disc(86, 226, 26, 18, [72, 92, 120]);
  },
};

function backdrop(to: Painter): void {
  to.shade(0, 120, [168, 198, 222], [222, 230, 228]);
  to.shade(120, height, grass, [78, 104, 60]);
  to.box(20, 84, 90, 50, wall);
  to.shape(
    [
      [10, 86],
      [66, 56],
      [120, 86],
    ],
    [146, 92, 70],
  );
}

function hole(to: Painter, x: number, y: number, radiusX: number, radiusY: number): void {
  to.disc(x, y, radiusX + 6, radiusY + 4, [86, 84, 84]);
  to.disc(x, y, radiusX, radiusY, [66, 58, 50]);
  to.disc(x + 4, y + 5, radiusX * 0.7, radiusY * 0.55, [112, 118, 122]);
}

const bags: readonly Colour[] = [
  [226, 226, 222],
  [60, 62, 70],
  [176, 70, 58],
  [84, 116, 156],
  [198, 168, 84],
];

function litter(to: Painter, x: number, y: number, spreadX: number, spreadY: number): void {
  for (let index = 0; index < 22; index++) {
    const dx = (((index * 73) % 100) / 50 - 1) * spreadX;
    const dy = (((index * 47) % 100) / 50 - 1) * spreadY;
    to.disc(x + dx, y + dy, 9 + (index % 4) * 3, 6 + (index % 3) * 2, bags[index % bags.length] as Colour);
  }
}
