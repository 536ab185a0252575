/** What people write when they are asked: one line a case. */
import { describe, expect, it } from 'vitest';
import {
  isContrary,
  isDenied,
  isPlaceLike,
  isSkip,
  isWithdrawal,
  matchChoice,
  matchYesNo,
  wordsOf,
} from '../../src/flow/answers.ts';

const choices = [
  { id: 'lamp', label: 'Lampu jalan atau gang' },
  { id: 'road', label: 'Jalan rusak' },
  { id: 'water', label: 'Saluran air', also: ['got', 'selokan mampet'] },
  { id: 'none', label: 'Bukan itu semua' },
];

const answers: readonly (readonly [text: string, id: string | null])[] = [
  ['1', 'lamp'],
  ['2', 'road'],
  ['2.', 'road'],
  ['2️⃣', 'road'],
  ['(2)', 'road'],
  ['no 2', 'road'],
  ['no2', 'road'],
  ['nomor 2 aja pak', 'road'],
  ['dua', 'road'],
  ['Dua pak', 'road'],
  ['kedua', 'road'],
  ['yang kedua', 'road'],
  ['yg ke-2', 'road'],
  ['ke2', 'road'],
  ['loro', 'road'],
  ['sing loro', 'road'],
  ['kalih', 'road'],
  ['pilih tiga', 'water'],
  ['setunggal', 'lamp'],
  ['papat', 'none'],
  ['terakhir', 'none'],
  ['yang terakhir', 'none'],
  ['Jalan rusak', 'road'],
  ['JALAN RUSAK!', 'road'],
  ['jalan rusk', null],
  ['jalan rusakk', 'road'],
  ['rusak', 'road'],
  ['lampu', 'lamp'],
  ['lmapu', 'lamp'],
  ['salurn air', 'water'],
  ['saluran', 'water'],
  ['got', 'water'],
  ['got pak', 'water'],
  ['selokan mampet', 'water'],
  ['bukan itu semua', 'none'],
  // Both labels hold it: nobody may guess.
  ['jalan', null],
  ['0', null],
  ['5', null],
  ['17', null],
  ['1 dan 2', null],
  ['dua duanya', null],
  ['tengah', null],
  ['', null],
  ['   ', null],
  ['😀', null],
  ['lampu gang saya mati sudah seminggu', null],
  ['belum', null],
  ['satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas dua belas', null],
];

describe('an answer to choices', () => {
  it.each(answers)('"%s" → %s', (text, id) => {
    expect(matchChoice(text, choices)?.id ?? null).toBe(id);
  });

  it('knows the middle of three, and only of three', () => {
    expect(matchChoice('yang tengah', choices.slice(0, 3))?.id).toBe('road');
    expect(matchChoice('tengah', choices.slice(0, 2))).toBeNull();
  });

  it('takes the label that is just these words before those that hold more', () => {
    const labels = [
      { id: 'a', label: 'Lampu' },
      { id: 'b', label: 'Lampu taman' },
    ];
    expect(matchChoice('lampu', labels)?.id).toBe('a');
  });

  it('allows no slip in short words, which would fit too much', () => {
    expect(matchChoice('gat', [...choices.slice(0, 2), { id: 'g', label: 'Got' }])).toBeNull();
  });
});

const yesNo: readonly (readonly [text: string, value: boolean | null])[] = [
  ['ya', true],
  ['iya pak', true],
  ['nggih', true],
  ['Sudah', true],
  ['sdh', true],
  ['sampun, matur nuwun', true],
  ['sudah beres, terima kasih', true],
  ['ok', true],
  ['boleh', true],
  ['beres', true],
  ['selesai pak, makasih', true],
  ['belum', false],
  ['belum pak', false],
  ['blm', false],
  ['durung', false],
  ['dereng', false],
  ['tidak', false],
  ['gak', false],
  ['mboten', false],
  ['ya belum lah', false],
  ['sudah tapi masih bocor', null],
  ['sudah bocor lagi', null],
  ['bisa minta jadwal klinik', null],
  ['mungkin', null],
  ['lampu gang mati', null],
  ['terima kasih', null],
  ['', null],
];

describe('yes and no', () => {
  it.each(yesNo)('"%s" → %s', (text, value) => {
    expect(matchYesNo(text)).toBe(value);
  });
});

describe('rather not', () => {
  it.each([
    'tidak tahu',
    'Tidak tahu pak',
    'gak tau',
    'ndak tau bu',
    'ora ngerti',
    'lewati',
    'lewati saja',
    'skip',
    '-',
  ])('"%s" is left out', (text) => {
    expect(isSkip(text)).toBe(true);
  });
  it.each(['Ngronggo', 'tidak tahu RT-nya, di Ngronggo', 'lewat depan pasar', ''])('"%s" is an answer', (text) => {
    expect(isSkip(text)).toBe(false);
  });
});

describe('words of an answer', () => {
  it('are small letters and digits, whatever stands between', () => {
    expect(wordsOf('Ya, RT.05/RW-02!')).toEqual(['ya', 'rt', '05', 'rw', '02']);
    expect(wordsOf('ＲＴ ５')).toEqual(['rt', '5']);
    expect(wordsOf('…')).toEqual([]);
  });
});

describe('what else words tell', () => {
  it.each([
    ['Ngronggo', 'bukan ngronggo pak, ngampel', true],
    ['Ngampel', 'bukan ngronggo pak, ngampel', false],
    ['Bandar Lor', 'dudu ing bandar lor', true],
    ['Pojok', 'pojok rt 1', false],
  ])('%s is denied in "%s": %s', (name, text, is) => expect(isDenied(name, text)).toBe(is));

  it.each([
    ['dekat masjid al huda', true],
    ['ngarep omahe pak rt', true],
    ['terserah', false],
    ['pokmas iku apa to', false],
  ])('"%s" points to a place: %s', (text, is) => expect(isPlaceLike(text)).toBe(is));

  it.each([
    ['saya cabut laporan saya tadi, takut', true],
    ['laporane ditarik wae', true],
    ['laporan saya sampai mana', false],
    ['tarif cabut gigi berapa', false],
  ])('"%s" takes a report back: %s', (text, is) => expect(isWithdrawal(text)).toBe(is));

  it.each([
    ['makasih pak tapi masih mati', true],
    ['sampun, nanging dereng murup', true],
    ['makasih pak sudah nyala', false],
  ])('"%s" says that it is not over: %s', (text, is) => expect(isContrary(text)).toBe(is));
});
