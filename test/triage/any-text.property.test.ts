/** What must hold for any text: personal data is masked, danger is seen, nothing throws, every limit is kept. */
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createTriage } from '../../src/triage/create-triage.ts';
import { createFactFinder } from '../../src/triage/facts.ts';
import { loadKnowledge } from '../../src/triage/load-knowledge.ts';
import { findAmounts } from '../../src/triage/money.ts';
import { maskPersonalData } from '../../src/triage/personal-data.ts';
import { findProgrammes } from '../../src/triage/programme.ts';
import { findTimes } from '../../src/triage/when.ts';
import { makeDataFolder } from '../support/desk-process.ts';

const knowledge = loadKnowledge(join(import.meta.dirname, '../../data'));
const { find, danger } = createFactFinder(knowledge);
const around = fc
  .array(fc.constantFrom('lampu', 'rusak', 'mohon', 'segera', 'warga', 'masjid', 'piye', 'ya'), { maxLength: 4 })
  .map((words) => words.join(' '));
const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 80 }));
const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));

describe('personal data', () => {
  const gap = fc.constantFrom(' ', '-', '.');
  const groupsOf = (number: string, sizes: readonly number[], between: string) => {
    let from = 0;
    return sizes.map((size) => number.slice(from, (from += size))).join(between);
  };

  it('any sixteen digits in a row are masked', () => {
    fc.assert(
      fc.property(digits(16), around, around, (number, before, after) => {
        const { text, found } = maskPersonalData(`${before} NIK ${number} ${after}`);
        expect(text).toBe(`${before} NIK [NIK] ${after}`);
        expect(found).toEqual([{ kind: 'nik' }]);
      }),
    );
  });

  it('a NIK of the province is masked in every grouping', () => {
    const nik = fc
      .tuple(
        digits(2),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 71 }),
        fc.integer({ min: 1, max: 12 }),
        digits(6),
      )
      .map(([area, ...numbers]) => {
        const [district, date, month] = numbers.slice(0, 3).map((number) => String(number).padStart(2, '0'));
        return `35${area}${district}${date}${month}${numbers[3]}`;
      });
    fc.assert(
      fc.property(nik, gap, fc.constantFrom([4, 4, 4, 4], [6, 6, 4], [2, 2, 2, 6, 4]), (number, between, sizes) => {
        const written = groupsOf(number, sizes, between);
        expect(maskPersonalData(`nik ${written} ya`).text, written).toBe('nik [NIK] ya');
      }),
      { numRuns: 300 },
    );
  });

  it('a phone number is masked in every writing', () => {
    const start = fc.constantFrom('0', '+62', '62', '+62 ', '(+62) ', '62-');
    const sizes = fc.constantFrom([3, 4, 4], [3, 3, 4], [3, 4, 3], [11], [9], [3, 8]);
    fc.assert(
      fc.property(digits(10), start, gap, sizes, around, (rest, head, between, groups, after) => {
        const written = head + groupsOf(`8${rest}`, groups, between);
        expect(maskPersonalData(`hubungi ${written} ${after}`).text, written).toBe(`hubungi [no. HP] ${after}`);
      }),
      { numRuns: 300 },
    );
  });

  it('masking twice changes nothing, whatever the text', () => {
    const number = fc.oneof(
      digits(16),
      digits(10).map((rest) => `08${rest}`),
      fc.constantFrom('rek BRI', 'NIK', 'npwp', '[NIK]'),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(anyText, number, around), { maxLength: 6 }), (parts) => {
        const once = maskPersonalData(parts.join(' ')).text;
        expect(maskPersonalData(once).text).toBe(once);
      }),
    );
  });
});

describe('danger', () => {
  const greetings = [
    'Assalamualaikum',
    'selamat pagi pak',
    'nuwun sewu',
    'maaf mengganggu',
    'permisi min',
    'halo',
    'yth bapak wali kota',
  ];
  const between = fc.constantFrom(', ', '. ', '\n', '! ');

  it('stays danger with any greeting before it', () => {
    const said = knowledge.emergencies.rules.flatMap((rule) => rule.for);
    fc.assert(
      fc.property(fc.constantFrom(...said), fc.constantFrom(...greetings), between, (text, greeting, sign) => {
        expect(danger(`${greeting}${sign}${text}`), text).not.toBeNull();
      }),
      { numRuns: 1000 },
    );
  });

  it('greetings and courtesies alone are none', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...greetings), { maxLength: 4 }), between, (list, sign) => {
        expect(danger(list.join(sign))).toBeNull();
      }),
    );
  });
});

describe('any text at all', () => {
  const folder = makeDataFolder();
  afterAll(() => folder.remove());

  it('is read by every extractor without an exception, the same each time, with places that lie in it', () => {
    const bits = fc.oneof(
      anyText,
      fc.constantFrom(
        'rp',
        'sak',
        'juta',
        '1,5',
        '-',
        '2.000',
        'tgl',
        '5/6',
        'jam',
        'setengah',
        'minggu',
        'depan',
        'sewu',
        'bulan',
      ),
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 12 }), fc.constantFrom(' ', '', '\n'), (list, between) => {
        const text = list.join(between);
        const now = Date.UTC(2026, 5, 10);
        const spans = [...findAmounts(text), ...findTimes(text, now)];
        for (const { from, to } of spans) expect(0 <= from && from < to && to <= text.length).toBe(true);
        for (const { rupiah } of findAmounts(text)) expect(Number.isSafeInteger(rupiah) && rupiah > 0).toBe(true);
        for (const { day, time } of findTimes(text, now)) {
          if (day !== null) expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
          if (time !== null) expect(time).toMatch(/^([01]\d|2[0-3]):[0-5]\d$/);
        }
        expect(findTimes(text, now)).toEqual(findTimes(text, now));
        expect(new Set(findProgrammes(text)).size).toBe(findProgrammes(text).length);
        expect(danger(text)).toEqual(find(text).danger);
      }),
      { numRuns: 500 },
    );
  });

  it('is judged within the limits of the contract', () => {
    const triage = createTriage(knowledge, { cacheFolder: join(folder.path, 'cache') });
    const names = new Set(knowledge.places.kecamatan.flatMap((district) => district.kelurahan.map(({ name }) => name)));
    const long = fc
      .tuple(anyText, fc.integer({ min: 1, max: 400 }))
      .map(([text, times]) => text.repeat(times).slice(0, 20_000));
    fc.assert(
      fc.property(fc.oneof(anyText, long, fc.string({ unit: 'grapheme-composite', maxLength: 300 })), (text) => {
        const result = triage.judge(text);
        expect(result.confidence >= 0 && result.confidence <= 1).toBe(true);
        expect(['route', 'ask', 'person']).toContain(result.decision);
        expect(result.words.length).toBeLessThanOrEqual(6);
        expect(result.runnersUp.length).toBeLessThanOrEqual(4);
        expect(result.matters.length).not.toBe(1);
        for (const name of result.place.kelurahan) expect(names).toContain(name);
        if (result.intent === 'ask' || result.intent === 'complain') expect(result.department).not.toBeNull();
        expect(triage.judge(text)).toEqual(result);
      }),
      { numRuns: 150 },
    );
  });
});
