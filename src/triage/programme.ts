/** Finds the city's programmes and channels that a message names. */
import { cutPieces, type Piece } from './number-words.ts';

export type ProgrammeKey =
  | 'prodamas'
  | 'prodamas-plus'
  | 'merata'
  | 'dakel'
  | 'mobmas'
  | 'kampung-keren'
  | 'rtlh'
  | 'padat-karya'
  | 'koperasi-rw'
  | 'pkh'
  | 'bpnt'
  | 'lapor-mbak-wali'
  | 'surga'
  | 'e-suket'
  | 'sp4n-lapor'
  | 'progressio';

/** In small letters, words and digits parted by spaces; signs between them are left out. */
const names: readonly (readonly [ProgrammeKey, string])[] = [
  ['prodamas-plus', 'prodamas plus,prodamasplus,prodamas +,prodmas plus,prodamas plush,prodamas ples,prodamaz plus'],
  ['prodamas', 'prodamas,prodmas,prodamaz,prodamass,predamas,prodamast,pro damas,program pemberdayaan masyarakat'],
  ['merata', 'program pembangunan daerah berbasis kelurahan'],
  ['dakel', 'dakel,dana kelurahan,dana kel'],
  ['mobmas', 'mobmas,mob mas,mobil mas,mobil masyarakat,mobil kelurahan,mobmas mapan'],
  ['kampung-keren', 'kampung keren,kampungkeren,kampung keren tematik'],
  ['rtlh', 'rtlh,rutilahu,rumah tidak layak huni,rumah tak layak huni,bedah rumah'],
  ['padat-karya', 'padat karya,padatkarya'],
  ['koperasi-rw', 'koperasi rw,kopsim rw,koprasi rw'],
  ['pkh', 'pkh,program keluarga harapan'],
  ['bpnt', 'bpnt,bpntd,bantuan pangan non tunai'],
  ['lapor-mbak-wali', 'lapor mbak wali,lapormbakwali,lapor mbakwali,lapor mbak wali 112'],
  [
    'surga',
    'suara warga,aplikasi surga,app surga,aduan surga,lapor surga,sms surga,lewat surga,via surga,surga kediri',
  ],
  ['e-suket', 'e suket,esuket,e surat keterangan'],
  ['sp4n-lapor', 'sp 4 n,sp 4 n lapor,lapor go id'],
  ['progressio', 'progressio,progresio,progressio app,progresso'],
];

const byFirst = new Map<string, { key: ProgrammeKey; words: readonly string[] }[]>();
for (const [key, list] of names)
  for (const name of list.split(',')) {
    const words = name.split(' ');
    byFirst.set(words[0]!, [...(byFirst.get(words[0]!) ?? []), { key, words }]);
  }
for (const list of byFirst.values()) list.sort((one, other) => other.words.length - one.words.length);

/** Before "merata" they say that the programme is meant. */
const merataMarks =
  /^(program|programe|programnya|progam|perwali|juknis|juklak|pokmas|bimtek|sosialisasi|proposal|kegiatan|tim|teknis|usulan|anggaran|dana|danane)$/;
/** Behind it the programme is meant: "Merata kapan cair". */
const merataAsks = /^(kapan|itu|iku|kuwi|niku|cair|2025|2026|2027|tahun|mulai|apakah|gantinya|pengganti|menggantikan)$/;
/** "tidak merata", "dibagi merata", "merata ke semua RT": evenly. */
const evenlyBefore =
  /^(tidak|tdk|gak|gk|ga|nggak|ngga|ndak|ora|mboten|belum|blm|durung|dereng|kurang|secara|dibagi|dibagikan|bagi|lebih|lbh|biar|supaya|agar|sangat|sudah|wis|sampun|harus|kudu|sama|terbagi|tersebar|semua|hampir|rata|bisa|pak|bu|mas|mbak|bapak|ibu)$/;
const evenlyBehind = /^(ke|di|untuk|kanggo|semua|setiap|tiap|saben|dan|kok|ya|no|dong|sak|seluruh|kabeh|antar|per)$/;

/**
 * Prodamas Plus is not Prodamas too: the longer name stands. "merata" is the programme behind a word for one ("program
 * merata"), before a question for one ("Merata kapan cair"), or with a capital within a sentence; it is "evenly" after
 * tidak, belum, dibagi … and before "ke semua". "surga" alone is heaven. Pure; never throws.
 * @returns each programme once, in the order of the text.
 */
export function findProgrammes(text: string): readonly ProgrammeKey[] {
  const pieces = cutPieces(text).filter(({ text: sign }) => !/^[-."'()*_/]$/.test(sign));
  const found = new Set<ProgrammeKey>();
  for (let at = 0; at < pieces.length; at++) {
    const name = nameAt(pieces, at);
    if (name) {
      found.add(name.key);
      at += name.size - 1;
    } else if (isMerata(pieces, at)) found.add('merata');
  }
  return [...found];
}

function nameAt(pieces: readonly Piece[], at: number): { key: ProgrammeKey; size: number } | null {
  const name = byFirst
    .get(pieces[at]!.text)
    ?.find(({ words }) => words.every((word, step) => pieces[at + step]?.text === word));
  return name ? { key: name.key, size: name.words.length } : null;
}

function isMerata(pieces: readonly Piece[], at: number): boolean {
  const { text, capital } = pieces[at]!;
  if (!/^(merata|meratane|meratanya)$/.test(text)) return false;
  const before = pieces[at - 1];
  const behind = pieces[at + 1]?.text ?? '';
  if (before && evenlyBefore.test(before.text)) return false;
  if (evenlyBehind.test(behind) && !(before && /^(program|progam|perwali|bimtek|juknis)$/.test(before.text)))
    return false;
  if (before && merataMarks.test(before.text)) return true;
  const within = before?.kind === 'word' || (before?.kind === 'sign' && before.text === ',');
  return merataAsks.test(behind) || (capital && within && !before.capital);
}
