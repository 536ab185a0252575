/** Finds sums of money in a message, in digits and in Indonesian and Javanese words. */
import { countedWords, measureWords, moneyWords, numberNames, smallPriceWords, strongCounts } from './money-words.ts';
import { cutPieces, type NumberPart, type Piece, readHundreds, wordParts } from './number-words.ts';

/** `from` and `to` are places in the text as given; "Rp" before and "rupiah" or ",-" behind belong to it. */
export type FoundAmount = { rupiah: number; from: number; to: number };

/**
 * Reads "Rp 2.000.000,-", "500rb", "sak juta", "rong yuta", "dua juta setengah", "satus seket ewu". Pure; never throws.
 *
 * How forms with two readings are read:
 * - "1,5 jt" and "1.5 jt" are one and a half; three digits behind the sign are thousands ("1.500 juta" = 1,5 miliar).
 * - "12 juta lima ratus", "1 jt 200": hundreds right behind juta or miliar are hundreds of the next smaller scale,
 *   the way people say sums (12.500.000), unless things are counted ("2 juta 300 orang").
 * - "m" is miliar behind "Rp" or a word for money, and "1.5M" written so unless lengths are told of; else it is
 *   metres.
 * - "500k" is thousand up to 999, "6500K" is a lamp.
 * - "2-3 juta", "2 sampai 3 juta" are two amounts, 2 and 3 million.
 * - Digits alone ("500000", "50.000") are money from a hundred thousand on if they end in 000, below only near a word
 *   for money; never behind tahun, RT, nomor, and never where people or measures are counted.
 * - "sewu" and "seribu" alone are money only near a word for money: "nuwun sewu" begs pardon.
 * @returns the amounts in order, whole rupiah, more than 0.
 */
export function findAmounts(text: string): readonly FoundAmount[] {
  if (!/\d|[jy]uta|ewu|ribu|rupiah|mil|tril/i.test(text)) return [];
  const pieces = cutPieces(text);
  const found: FoundAmount[] = [];
  for (let at = 0; at < pieces.length; at++) {
    if (pieces[at]!.kind === 'sign') continue;
    const sum = readAmount(pieces, at);
    if (!sum) continue;
    const from = pieces[at]!.from;
    const lower = sum.lowerEnd ?? lowerBefore(pieces, sum.start, sum);
    if (lower) found.push({ rupiah: Math.round(lower.rupiah), from: lower.from, to: lower.to });
    const upperFrom = sum.lowerEnd ? sum.lowerEnd.to + 1 : from;
    found.push({ rupiah: Math.round(sum.rupiah), from: upperFrom, to: pieces[sum.end - 1]!.to });
    at = sum.end - 1;
  }
  return found.filter(({ rupiah }) => rupiah > 0 && rupiah < rupiahMax);
}

const rupiahMax = 1e15;

type Figure = { value: number; style: 'plain' | 'grouped' | 'decimal'; groups: number };
type Lower = { rupiah: number; from: number; to: number };
type Amount = Sum & { start: number; lowerEnd: Lower | null };
/** `end` is the piece behind it; `scale` the one of its only part, null where there are several or none. */
type Sum = { rupiah: number; end: number; scale: number | null; scaled: boolean; figure: Figure | null };

function readAmount(pieces: readonly Piece[], at: number): Amount | null {
  const marked = /^(rp|idr)$/.test(pieces[at]!.text);
  let start = marked ? at + 1 : at;
  if (marked) while (/^[.:=]$/.test(pieces[start]?.text ?? '') && start < at + 3) start++;
  const first = pieces[start];
  if (!first || first.kind === 'sign' || (!marked && isPartOfOther(pieces, start))) return null;
  const range = first.kind === 'number' ? rangeOf(first.text) : null;
  const sum = readSum(pieces, start, marked, range?.high ?? null);
  if (!sum) return null;
  const end = tailEnd(pieces, sum.end);
  const tailed = end > sum.end;
  if (!isMoney(pieces, start, { ...sum, marked: marked || tailed })) return null;
  const lowerEnd = range && {
    rupiah: range.low.value * (sum.scale ?? 1),
    from: pieces[at]!.from,
    to: first.from + range.at,
  };
  return { ...sum, end, start: at, lowerEnd };
}

/** "KP-7RB4", "0354-771000", "+62…": a number that is a part of something else. */
function isPartOfOther(pieces: readonly Piece[], at: number): boolean {
  const [piece, before, earlier] = [pieces[at]!, pieces[at - 1], pieces[at - 2]];
  if (piece.kind !== 'number' || !before || !piece.glued) return false;
  if (before.kind === 'word') return before.text !== 'x';
  if (before.text === '+') return true;
  return /^[-/.,_]$/.test(before.text) && before.glued && earlier !== undefined && earlier.kind !== 'sign';
}

