/** The words of days, months and parts of the day, Indonesian and Javanese, and how they are looked up. */
import type { Piece } from './number-words.ts';

function table<T>(rows: readonly (readonly [T, string])[]): ReadonlyMap<string, T> {
  return new Map(rows.flatMap(([value, words]) => words.split(' ').map((word) => [word, value] as const)));
}
const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

export type DayPart = 'pagi' | 'siang' | 'sore' | 'malam';

/** 0 = Sunday. "minggu" is not here: it is a week too. */
export const weekdays = table<number>([
  [0, 'ahad ngahad'],
  [1, 'senin senen snin'],
  [2, 'selasa seloso slasa'],
  [3, 'rabu rebo rebu'],
  [4, 'kamis kemis'],
  [5, 'jumat jumah jemuah jemuwah jumuah jmat jumaat'],
  [6, 'sabtu setu saptu sebtu'],
]);

export const months = table<number>([
  [1, 'januari jan januwari'],
  [2, 'februari pebruari feb peb'],
  [3, 'maret mar mrt'],
  [4, 'april apr'],
  [5, 'mei mey'],
  [6, 'juni jun'],
  [7, 'juli jul'],
  [8, 'agustus agt ags agst agus agu'],
  [9, 'september sept sep'],
  [10, 'oktober okt october'],
  [11, 'november nopember nov nop'],
  [12, 'desember des december'],
]);

export const dayParts = table<DayPart>([
  ['pagi', 'pagi esuk isuk enjing enjang subuh shubuh fajar'],
  ['siang', 'siang awan siyang'],
  ['sore', 'sore sonten petang'],
  ['malam', 'malam malem bengi mbengi dalu ndalu wengi mlm'],
]);

/** The part of the day behind a prayer; before it, `prayersBefore`. */
export const prayers = table<DayPart>([
  ['pagi', 'subuh shubuh dhuha duha'],
  ['siang', 'dzuhur duhur zuhur dhuhur luhur lohor zhuhur jumatan'],
  ['sore', 'ashar asar ngasar'],
  ['malam', 'magrib maghrib isya isyak isa tarawih teraweh'],
]);
export const prayersBefore = table<DayPart>([
  ['pagi', 'subuh shubuh dhuha duha dzuhur duhur zuhur dhuhur luhur lohor zhuhur jumatan'],
  ['siang', 'ashar asar ngasar'],
  ['sore', 'magrib maghrib'],
  ['malam', 'isya isyak isa tarawih teraweh'],
]);
export const afterWords = set(
  'bakda bada bakdo badha habis abis sesudah setelah stlh bar bubar sakwise lepas rampung sehabis',
);
export const beforeWords = set('sebelum sblm sakdurunge sakderenge jelang menjelang');

const nextWords = set('depan dpn depannya ngarep ngarepe ngajeng ngajenge mendatang');
export const thisWords = set('ini iki niki');
/** Said of what is over. `recently` names the last one, `lalu` may be of this week or of the one before. */
export const recently = set('kemarin kemaren kmrn kmren kemrin wingi');
const over = set('lalu kepungkur kapungkur lepas');
export const tomorrow = set('besok bsk bsok besuk sesuk sisuk mbenjing benjing benjang');
export const later = set('nanti nti ntar mengko mangke engko mengke');

/** Before a weekday: it comes again and again, or is counted. */
export const everyWords = set('tiap setiap saben per tiap2 setiap2');
/** What stands a little before tells that it is over. */
export const pastSigns = set('sudah sdh udah udh wis wes sampun sejak semenjak wiwit tadi telah');
/** The number behind these is their name. */
export const numberNames = set(
  'rt rw erte erwe no nomor nomer nmr perwali perpres permendagri pasal uu pp blok kav gang gg jl jalan kelas ayat ke nilai',
);
/** "2/3 warga", "1/2 meter": parts of a whole. */
export const wholes = set(
  'warga jam bagian dari m meter kg hari jalan gang orang inch dim cm penduduk rumah anggaran porsi nya an',
);
/** May stand between a day and its time. */
export const betweens = set(
  `, ( ) - – : / di pada sekitar sekitaran sktr kira kiro ya yo nggih pak bu mas mbak tgl tanggal hari hr dino dinten pas
   wib wibb yang yg sing mulai pukul legi pahing paing pon wage kliwon lah aja saja ae wae mawon`,
);

/** "tahun kemarin", "lebaran wingi": not yesterday. */
export const notDays = set(
  'tahun taun thn th puasa poso lebaran musim tahap periode semester pilkada minggu bulan sasi pekan',
);
export const pasaran = set('legi pahing paing pon wage kliwon');

/** The following one, that of the present week or month, the last one, one that is over. */
export type Turn = 'next' | 'this' | 'recent' | 'past';

export const wordAt = (pieces: readonly Piece[], at: number): string => pieces[at]?.text ?? '';
export const isDayWord = (word: string) => /^(hari|hr|dino|dina|dinten)$/.test(word);

/** "depan", "ini", "lalu", "yang lalu". @returns also the piece behind; null where none stands here. */
export function turnAt(pieces: readonly Piece[], at: number): { turn: Turn; next: number } | null {
  const word = wordAt(pieces, at);
  if (nextWords.has(word)) return { turn: 'next', next: at + 1 };
  if (thisWords.has(word)) return { turn: 'this', next: at + 1 };
  if (recently.has(word)) return { turn: 'recent', next: at + 1 };
  if (over.has(word)) return { turn: 'past', next: at + 1 };
  return /^(yang|yg|sing)$/.test(word) && (over.has(wordAt(pieces, at + 1)) || recently.has(wordAt(pieces, at + 1)))
    ? { turn: recently.has(wordAt(pieces, at + 1)) ? 'recent' : 'past', next: at + 2 }
    : null;
}

/** The number or date at this piece is a part of something else ("RT 5/6", "KP-5 Mei"). */
export function isOther(pieces: readonly Piece[], at: number): boolean {
  const before = pieces[at - 1];
  if (!before) return false;
  if (numberNames.has(before.text) || (before.text === '.' && numberNames.has(wordAt(pieces, at - 2)))) return true;
  return pieces[at]!.glued && (before.kind === 'word' || (/^[-/.+]$/.test(before.text) && before.glued));
}

/** Every word that a day or time may begin with, but for numbers: most words of a message are none of them. */
export const openers: ReadonlySet<string> = new Set([
  ...weekdays.keys(),
  ...months.keys(),
  ...dayParts.keys(),
  ...recently,
  ...tomorrow,
  ...later,
  ...thisWords,
  ...afterWords,
  ...beforeWords,
  ...set(
    `minggu mgg pekan bulan bln wulan sasi awal tengah pertengahan akhir tgl tanggal tggl tgal tg jam jm jame
     pukul pukule pkl setengah stengah stgh setgh dini waktu wektu pas hari hr dino dina dinten kapan tempo
     suk emben lusa wingenane wingenani winginane winginani kolo kala semalam tadi wau mau sehari seminggu
     sebulan`,
  ),
]);
