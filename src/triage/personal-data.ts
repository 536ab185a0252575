/** Masks what names a person in a message on arrival (law 11): NIK and KK, phone numbers, account numbers. */

export type PersonalDataKind = 'nik' | 'kk' | 'nik_kk' | 'phone' | 'account';
export type Masked = { text: string; found: { kind: PersonalDataKind }[] };

const tokens: Record<PersonalDataKind, string> = {
  nik: '[NIK]',
  kk: '[no. KK]',
  nik_kk: '[NIK/KK]',
  phone: '[no. HP]',
  account: '[no. rekening]',
};

/** Sixteen digits as one run or in groups; a run of 15 or 17 is one with a slip of the finger. */
const sixteen = /(?<!\d)(?:\d{15,17}|\d(?:[ .\-–]{0,2}\d){15})(?!\d)/g;
const mobile = /(?<![\d.,])(?:\(?\+?62\)?|\(?0)[ .\-–]{0,2}8(?:[ .\-–()]{0,2}\d){7,11}(?!\d)/g;
const landline = /(?<!\d)\(?0354\)?[ .\-–]{0,2}\d{3}[ .-]?\d{3,4}(?!\d)/g;
/** "wa 812-3456-7890": without the zero only after a word for a phone. */
const bareMobile =
  /((?<![a-z])(?:wa|w\.a|whatsapp|hp|telp?|tlp|telepon|no|nomor|nmr|hub|hubungi)[\s.:=]{1,3})(8\d{2}(?:[ .-]?\d){6,9})(?!\d)/gi;
/** An account number stands behind a word for account or a bank, with little in between. */
const account =
  /((?<![a-z])(?:no(?:mor|mer)?\.? ?rek(?:ening|ing)?|norek(?:ening)?|rek(?:ening|ing)?|bri|bca|bni|btn|bsi|mandiri|jatim|seabank|dana|gopay|ovo)(?![a-z])[^\d\n]{0,30}?)(\d(?:[ .\-–]?\d){6,19})(?![ .-]?\d)/gi;

const digitsMin = 8;

/**
 * Pure and quick. Money, dates, times, RT/RW, 112, budget codes and ticket codes stay as they are.
 * @returns the text with a token in place of each number, and the kinds in order of the passes (NIK/KK, phone,
 * account).
 */
export function maskPersonalData(text: string): Masked {
  if (!hasDigits(text, digitsMin)) return { text, found: [] };
  const found: { kind: PersonalDataKind }[] = [];
  const put = (kind: PersonalDataKind): string => {
    found.push({ kind });
    return tokens[kind];
  };

  let masked = text.replace(sixteen, (number: string, at: number, whole: string) =>
    isMoneyList(number) ? number : put(kindOfSixteen(whole.slice(Math.max(0, at - 40), at))),
  );
  masked = masked.replace(mobile, (number: string) => (isNoPhone(number) ? number : put('phone')));
  masked = masked.replace(landline, () => put('phone'));
  masked = masked.replace(bareMobile, (_all, before: string) => before + put('phone'));
  masked = masked.replace(account, (all: string, before: string, number: string, at: number, whole: string) =>
    isAccount(number, before, whole.slice(Math.max(0, at - 12), at)) ? before + put('account') : all,
  );
  return { text: masked, found };
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
      /(?<![a-z])(nik|ktp|kk|kartu keluarga|norek|rek(?:ening)?|bri|bca|bni|mandiri|jatim)(?![a-z])/gi,
    ),
  ].at(-1);
  if (!found) return 'nik_kk';
  const word = found[0].toLowerCase();
  if (word === 'nik' || word === 'ktp') return 'nik';
  return word === 'kk' || word === 'kartu keluarga' ? 'kk' : 'account';
}

/** "1.000.000 1.500.000 12": sums in a row are no identity number. */
function isMoneyList(number: string): boolean {
  return /^\d{1,3}(?:\.\d{3})+(?:[ -]|$)/.test(number) && /\.000(?!\d)/.test(number);
}

/** "08.00 - 16.00", "08-12-2025 10.30", "628.000.000". */
function isNoPhone(number: string): boolean {
  if (/^[1-9]\d{0,2}(?:\.\d{3})+$/.test(number)) return true;
  return (
    /^08[.]\d{2}[ \-–]+\d{2}[.]\d{2}(?!\d)/.test(number) || /^0?8[-. ]\d{1,2}[-. ](?:19|20)\d{2}(?!\d)/.test(number)
  );
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
