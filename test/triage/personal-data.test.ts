/** What is masked on arrival, and what is left alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskPersonalData } from '../../src/triage/personal-data.ts';

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));

describe('what is masked', () => {
  it.each([
    ['NIK saya 0000000000000000', 'NIK saya [NIK]'],
    ['nik:0000000000000000,', 'nik:[NIK],'],
    ['ktp 0000 0000 0000 0000 pak', 'ktp [NIK] pak'],
    ['no kk 000000.000000.0000', 'no kk [no. KK]'],
    // A date could be seen in it.
    ['nik 0000 2001 0101 0000', 'nik [NIK]'],
    ['kartu keluarga 00-00-00-000000-0000', 'kartu keluarga [no. KK]'],
    ['NIK 0000000000000000 KK 0000000000000001', 'NIK [NIK] KK [no. KK]'],
    ['0000000000000000', '[NIK/KK]'],
    ['nik 000000000000000 (kurang satu)', 'nik [NIK] (kurang satu)'],
    ['hub 0800-0000-0000 ya', 'hub [no. HP] ya'],
    ['0800 0000 0000', '[no. HP]'],
    ['+62 800-0000-0000', '[no. HP]'],
    ['6280000000000', '[no. HP]'],
    ['wa:080000000000', 'wa:[no. HP]'],
    ['(0354) 000000', '[no. HP]'],
    ['wa 800-0000-0000', 'wa [no. HP]'],
    ['rek BRI 0000-01-000000-50-0', 'rek BRI [no. rekening]'],
    ['norek 0000000000 bank jatim', 'norek [no. rekening] bank jatim'],
    ['no rek pokmas a.n. Contoh: 0123456789', 'no rek pokmas a.n. Contoh: [no. rekening]'],
    ['transfer ke BCA 0123456789', 'transfer ke BCA [no. rekening]'],
    ['rekening 0000000000000000', 'rekening [no. rekening]'],
    ['hub ０８００ ００００ ０００００ ya', 'hub [no. HP] ya'],
    ['NIK ００００００００００００００００', 'NIK [NIK]'],
    ['telp O8OO 0000 0000', 'telp [no. HP]'],
    ['o 800 0000 0000', '[no. HP]'],
    ['wa 08l0-00I0-0000 saja', 'wa [no. HP] saja'],
    ['nik 00O0000000000000', 'nik [NIK]'],
    ['hub.080000000000', 'hub.[no. HP]'],
    ['+62\u00a0800\u20110000\u20110000', '[no. HP]'],
    ['NPWP pokmas 00.000.000.0-000.000 ya', 'NPWP pokmas [NPWP] ya'],
    ['00.000.000.0-000.001', '[NPWP]'],
    ['000.000.000.0-000.000', '[NPWP]'],
    ['npwp: 000000000000000', 'npwp: [NPWP]'],
    ['npwp 0000 0000 0000 0000', 'npwp [NPWP]'],
    ['KTP_0000000000000000.jpg', 'KTP_[NIK].jpg'],
    ['kk_0000_0000_0000_0001.pdf', 'kk_[no. KK].pdf'],
    ['bukti.080000000000.pdf', 'bukti.[no. HP].pdf'],
    ['IMG_20260101_080000000000.jpg', 'IMG_20260101_[no. HP].jpg'],
    ['nik 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0', 'nik [NIK]'],
  ])('%s', (text, masked) => {
    expect(maskPersonalData(text).text).toBe(masked);
  });
});

describe('what stays', () => {
  it.each([
    'telepon 112 ya',
    'RT 05/RW 02 Ngronggo',
    'harganya Rp 2.000.000 sampai 2.500.000',
    'total 1.000.000 1.500.000 2.000.000 saja',
    'buka 08.00 - 16.00 tiap hari',
    'tanggal 08-12-2025 10.30',
    'kode rekening 5.1.02.01.01.0026 benar?',
    'tiket KP-7FX3-MQ9 dan kp 2345 67A',
    'rekening pokmas kurang 12.500.000 dari 100.000.000',
    'rekening dibuka tanggal 12-10-2024',
    'BRI minta saldo 500000',
    'Perpres 46/2025, Perwali 32 Tahun 2021',
    'anggaran 100000000 per RT',
    'rekening saldo Rp 150000000',
    'total Rp ２.０００.０００ ya',
    'dari 12-03-2025 14-05-2025 sampai selesai',
    'tanggal 2026-06-10 14-30-55-12',
    'semen 50 65.000 3.250.000 12 sak',
    'volume 0.85 12.50 3.40 6.75 18.00',
    'RAB: pasir 12,50 m3 x 275.000 = 3.437.500',
    'kode 7.01.01.2.05.0001.5.1.02.01.01.0026',
    'RT 08/RW 12 no 34, ada 10 lampu, 5l cat dan 20 l air',
    'pilihan 1 2 3 4 5 6 7 8 9 10 11 12 13',
    'NPWP pokmas belum ada, rapat 08.00-16.00',
    'IMG-20260610-WA0012.jpg',
    'IMG_20260610_143055_12.jpg',
    'Screenshot_2026-06-10-14-30-55-123_com.example.jpg',
    'Olo 0lI lOl 1OO',
  ])('%s', (text) => {
    expect(maskPersonalData(text)).toEqual({ text, found: [] });
  });
});

describe('for any text', () => {
  it('leaves no run of sixteen digits and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), digits(16), fc.string(), (before, number, after) => {
        const { text } = maskPersonalData(`${before} ${number} ${after.replace(/^[ .-]*\d/, '')}`);
        expect(text).not.toContain(` ${number} `);
      }),
    );
  });

  it('finds a phone number however it is grouped', () => {
    fc.assert(
      fc.property(
        digits(9),
        fc.constantFrom('', ' ', '-', '.'),
        fc.constantFrom('081', '+6281', '6281'),
        (rest, gap, start) => {
          const grouped = `${rest.slice(0, 2)}${gap}${rest.slice(2, 6)}${gap}${rest.slice(6)}`;
          expect(maskPersonalData(`hubungi ${start}${grouped} segera`)).toEqual({
            text: 'hubungi [no. HP] segera',
            found: [{ kind: 'phone' }],
          });
        },
      ),
    );
  });

  it('masks once: a masked text stays as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ a-z0-9.\-+]{0,60}$/), (text) => {
        const once = maskPersonalData(text).text;
        expect(maskPersonalData(once).text).toBe(once);
      }),
    );
  });

  it('keeps every sum of money', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 3 }), (head, groups) => {
        const sum = `Rp ${head}${'.000'.repeat(groups)}`;
        expect(maskPersonalData(`sisa ${sum} di rekening`).found).toEqual([]);
      }),
    );
  });
});
