/**
 * Masks what names a person in a message, or in the name of a file, on arrival (law 11): NIK and KK, NPWP, phone
 * numbers, account numbers.
 */

export type PersonalDataKind = 'nik' | 'kk' | 'nik_kk' | 'npwp' | 'phone' | 'account';
export type Masked = { text: string; found: { kind: PersonalDataKind }[] };

const tokens: Record<PersonalDataKind, string> = {
  nik: '[NIK]',
  kk: '[no. KK]',
  nik_kk: '[NIK/KK]',
  npwp: '[NPWP]',
  phone: '[no. HP]',
  account: '[no. rekening]',
};

/** "01.234.567.8-901.000", or a zero more since the number has sixteen digits (PMK 112/2022). */
const npwp = /(?<!\d)(?<!\d\.)\d{2,3}\.\d{3}\.\d{3}\.\d[ .-]{1,2}\d{3}\.\d{3}(?!\d)/g;
/** In any other grouping only behind its name. */
const namedNpwp = /((?<![a-z])npwp(?![a-z])[^\d\n[\]]{0,30}?)(\d(?:[ .-]{0,2}\d){14,15})(?!\d)/gi;
/** Sixteen digits as one run or in groups; a run of 15 or 17 is one with a slip of the finger. */
const sixteen = /(?<!\d)(?:\d{15,17}|\d(?:[ .-]{0,2}\d){15})(?!\d)/g;
const mobile = /(?<!\d)(?<!\d[.,])(?:\(?\+?62\)?|\(?0)[ .-]{0,2}8(?:[ .()-]{0,2}\d){7,11}(?!\d)/g;
const landline = /(?<!\d)\(?0354\)?[ .-]{0,2}\d{3}[ .-]?\d{3,4}(?!\d)/g;
/** "wa 812-3456-7890": without the zero only after a word for a phone. */
const bareMobile =
  /((?<![a-z])(?:wa|w\.a|whatsapp|hp|telp?|tlp|telepon|no|nomor|nmr|hub|hubungi)[\s.:=]{1,3})(8\d{2}(?:[ .-]?\d){6,9})(?!\d)/gi;
/** An account number stands behind a word for account or a bank, with little in between. */
const account =
  /((?<![a-z])(?:no(?:mor|mer)?\.? ?rek(?:ening|ing)?|norek(?:ening)?|rek(?:ening|ing)?|bri|bca|bni|btn|bsi|mandiri|jatim|seabank|dana|gopay|ovo)(?![a-z])[^\d\n]{0,30}?)(\d(?:[ .-]?\d){6,19})(?![ .-]?\d)/gi;

const digitsMin = 8;

/** The kind of a number that was found, or null for one that names nobody. */
type Judge = (number: string, before: string, whole: string, at: number) => PersonalDataKind | null;

/** In this order; where a pattern has two groups, the first is what stands before the number. */
const passes: readonly { pattern: RegExp; judge: Judge }[] = [
  { pattern: npwp, judge: () => 'npwp' },
  { pattern: namedNpwp, judge: () => 'npwp' },
  {
    pattern: sixteen,
    judge: (number, _, whole, at) =>
      isNoIdentity(number) ? null : kindOfSixteen(whole.slice(Math.max(0, at - 40), at)),
  },
  { pattern: mobile, judge: (number) => (isNoPhone(number) ? null : 'phone') },
  { pattern: landline, judge: () => 'phone' },
  { pattern: bareMobile, judge: () => 'phone' },
  {
    pattern: account,
    judge: (number, before, whole, at) =>
      isAccount(number, before, whole.slice(Math.max(0, at - 12), at)) ? 'account' : null,
  },
];

/**
 * Pure and quick. Money, dates, times, volumes, RT/RW, 112, budget codes and ticket codes stay as they are.
 * @returns the text with a token in place of each number, and the kinds in order of the passes (NPWP, NIK/KK, phone,
 * account).
 */
export function maskPersonalData(text: string): Masked {
  let plain = plainNumbers(text);
  if (!hasDigits(plain, digitsMin)) return { text, found: [] };
  let masked = text;
  const found: { kind: PersonalDataKind }[] = [];
  for (const { pattern, judge } of passes) {
    const parts = { masked: '', plain: '' };
    let from = 0;
    for (const match of plain.matchAll(pattern)) {
      const [all, before = '', behind] = match;
      const kind = judge(behind ?? all, behind === undefined ? '' : before, plain, match.index);
      if (kind === null) continue;
      found.push({ kind });
      const start = match.index + (behind === undefined ? 0 : before.length);
      parts.masked += masked.slice(from, start) + tokens[kind];
      parts.plain += plain.slice(from, start) + tokens[kind];
      from = match.index + all.length;
    }
    masked = parts.masked + masked.slice(from);
    plain = parts.plain + plain.slice(from);
  }
  return { text: masked, found };
}

/** Zeros of digits that phones in Kediri can write: full width, Arabic, Persian, Javanese. */
const otherZeros = [0xff10, 0x0660, 0x06f0, 0xa9d0];

/**
 * @returns the text as the patterns read it, sign for sign in the same places: other digits, spaces and dashes as the
 * plain ones, and the letters O, I and l within a number as the digits that they were meant for.
 */
function plainNumbers(text: string): string {
  return text
    .replace(/[\uff10-\uff19\u0660-\u0669\u06f0-\u06f9\ua9d0-\ua9d9]/g, (digit) => {
      const code = digit.charCodeAt(0);
      return String(code - (otherZeros.find((zero) => code >= zero && code < zero + 10) ?? code));
    })
    .replace(/[\u2010-\u2015\u2212\uff0d]/g, '-')
    .replace(/[\u00a0\u00ad\u2000-\u200d\u202f\u2060\u3000\ufeff_]/g, ' ')
    .replaceAll('\uff0e', '.')
    .replaceAll('\uff0b', '+')
    .replace(/(?<![\p{L}\d])[\dOoIl]+(?![\p{L}\d])/gu, (run) =>
      /\d/.test(run) ? run.replace(/[Oo]/g, '0').replace(/[Il]/g, '1') : run,
    )
    .replace(/(?<![\p{L}\d])[Oo](?=[ .-]{1,2}8\d{2})/gu, '0');
}

function hasDigits(text: string, least: number): boolean {
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57 && ++digits >= least) return true;
  }
  return false;
}

