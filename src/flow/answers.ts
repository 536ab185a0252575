/** Reads an answer against what was asked: the number, "dua", "yang kedua", the label, the label misspelt. */
import type { Choice } from '../model.ts';

const numberWords: readonly (readonly string[])[] = [
  ['satu', 'siji', 'pertama', 'kesatu', 'setunggal', 'awal'],
  ['dua', 'loro', 'kedua', 'kalih'],
  ['tiga', 'telu', 'ketiga', 'tigo'],
  ['empat', 'papat', 'keempat', 'sekawan'],
  ['lima', 'limo', 'kelima', 'gangsal'],
  ['enam', 'nem', 'keenam'],
  ['tujuh', 'pitu', 'ketujuh'],
  ['delapan', 'wolu', 'kedelapan'],
];
/** Words around a number that do not change it: "yang no 2 aja pak". */
const fillers = new Set(
  'yang yg nomor nomer no nmr pilih pilihan opsi aja saja pak bu mas mbak min kak ya nggih dong deh itu sing ke'.split(
    ' ',
  ),
);

const yesWords = new Set(
  'ya iya y yes ok oke okay siap betul benar bener sudah sdh udah wis sampun setuju lanjut nggih inggih iyo yo puas'.split(
    ' ',
  ),
);
/** A yes only by themselves: "boleh", but not "bisa minta jadwal?". */
const yesAloneWords = new Set('bisa boleh monggo silakan silahkan beres selesai tuntas'.split(' '));
/** What may stand around them. */
const thanksWords = new Set('terima kasih makasih trims suwun matur nuwun maturnuwun semua banget sekali'.split(' '));
/** A yes that takes itself back: "sudah, tapi masih bocor". */
const contrastWords = new Set(
  'tapi tapinya tetapi namun nanging ning masih tasih malah lagi kapan kenapa kok padahal'.split(' '),
);
const noWords = new Set(
  'tidak tdk gak ga nggak enggak ndak ora mboten boten bukan belum blm durung dereng jangan cukup no'.split(' '),
);
const denials = new Set('bukan dudu sanes salah'.split(' '));
const placeWords = new Set(
  `depan dekat dkt sebelah samping belakang seberang pinggir ujung pojok gang gg jalan jl jln dusun lingkungan ling
   perumahan pertigaan perempatan prapatan simpang utara selatan timur barat lor kidul wetan kulon ngarep mburi cedhak
   cedak sanding masjid mushola musholla langgar gereja pasar sekolah sd smp sma tk kantor balai pos makam lapangan
   jembatan kali sungai toko warung rumah omah kelurahan kel rt rw blok nomor no`.split(/\s+/),
);
const withdrawWords = new Set(
  'cabut dicabut cabuten tarik ditarik batalkan dibatalkan batalin hapus dihapus'.split(' '),
);
const skipWords =
  /^(lewati|skip|lewat|(tidak|tdk|gak|ga|nggak|ngga|ndak) (tahu|tau)|ora ngerti|mboten ngertos|kurang tahu|kurang tau|-)$/;

/** @returns the words of an answer: lower case, letters and digits only, fillers kept. */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFKC')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

/** @returns the choice that is meant, or null: nothing or more than one fits. */
export function matchChoice<C extends Choice & { also?: string[] | undefined }>(
  text: string,
  choices: readonly C[],
): C | null {
  const words = wordsOf(text);
  if (words.length === 0 || words.length > 12) return null;
  const bare = words.filter((word) => !fillers.has(word));
  if (bare.length === 1) {
    const number = numberOf(bare[0] ?? '');
    if (number !== null) return choices[number - 1] ?? null;
    if (bare[0] === 'terakhir') return choices.at(-1) ?? null;
    if (bare[0] === 'tengah' && choices.length === 3) return choices[1] ?? null;
  }
  const said = bare.length > 0 ? bare.join(' ') : words.join(' ');
  const other = choices.filter((choice) =>
    choice.also?.some((phrase) => phrase === said || phrase === words.join(' ')),
  );
  if (other.length === 1) return other[0] ?? null;
  return matchLabel(bare.length > 0 ? bare : words, choices);
}

/**
 * @returns true for yes, false for no, null for anything else. "belum" is a no; "sudah, tapi masih bocor" is neither.
 */
export function matchYesNo(text: string): boolean | null {
  const words = wordsOf(text);
  if (words.slice(0, 4).some((word) => noWords.has(word))) return false;
  if (words.some((word) => contrastWords.has(word))) return null;
  if (words.slice(0, 4).some((word) => yesWords.has(word))) return true;
  const isAlone = words.every((word) => yesAloneWords.has(word) || thanksWords.has(word) || fillers.has(word));
  return isAlone && words.some((word) => yesAloneWords.has(word)) ? true : null;
}

/** @returns true for "bukan Ngronggo pak, Ngampel": the name is said not to be it. */
export function isDenied(name: string, text: string): boolean {
  const words = wordsOf(text);
  const at = words.indexOf(wordsOf(name)[0] ?? '');
  return words.slice(Math.max(0, at - 2), Math.max(0, at)).some((word) => denials.has(word));
}

/** @returns true where words point to a place, named or not: "dekat masjid", "gang sebelah utara pasar". */
export function isPlaceLike(text: string): boolean {
  return wordsOf(text).some((word) => placeWords.has(word));
}

/** @returns true for "saya cabut laporan saya tadi". */
export function isWithdrawal(text: string): boolean {
  const words = wordsOf(text);
  return words.some((word) => withdrawWords.has(word)) && words.some((word) => word.startsWith('lapor'));
}

/** @returns true where something is not over: "makasih, tapi masih mati", "dereng murup". */
export function isContrary(text: string): boolean {
  return wordsOf(text).some((word) => contrastWords.has(word) || noWords.has(word));
}

/** @returns true where somebody would rather not say, or does not know. */
export function isSkip(text: string): boolean {
  const words = wordsOf(text).filter((word) => !fillers.has(word));
  return skipWords.test(words.join(' ') || text.trim());
}

function numberOf(word: string): number | null {
  const digits = /^(?:ke|no)?(\d{1,2})$/.exec(word)?.[1];
  if (digits) return Number(digits);
  const index = numberWords.findIndex((names) => names.includes(word));
  return index < 0 ? null : index + 1;
}

/** The one label that holds all the words of the answer, each allowed its small misspelling. */
function matchLabel<C extends Choice>(words: readonly string[], choices: readonly C[]): C | null {
  const fits = choices.filter((choice) => {
    const label = wordsOf(choice.label);
    return words.every((word) => label.some((other) => alike(word, other)));
  });
  if (fits.length === 1) return fits[0] ?? null;
  return fits.find((choice) => wordsOf(choice.label).length === words.length) ?? null;
}

/** One slip in five letters or more, two in nine or more. */
function alike(word: string, other: string): boolean {
  if (word === other) return true;
  const slips = word.length >= 9 ? 2 : word.length >= 5 ? 1 : 0;
  return slips > 0 && Math.abs(word.length - other.length) <= slips && distance(word, other) <= slips;
}

/** Edits between two words, neighbours swapped counting as one (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (rows[i - 1]?.[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}
