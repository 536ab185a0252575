/** Finds the numbers of RT and RW in all ways people write them. */
import type { Reading, Token } from './normalize.ts';

const numberWords: Record<string, number> = Object.fromEntries(
  [
    ['satu', 'siji', 'setunggal', 'i'],
    ['dua', 'loro', 'kalih', 'ii'],
    ['tiga', 'telu', 'tigo', 'iii'],
    ['empat', 'papat', 'sekawan', 'iv'],
    ['lima', 'limo', 'gangsal', 'v'],
    ['enam', 'enem', 'vi'],
    ['tujuh', 'pitu', 'vii'],
    ['delapan', 'wolu', 'viii'],
    ['sembilan', 'songo', 'ix'],
    ['sepuluh', 'sedoso', 'x'],
    ['sebelas', 'sewelas', 'xi'],
    ['duabelas', 'rolas', 'xii'],
  ].flatMap((words, index) => words.map((word) => [word, index + 1] as const)),
);

/**
 * Digits without leading zeros, 1–99, the first of each kind in the text; null where none is named.
 * @param placeNamed whether a kelurahan is named: only then are bare numbers ("Ngronggo 05/02") an address and no date.
 */
export function findRtRw(reading: Reading, placeNamed: boolean): { rt: string | null; rw: string | null } {
  const { tokens } = reading;
  let rt: string | null = null;
  let rw: string | null = null;
  for (let at = 0; at < tokens.length; at++) {
    const kind = kindOf(tokens[at]!);
    if (!kind) continue;
    const next = tokens[at + 1];
    if (kind === 'rt' && next && kindOf(next) === 'rw') {
      // "RT/RW 05/02"
      const [first, second] = [numberAt(tokens, at + 2), numberAt(tokens, at + 3)];
      if (first !== null && second !== null) return { rt: rt ?? first, rw: rw ?? second };
      continue;
    }
    const number = numberAt(tokens, at + 1);
    if (number === null) continue;
    if (kind === 'rw') rw ??= number;
    else if (rt === null) {
      rt = number;
      // "RT05/02": a second number right behind it is the RW, if the text joins them with a slash.
      const second = numberAt(tokens, at + 2);
      if (rw === null && second !== null && joinedBySlash(reading.text, number, second)) rw = second;
    }
  }
  if (rt === null && rw === null && placeNamed) return bareSlash(reading.text);
  return { rt, rw };
}

/** Indexes of the tokens that are an address ("RT 5 RW 2"): they tell where, and nothing about the matter. */
export function addressTokens({ tokens }: Reading): number[] {
  const found = new Set<number>();
  tokens.forEach((token, at) => {
    if (!kindOf(token)) return;
    const next = tokens[at + 1];
    if (numberAt(tokens, at + 1) === null && !(next && kindOf(next) && numberAt(tokens, at + 2) !== null)) return;
    for (let here = at; here <= at + 3 && here < tokens.length; here++) {
      if (here > at && !kindOf(tokens[here]!) && numberAt(tokens, here) === null) break;
      found.add(here);
    }
  });
  return [...found];
}

function kindOf(token: Token): 'rt' | 'rw' | null {
  if (token.raw === 'rt' || token.raw === 'erte') return 'rt';
  return token.raw === 'rw' || token.raw === 'erwe' ? 'rw' : null;
}

function numberAt(tokens: readonly Token[], at: number): string | null {
  const raw = tokens[at]?.raw;
  if (raw === undefined) return null;
  if (raw === 'no' || raw === 'nomor' || raw === 'nomer') return numberAt(tokens, at + 1);
  if (/^0*\d{1,2}$/.test(raw) && Number(raw) > 0) return String(Number(raw));
  const word = numberWords[raw];
  return word === undefined ? null : String(word);
}

function joinedBySlash(text: string, first: string, second: string): boolean {
  return new RegExp(`0*${first}\\s*/\\s*0*${second}(?!\\d)`).test(text);
}

/** "05/02": only two-digit numbers with a zero in front, and not after a word for a date. */
function bareSlash(text: string): { rt: string | null; rw: string | null } {
  const found = /(?<![\d/.-])(?<!(?:tgl|tanggal)\.? ?)(0[1-9]|1\d)\s?\/\s?(0[1-9]|1\d)(?![\d/-])/i.exec(text);
  if (!found?.[0].includes('0')) return { rt: null, rw: null };
  return { rt: String(Number(found[1])), rw: String(Number(found[2])) };
}