function figureOf(text: string): Figure | null {
  if (/^\d{1,15}$/.test(text)) return { value: Number(text), style: 'plain', groups: 0 };
  const grouped =
    /^([1-9]\d{0,2}(?:\.\d{3})+)(?:,\d{1,2})?$/.exec(text) ?? /^([1-9]\d{0,2}(?:,\d{3})+)(?:\.\d\d)?$/.exec(text);
  if (grouped?.[1]) {
    const groups = grouped[1].split(/[.,]/);
    return { value: Number(groups.join('')), style: 'grouped', groups: groups.length - 1 };
  }
  if (!/^\d{1,4}[.,]\d{1,2}$/.test(text)) return null;
  return { value: Number(text.replace(',', '.')), style: 'decimal', groups: 0 };
}

function rangeOf(text: string): { low: Figure; high: Figure; at: number } | null {
  const at = text.indexOf('-');
  if (at < 1) return null;
  const [low, high] = [figureOf(text.slice(0, at)), figureOf(text.slice(at + 1))];
  return low && high && low.value < high.value ? { low, high, at } : null;
}

/** Digits and number words from here on, as far as they may be one sum. */
function partsFrom(pieces: readonly Piece[], start: number, marked: boolean, high: Figure | null) {
  const parts: NumberPart[] = [];
  const figures = new Map<number, Figure>();
  for (let at = start; at < pieces.length && parts.length < 24; ) {
    const piece = pieces[at]!;
    if (piece.kind === 'number') {
      const figure = at === start && high ? high : figureOf(piece.text);
      if (!figure) break;
      const digit = figure.style === 'plain' && figure.value > 0 && figure.value < 10;
      const counts = /^(ratus|atus|puluh)$/.test(pieces[at + 1]?.text ?? '');
      parts.push({ kind: digit && counts ? 'unit' : 'figure', value: figure.value, at });
      figures.set(at++, figure);
      continue;
    }
    const list = wordParts(pieces, at);
    const oneAndHalf =
      piece.text === 'karotengah' ? at : piece.text === 'karo' && pieces[at + 1]?.text === 'tengah' ? at + 1 : 0;
    if (list.length > 0) parts.push(...list);
    else if (oneAndHalf > 0 && parts.length === 0) parts.push({ kind: 'figure', value: 1.5, at: oneAndHalf });
    else {
      const scale = letterScale(pieces, at, marked);
      if (scale === null || parts.at(-1)?.kind !== 'figure') break;
      parts.push({ kind: 'scale', value: scale, at });
    }
    at = parts.at(-1)!.at + 1;
  }
  return { parts, figures };
}

/** "500k", "1.5M", "Rp 2 m". */
function letterScale(pieces: readonly Piece[], at: number, marked: boolean): number | null {
  const [piece, number, next] = [pieces[at]!, pieces[at - 1], pieces[at + 1]];
  if (number?.kind !== 'number' || (next?.glued && next.kind !== 'sign')) return null;
  const value = figureOf(number.text.split('-').at(-1)!)?.value ?? 0;
  const spoken = marked || near(pieces, at - 1, moneyWords);
  if (piece.text === 'k') return piece.glued && value < 1000 && (value >= 5 || spoken) ? 1e3 : null;
  if (piece.text === 't') return marked && value < 1000 ? 1e12 : null;
  if (piece.text !== 'm' || value >= 1000) return null;
  if (marked) return 1e9;
  const measured = near(pieces, at - 1, measureWords) || measureWords.has(next?.text ?? '') || next?.text === 'x';
  return !measured && (spoken || (piece.capital && piece.glued)) ? 1e9 : null;
}

function readSum(pieces: readonly Piece[], start: number, marked: boolean, high: Figure | null): Sum | null {
  const { parts, figures } = partsFrom(pieces, start, marked, high);
  let [at, rupiah, last, segments] = [0, 0, Number.POSITIVE_INFINITY, 0];
  while (at < parts.length) {
    const head = headAt(parts, at);
    if (!head) break;
    const half = parts[head.next]?.kind === 'half' && parts[head.next + 1]?.kind === 'scale';
    const scale = parts[head.next + (half ? 1 : 0)];
    if (scale?.kind === 'scale' && scale.value < last) {
      rupiah += (head.value + (half ? 0.5 : 0)) * scale.value;
      last = scale.value;
      segments++;
      at = head.next + (half ? 2 : 1);
      const rest = parts[at];
      if (rest?.kind !== 'half' || parts[at + 1]?.kind === 'scale' || countedWords.has(pieces[rest.at + 1]?.text ?? ''))
        continue;
      rupiah += last / 2;
      at++;
      break;
    }
    if (segments === 0) {
      rupiah = head.value;
      at = head.next;
    } else if (isTail(pieces, parts, at, head, last)) {
      rupiah += head.value * (last === 1e3 ? 1 : last / 1e3);
      segments++;
      at = head.next;
    }
    break;
  }
  if (at === 0) return null;
  const end = parts[at - 1]!.at + 1;
  // "7RB4": letters and digits of a code.
  if (segments > 0 && pieces[end]?.glued && pieces[end]!.kind !== 'sign') return null;
  const scale = segments === 1 ? last : null;
  return { rupiah, end, scale, scaled: segments > 0, figure: figures.get(start) ?? null };
}