/** The last word of what stands before decides. */
function kindOfSixteen(before: string): PersonalDataKind {
  const found = [
    ...before.matchAll(
      /(?<![a-z])(nik|ktp|kk|kartu keluarga|npwp|norek|rek(?:ening)?|bri|bca|bni|mandiri|jatim)(?![a-z])/gi,
    ),
  ].at(-1);
  if (!found) return 'nik_kk';
  const word = found[0].toLowerCase();
  if (word === 'nik' || word === 'ktp') return 'nik';
  if (word === 'npwp') return 'npwp';
  return word === 'kk' || word === 'kartu keluarga' ? 'kk' : 'account';
}

/** Nobody writes a number in more groups, unless sign by sign. */
const groupsMax = 8;
const date =
  /(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])[-. ](?:0?[1-9]|1[0-2])[-. ](?:19|20)\d{2}|(?:19|20)\d{2}[-. ]?(?:0[1-9]|1[0-2])[-. ]?(?:0[1-9]|[12]\d|3[01]))(?!\d)/;
/** "65.000", "1.250.000": a sum within a row of numbers. */
const sum = /(?<![\d.])\d{1,3}(?:\.\d{3}){0,2}\.\d{2}0(?![\d.])/;

/** "1.000.000 1.500.000 12", "12-03-2025 14-05-2025", "7.01.01.2.05.0001.5.1.02": sums, dates and codes in a row. */
function isNoIdentity(number: string): boolean {
  const groups = number.split(/[ .-]+/);
  if (groups.length === 1) return false;
  // In fours, as on the card: a NIK, though a date can be seen in some ("3500 2001 0101 …").
  if (groups.length === 4 && groups.every((group) => group.length === 4)) return false;
  if (groups.length > groupsMax && groups.some((group) => group.length > 1)) return true;
  return sum.test(number) || date.test(number);
}

/** "08.00 - 16.00", "08-12-2025 10.30", "628.000.000", "0.85 12.50 3.40". */
function isNoPhone(number: string): boolean {
  if (/^[1-9]\d{0,2}(?:\.\d{3})+$/.test(number) || /^0\.8\d{0,2} /.test(number)) return true;
  return /^08[.]\d{2}[ -]+\d{2}[.]\d{2}(?!\d)/.test(number) || /^0?8[-. ]\d{1,2}[-. ](?:19|20)\d{2}(?!\d)/.test(number);
}

function isAccount(number: string, before: string, earlier: string): boolean {
  const digits = number.replace(/\D/g, '').length;
  const ofAccount = /rek/i.test(before);
  if (digits < (ofAccount ? digitsMin : 9) || digits > 18) return false;
  if (/rp\.?\s*$/i.test(before) || /^\d{1,3}(?:\.\d{3})+$/.test(number)) return false;
  if (/^\d{1,2}[-. ]\d{1,2}[-. ](?:19|20)?\d{2}(?!\d)/.test(number)) return false;
  // Budget codes: "kode rekening 5.1.02.01.01.0026".
  if (/kode\s*$/i.test(earlier) || /^\d\.\d{1,2}\.\d{2}(?:\.\d+)+$/.test(number)) return false;
  return !(/^[1-9]0+$/.test(number.replace(/\D/g, '')) && !ofAccount);
}
