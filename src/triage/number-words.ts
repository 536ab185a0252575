/** Cuts a text into pieces with their places, and reads numbers in digits, Indonesian and Javanese words. */

/** A word, a number as written ("13.30", "5-6-2026", "2.000.000") or one sign. `text` is in small letters. */
export type Piece = {
  kind: 'word' | 'number' | 'sign';
  text: string;
  from: number;
  to: number;
  /** Nothing stands between it and the piece before. */
  glued: boolean;
  capital: boolean;
};

const piecesMax = 2_000;
const charsMax = 12_000;
const piecePattern = /\p{L}+(?:['’`]\p{L}+)*|\d+(?:[.,:/-]\d+)*|[^\s\p{L}\d]/gu;

/** @returns the pieces of the first 12,000 characters; an apostrophe within a word is left out ("jum'at"). */
export function cutPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = -1;
  for (const match of plainSigns(text.slice(0, charsMax)).matchAll(piecePattern)) {
    const first = match[0].charCodeAt(0);
    const kind = first >= 48 && first <= 57 ? 'number' : /^\p{L}/u.test(match[0]) ? 'word' : 'sign';
    const small = match[0].toLowerCase();
    const to = match.index + match[0].length;
    const word = kind === 'word' ? small.replace(/['’`]/g, '') : small;
    pieces.push({
      kind,
      text: word,
      from: match.index,
      to,
      glued: match.index === end,
      capital: match[0][0] !== small[0],
    });
    if (pieces.length >= piecesMax) break;
    end = to;
  }
  return pieces;
}

/** Full-width and decorated signs as the plain ones, each in its place. */
function plainSigns(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (sign) => {
    const plain = sign.normalize('NFKC');
    return plain.length === 1 ? plain : sign;
  });
}

/** What a word adds to a number. `scale`: ribu and above; `figure`: digits, put between the words by who reads both. */
type Part = {
  kind: 'figure' | 'unit' | 'teen' | 'ten' | 'hundred' | 'times' | 'belas' | 'scale' | 'half';
  value: number;
};

const part = (kind: Part['kind'], value: number): Part => ({ kind, value });
const units: readonly string[][] = [
  ['satu', 'siji', 'setunggal', 'sitok'],
  ['dua', 'loro', 'rong', 'kalih'],
  ['tiga', 'telu', 'telung', 'tigo', 'tigang'],
  ['empat', 'papat', 'patang', 'sekawan', 'pat'],
  ['lima', 'limo', 'limang', 'gangsal'],
  ['enam', 'enem', 'nem'],
  ['tujuh', 'pitu', 'pitung'],
  ['delapan', 'wolu', 'wolung', 'lapan'],
  ['sembilan', 'sanga', 'songo', 'sangang', 'songong'],
];
const scales: Record<string, number> = {
  ...Object.fromEntries(['ribu', 'rb', 'rbu', 'ribuan', 'rban', 'ewu', 'ewon', 'ewuan'].map((word) => [word, 1e3])),
  ...Object.fromEntries(['juta', 'jt', 'jta', 'jutaan', 'jtan', 'yuta', 'yutan'].map((word) => [word, 1e6])),
  ...Object.fromEntries(['miliar', 'milyar', 'miliyar', 'milyard', 'milliar'].map((word) => [word, 1e9])),
  ...Object.fromEntries(['triliun', 'trilyun', 'trilliun'].map((word) => [word, 1e12])),
};
const ones = ['se', 'sak', 'sa'];

const parts = new Map<string, readonly Part[]>();
units.forEach((words, index) => {
  const value = index + 1;
  for (const word of words) {
    parts.set(word, [part('unit', value)]);
    parts.set(`${word}belas`, [part('teen', 10 + value)]);
    parts.set(`${word}likur`, [part('ten', 20), part('unit', value)]);
    for (const tens of ['puluh', 'dasa', 'doso']) parts.set(word + tens, [part('ten', value * 10)]);
    for (const hundred of ['ratus', 'atus']) parts.set(word + hundred, [part('hundred', value * 100)]);
    for (const scale of ['ribu', 'ewu', 'juta', 'yuta'])
      parts.set(word + scale, [part('unit', value), part('scale', scales[scale]!)]);
  }
});
for (const one of ones)
  for (const [scale, value] of Object.entries(scales)) parts.set(one + scale, [part('unit', 1), part('scale', value)]);
for (const [scale, value] of Object.entries(scales)) parts.set(scale, [part('scale', value)]);
const further: readonly [Part['kind'], number, string][] = [
  ['times', 10, 'puluh dasa doso'],
  ['times', 100, 'ratus atus'],
  ['belas', 10, 'belas welas'],
  ['ten', 10, 'sepuluh sedasa sedoso'],
  ['hundred', 100, 'seratus satus'],
  ['half', 0.5, 'setengah separo separuh setengahe'],
  ['teen', 11, 'sebelas sewelas solas'],
  ['teen', 12, 'rolas kalihwelas'],
  ['teen', 13, 'telulas'],
  ['teen', 14, 'patbelas'],
  ['teen', 15, 'limolas limalas'],
  ['teen', 16, 'nembelas'],
  ['teen', 17, 'pitulas'],
  ['teen', 18, 'wolulas'],
  ['teen', 19, 'sangalas songolas'],
  ['teen', 21, 'selikur'],
  ['teen', 22, 'rolikur'],
  ['teen', 25, 'selawe'],
  ['ten', 50, 'seket'],
  ['ten', 60, 'sewidak suwidak sewidhak'],
];
for (const [kind, value, words] of further) for (const word of words.split(' ')) parts.set(word, [part(kind, value)]);
parts.set('sewu', [part('unit', 1), part('scale', 1e3)]);

export type NumberPart = Part & { at: number };

/** The longest number that anybody says has fewer parts. */
const partsMax = 24;
/** "sangang atus sangang puluh sanga", and what comes behind. */
const smallPartsMax = 7;

export function isNumberWord(word: string): boolean {
  return parts.has(word) || ones.includes(word);
}

/**
 * The parts of a number that begins with this word. "sak", "sa" and "se" are one only right before ratus, ribu, juta …,
 * since "sak" is also a bag ("12 sak").
 */
export function wordParts(pieces: readonly Piece[], from: number, most = partsMax): NumberPart[] {
  const found: NumberPart[] = [];
  for (let at = from; at < pieces.length && found.length < most; at++) {
    const { text, kind } = pieces[at]!;
    if (kind === 'sign' && text === '-' && pieces[at]!.glued && ones.includes(pieces[at - 1]?.text ?? '')) continue;
    if (kind !== 'word') break;
    if (ones.includes(text)) {
      const next = parts.get(
        pieces[at + 1]?.text === '-' ? (pieces[at + 2]?.text ?? '') : (pieces[at + 1]?.text ?? ''),
      );
      if (next?.length !== 1 || (next[0]!.kind !== 'scale' && next[0]!.kind !== 'times')) break;
      found.push({ kind: 'unit', value: 1, at });
      continue;
    }
    const here = parts.get(text);
    if (!here) break;
    for (const one of here) found.push({ ...one, at });
  }
  return found;
}

/** @returns the number below one thousand that these parts begin with, and how many of them it takes; or null. */
export function readHundreds(list: readonly NumberPart[], from = 0): { value: number; next: number } | null {
  let at = from;
  let value = 0;
  const here = (step = 0) => list[at + step];
  const times = (factor: number) => here(1)?.kind === 'times' && here(1)!.value === factor;
  if (here()?.kind === 'hundred') value += list[at++]!.value;
  else if (here()?.kind === 'unit' && times(100)) {
    value += list[at]!.value * 100;
    at += 2;
  }
  if (here()?.kind === 'teen') return { value: value + list[at]!.value, next: at + 1 };
  if (here()?.kind === 'unit' && here(1)?.kind === 'belas')
    return { value: value + 10 + list[at]!.value, next: at + 2 };
  if (here()?.kind === 'ten') value += list[at++]!.value;
  else if (here()?.kind === 'unit' && times(10)) {
    value += list[at]!.value * 10;
    at += 2;
  }
  // "seratus dua ratus": the unit belongs to the next number.
  if (here()?.kind === 'unit' && !times(10) && !times(100) && here(1)?.kind !== 'belas') value += list[at++]!.value;
  return at === from ? null : { value, next: at };
}

/** @returns a small number (0–999) in digits or words at this piece, and the piece behind it; or null. */
export function readSmallNumber(pieces: readonly Piece[], at: number): { value: number; next: number } | null {
  const piece = pieces[at];
  if (!piece || piece.kind === 'sign') return null;
  if (piece.kind === 'number') return /^\d{1,3}$/.test(piece.text) ? { value: Number(piece.text), next: at + 1 } : null;
  if (!isNumberWord(piece.text)) return null;
  const list = wordParts(pieces, at, smallPartsMax);
  const read = readHundreds(list);
  if (!read || list[read.next]?.kind === 'scale') return null;
  return { value: read.value, next: list[read.next - 1]!.at + 1 };
}