function headAt(parts: readonly NumberPart[], at: number): { value: number; next: number } | null {
  const part = parts[at]!;
  if (part.kind === 'figure') return { value: part.value, next: at + 1 };
  if (part.kind === 'half') return parts[at + 1]?.kind === 'scale' ? { value: 0.5, next: at + 1 } : null;
  return readHundreds(parts, at);
}

/** What stands without a scale behind a part with one: "12 juta lima ratus", "dua ribu lima ratus". */
function isTail(
  pieces: readonly Piece[],
  parts: readonly NumberPart[],
  at: number,
  head: { value: number; next: number },
  last: number,
): boolean {
  const next = pieces[parts[head.next - 1]!.at + 1];
  if (next && (next.text === '%' || next.text === '/' || countedWords.has(next.text))) return false;
  const least = last === 1e3 && parts[at]!.kind !== 'figure' ? 10 : 100;
  return Number.isInteger(head.value) && head.value >= least && head.value < 1000 && last < 1e12;
}

/** @returns the piece behind "rupiah", "perak", ",-". */
function tailEnd(pieces: readonly Piece[], end: number): number {
  const next = pieces[end];
  if (next && /^(rupiah|rupiyah|perak|rp)$/.test(next.text)) return end + 1;
  const dashed =
    next?.glued && /^[,.]$/.test(next.text) && pieces[end + 1]?.glued && /^[-=]$/.test(pieces[end + 1]!.text);
  if (!dashed) return end;
  return pieces[end + 2]?.text === '-' && pieces[end + 2]!.glued ? end + 3 : end + 2;
}

function isMoney(pieces: readonly Piece[], start: number, sum: Sum & { marked: boolean }): boolean {
  const { figure, rupiah, scaled, marked } = sum;
  const next = pieces[sum.end]?.text ?? '';
  if (/^(%|persen|prosen|persene)$/.test(next)) return false;
  if (marked) return scaled || figure?.style !== 'decimal';
  const before = pieces[start - 1]?.text === '.' ? pieces[start - 2]?.text : pieces[start - 1]?.text;
  if (before !== undefined && numberNames.has(before)) return false;
  if (strongCounts.has(next)) return false;
  const spoken = near(pieces, start, moneyWords);
  if (countedWords.has(next) && !timeWords.has(next) && !spoken) return false;
  if (scaled) return /^(nuwun|nyuwun|nuhun)$/.test(before ?? '') ? false : rupiah !== 1000 || figure !== null || spoken;
  if (!figure || figure.style === 'decimal') return false;
  if (figure.style === 'plain' && String(figure.value).length !== pieces[start]!.text.length) return false;
  if (figure.groups > 1) return true;
  if (rupiah >= 100_000 && rupiah % 1000 === 0 && rupiah <= 1e12) return true;
  if (rupiah < 1000 || rupiah % 50 !== 0 || rupiah > 1e12) return false;
  const isYear = figure.style === 'plain' && rupiah >= 1900 && rupiah <= 2100;
  return isYear ? rupiah === 2000 && smallPriceWords.has(before ?? '') : spoken;
}

/** "2 juta hari ini", "20 juta tahun lalu": a time behind a sum counts nothing. */
const timeWords: ReadonlySet<string> = new Set(['tahun', 'bulan', 'hari', 'rt', 'rw', 'minggu', 'rumah']);

/** One of these words stands among the four pieces before. */
function near(pieces: readonly Piece[], at: number, words: ReadonlySet<string>): boolean {
  for (let here = at - 1; here >= Math.max(0, at - 4); here--) {
    const word = pieces[here]!.text;
    if ([word, word.replace(/(?:nya|ne)$/, ''), word.replace(/e$/, '')].some((form) => words.has(form))) return true;
  }
  return false;
}

/** "2 sampai 3 juta": the smaller number takes the scale of the greater one. */
function lowerBefore(pieces: readonly Piece[], start: number, { scale, rupiah }: Sum): Lower | null {
  if (scale === null) return null;
  const slashed = pieces[start - 1]?.text === 'd' && pieces[start - 2]?.text === '/' && pieces[start - 3]?.text === 's';
  if (!slashed && !/^(-|–|sampai|sampe|smp|sampek|hingga|atau|sd|tekan|ngantos)$/.test(pieces[start - 1]?.text ?? ''))
    return null;
  const at = start - (slashed ? 4 : 2);
  const piece = pieces[at];
  if (!piece || numberNames.has(pieces[at - 1]?.text ?? '') || isPartOfOther(pieces, at)) return null;
  const figure = piece.kind === 'number' ? figureOf(piece.text) : null;
  const words = wordParts(pieces.slice(0, at + 1), at);
  const value =
    figure && figure.style !== 'grouped'
      ? figure.value
      : words.length === 1 && words[0]!.kind !== 'scale'
        ? words[0]!.value
        : 0;
  return value > 0 && value * scale < rupiah ? { rupiah: value * scale, from: piece.from, to: piece.to } : null;
}
