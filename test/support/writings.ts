/** Writes sums, days and times in all the ways people write them: for tests that read them back. */
import { addDays, dayOf, longDay, weekdayOf } from '../../src/lib/wib.ts';

const digits = ['', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan'];
const ngoko = ['', 'siji', 'loro', 'telu', 'papat', 'lima', 'enem', 'pitu', 'wolu', 'sanga'];
/** Before puluh, atus, ewu, yuta. */
const bound = ['', 'sa', 'rong', 'telung', 'patang', 'limang', 'nem', 'pitung', 'wolung', 'sangang'];
const teens = ['', 'sewelas', 'rolas', 'telulas', 'patbelas', 'limalas', 'nembelas', 'pitulas', 'wolulas', 'sangalas'];
const twenties = [
  '',
  'selikur',
  'rolikur',
  'telulikur',
  'patlikur',
  'selawe',
  'nemlikur',
  'pitulikur',
  'wolulikur',
  'sangalikur',
];

/** @param value 1–999. */
export function indonesian(value: number): string {
  const [hundreds, tens, ones] = [Math.floor(value / 100), Math.floor(value / 10) % 10, value % 10];
  const rest =
    tens === 0
      ? digits[ones]
      : tens === 1
        ? ones === 0
          ? 'sepuluh'
          : ones === 1
            ? 'sebelas'
            : `${digits[ones]} belas`
        : `${digits[tens]} puluh ${digits[ones]}`;
  return `${hundreds === 0 ? '' : hundreds === 1 ? 'seratus' : `${digits[hundreds]} ratus`} ${rest}`.trim();
}

/** @param value 1–999, standing before ewu or yuta. */
function javanese(value: number): string {
  const [hundreds, tens, ones] = [Math.floor(value / 100), Math.floor(value / 10) % 10, value % 10];
  const low = value % 100;
  const rest =
    tens === 0
      ? hundreds === 0
        ? bound[ones]
        : ngoko[ones]
      : low === 10
        ? 'sepuluh'
        : low < 20
          ? teens[ones]
          : low > 20 && low < 30
            ? twenties[ones]
            : `${tens === 5 ? 'seket' : tens === 6 ? 'suwidak' : `${bound[tens]} puluh`} ${ngoko[ones]}`;
  return `${hundreds === 0 ? '' : hundreds === 1 ? 'satus' : `${bound[hundreds]} atus`} ${rest}`.trim();
}

function inWords(value: number, scales: readonly string[], hundreds: (part: number) => string): string {
  const parts: string[] = [];
  for (const [at, scale] of scales.entries()) {
    const part = Math.floor(value / 1000 ** (scales.length - at)) % 1000;
    if (part > 0) parts.push(`${hundreds(part)} ${scale}`);
  }
  return parts.join(' ');
}

/** @param rupiah a multiple of 100, from 1,000 up to below a billion times a hundred. */
export function sumsWritten(rupiah: number): string[] {
  const grouped = String(rupiah).replace(/\B(?=(\d{3})+$)/g, '.');
  const ways = [
    `Rp ${grouped}`,
    `Rp${grouped},-`,
    `Rp. ${grouped},00`,
    `rp ${rupiah}`,
    `${grouped} rupiah`,
    `${grouped},-`,
    `sebesar ${grouped.includes('.000') && rupiah >= 10_000 ? grouped : `Rp ${grouped}`}`,
  ];
  const scaled = (size: number, names: readonly string[]) => {
    const amount = rupiah / size;
    if (amount < 1 || amount >= 1000 || Math.round(amount * 100) !== amount * 100) return;
    const comma = String(amount).replace('.', ',');
    for (const name of names)
      ways.push(`${comma} ${name}`, `${comma}${name}`, `${amount} ${name}`, `Rp ${comma} ${name}`);
  };
  scaled(1000, ['ribu', 'rb', 'ewu']);
  scaled(1e6, ['juta', 'jt', 'yuta']);
  scaled(1e9, ['miliar', 'milyar']);
  if (rupiah % 1000 === 0 && rupiah > 1000) {
    ways.push(inWords(rupiah, ['miliar', 'juta', 'ribu'], indonesian));
    ways.push(inWords(rupiah, ['miliar', 'yuta', 'ewu'], javanese));
    ways.push(`${inWords(rupiah, ['miliar', 'juta', 'ribu'], indonesian)} rupiah`);
  }
  return ways;
}

const weekdays = [
  ['Minggu', 'Ahad'],
  ['Senin', 'senen'],
  ['Selasa', 'seloso'],
  ['Rabu', 'rebo'],
  ['Kamis', 'kemis'],
  ['Jumat', 'jemuah', "Jum'at"],
  ['Sabtu', 'setu'],
];

/** @returns ways to write a day that can be that one only, as said at `now`. */
export function daysWritten(now: number, ahead: number): { text: string; day: string }[] {
  const today = dayOf(now);
  const day = addDays(today, ahead);
  const [year, month, date] = day.split('-') as [string, string, string];
  const long = longDay(day);
  const bare = long.split(', ')[1]!;
  const texts = [
    long,
    bare,
    `tanggal ${bare}`,
    `tgl ${bare.toLowerCase()}`,
    `${date}-${month}-${year}`,
    `${Number(date)}/${Number(month)}/${year}`,
    `${date}/${month}/${year.slice(2)}`,
    `${Number(date)}.${Number(month)}.${year}`,
    day,
    `tgl ${indonesian(Number(date))} ${bare.split(' ')[1]} ${year}`,
  ];
  if (ahead <= 100 && ahead >= 1) texts.push(`${ahead} hari lagi`, `${ahead} dina maneh`);
  if (ahead === 1) texts.push('besok', 'sesuk', 'benjing');
  if (ahead === 2) texts.push('lusa');
  if (ahead >= 1 && ahead <= 6)
    for (const name of weekdays[weekdayOf(day)]!) texts.push(`hari ${name}`, `dinten ${name.toLowerCase()}`);
  if (ahead <= 27 && Number(date) >= Number(today.slice(8)) && day.slice(0, 7) === today.slice(0, 7))
    texts.push(`tgl ${Number(date)}`, `tanggal ${indonesian(Number(date))}`);
  return texts.map((text) => ({ text, day }));
}

/** @param minutes of the day. @returns ways to write a time that can be that one only, and the time as `HH:MM`. */
export function timesWritten(minutes: number): { text: string; time: string }[] {
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60];
  const [hours, rest] = [String(hour).padStart(2, '0'), String(minute).padStart(2, '0')];
  const exact = hour === 0 ? 1 : hour;
  const full = String(exact).padStart(2, '0');
  const ways = [
    { text: `pukul ${full}.${rest}`, time: `${full}:${rest}` },
    { text: `jam ${full}:${rest}`, time: `${full}:${rest}` },
    { text: `pkl. ${full}.${rest} WIB`, time: `${full}:${rest}` },
  ];
  const on = (text: string, at: string) => ways.push({ text, time: at });
  const part = hour >= 5 && hour < 11 ? 'pagi' : hour >= 19 && hour < 24 ? 'malam' : null;
  const afternoon = hour >= 12 && hour < 15 ? 'siang' : hour >= 15 && hour < 19 ? 'sore' : null;
  const said = part ?? afternoon;
  if (said) {
    const twelve = hour > 12 ? hour - 12 : hour;
    on(`jam ${twelve}.${rest} ${said}`, `${hours}:${rest}`);
    on(`jam ${twelve} ${said}`, `${hours}:00`);
    on(`jam ${indonesian(twelve)} ${said}`, `${hours}:00`);
    if (twelve < 12) on(`jam setengah ${twelve + 1} ${said}`, `${hours}:30`);
  }
  return ways;
}

/** @returns how many letters are put in, left out, changed or swapped with their neighbour. */
export function editsBetween(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= one.length; row++) {
    const line = [row];
    for (let at = 1; at <= other.length; at++) {
      const same = one[row - 1] === other[at - 1];
      let least = Math.min(rows[row - 1]![at]! + 1, line[at - 1]! + 1, rows[row - 1]![at - 1]! + (same ? 0 : 1));
      if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1])
        least = Math.min(least, rows[row - 2]![at - 2]! + 1);
      line.push(least);
    }
    rows.push(line);
  }
  return rows[one.length]![other.length]!;
}
