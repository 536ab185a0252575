/** What is written in any way is read back, and nothing else: places, RT/RW, sums, times, programmes, codes. */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/lib/clock.ts';
import { createSeededIds } from '../../src/lib/ids.ts';
import { findCodes, newCode, parseCode } from '../../src/lib/ticket-code.ts';
import { createFactFinder } from '../../src/triage/facts.ts';
import { loadKnowledge } from '../../src/triage/load-knowledge.ts';
import { findAmounts } from '../../src/triage/money.ts';
import { findProgrammes } from '../../src/triage/programme.ts';
import { findTimes } from '../../src/triage/when.ts';
import { daysWritten, editsBetween, sumsWritten, timesWritten } from '../support/writings.ts';

const knowledge = loadKnowledge(join(import.meta.dirname, '../../data'));
const { find } = createFactFinder(knowledge);
const kelurahan = knowledge.places.kecamatan.flatMap((district) => district.kelurahan);
const spelt = kelurahan.flatMap((one) =>
  [one.name, ...one.spellings].map((spelling) => ({ name: one.name, spelling, guarded: one.onlyWithMarker })),
);

/** Words that belong to no place, number, time or sum. */
const around = fc
  .array(
    fc.constantFrom('lampu', 'rusak', 'mohon', 'segera', 'warga', 'dekat', 'masjid', 'kok', 'piye', 'parah', 'ya'),
    {
      maxLength: 4,
    },
  )
  .map((words) => words.join(' '));
const cased = (text: string) => fc.constantFrom(text, text.toUpperCase(), text.toLowerCase());
const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 80 }));
const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));

describe('places', () => {
  it('every kelurahan in every spelling is found, and only it', () => {
    const place = fc.constantFrom(...spelt).chain((one) => fc.tuple(fc.constant(one), cased(one.spelling)));
    fc.assert(
      fc.property(
        place,
        fc.constantFrom('kelurahan', 'kel.', 'lurah', 'pokmas'),
        around,
        around,
        (at, marker, one, two) => {
          const [{ name, guarded }, spelling] = at;
          const text = `${one} di ${guarded ? `${marker} ` : ''}${spelling} ${two}`;
          expect(find(text).place.kelurahan, text).toEqual([name]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('an ordinary word is no kelurahan without a marker', () => {
    const words = spelt.filter(({ guarded }) => guarded).map(({ spelling }) => spelling.toLowerCase());
    fc.assert(
      fc.property(fc.constantFrom(...words), around, (word, after) => {
        expect(find(`saya beli ${word} ${after}`).place.kelurahan).toEqual([]);
      }),
    );
  });

  it('no text names a kelurahan that is not in it, but for one slip of a long name', () => {
    const letters = fc.constantFrom(...'abcdeghijklmnoprstuwy');
    const bent = fc
      .tuple(fc.constantFrom(...spelt), fc.array(fc.tuple(fc.nat({ max: 12 }), letters), { maxLength: 3 }))
      .map(([{ spelling }, slips]) =>
        slips.reduce((word, [at, letter]) => word.slice(0, at) + letter + word.slice(at + 1), spelling.toLowerCase()),
      );
    const text = fc
      .array(fc.oneof(bent, around, fc.constantFrom('kel', 'rt 3', 'dan', 'kecamatan')), { maxLength: 6 })
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(fc.oneof(text, anyText), (written) => {
        for (const name of find(written).place.kelurahan) {
          const ways = spelt.filter((one) => one.name === name).map(({ spelling }) => spelling.toLowerCase());
          expect(
            ways.some((way) => holds(written, way)),
            `${written} → ${name}`,
          ).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** As many words in a row as the name has, at most one edit apart from it. */
function holds(text: string, name: string): boolean {
  const words =
    text
      .normalize('NFKD')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const size = name.split(' ').length;
  return words.some((_, at) => {
    const here = words.slice(at, at + size).join(' ');
    return Math.abs(here.length - name.length) <= 3 && editsBetween(here.replace(/(.)\1{2,}/g, '$1'), name) <= 1;
  });
}

describe('RT and RW', () => {
  const number = fc.integer({ min: 1, max: 99 });
  const two = (value: number) => String(value).padStart(2, '0');
  const writings: ((rt: number, rw: number) => string)[] = [
    (rt, rw) => `rt ${rt} rw ${rw}`,
    (rt, rw) => `RT ${two(rt)} RW ${two(rw)}`,
    (rt, rw) => `RT${two(rt)}/${two(rw)}`,
    (rt, rw) => `rt.${two(rt)}/rw.${two(rw)}`,
    (rt, rw) => `RT ${rt}/RW ${rw}`,
    (rt, rw) => `rt${rt} rw${rw}`,
    (rt, rw) => `rt${rt}rw${rw}`,
    (rt, rw) => `RT/RW ${two(rt)}/${two(rw)}`,
    (rt, rw) => `RW ${rw}, RT ${rt}`,
    (rt, rw) => `rt: ${rt} rw: ${rw}`,
    (rt, rw) => `RT 0${two(rt)} RW 0${two(rw)}`,
  ];

  it('are read back in every writing', () => {
    fc.assert(
      fc.property(number, number, fc.constantFrom(...writings), around, around, (rt, rw, write, before, after) => {
        const text = `${before} ${write(rt, rw)} ${after}`;
        expect(find(text).place, text).toMatchObject({ rt: String(rt), rw: String(rw) });
      }),
      { numRuns: 300 },
    );
  });

  it('are read from bare numbers beside a kelurahan', () => {
    const small = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(small, small, (rt, rw) => {
        expect(find(`Ngronggo ${two(rt)}/${two(rw)}`).place).toMatchObject({ rt: String(rt), rw: String(rw) });
        expect(findTimes(`Ngronggo ${two(rt)}/${two(rw)}`, 0, { placeNamed: true })).toEqual([]);
      }),
    );
  });
});

describe('sums of money', () => {
  /** Behind a sum, what could be counted by it would make it a number of things. */
  const uncounted = around.map((words) => words.replace(/lampu|warga/g, 'padahal'));

  it('any sum is read back in every writing', () => {
    const sum = fc.oneof(
      fc.integer({ min: 1, max: 999 }).map((value) => value * 1000),
      fc.integer({ min: 10, max: 999_999 }).map((value) => value * 100),
      fc.integer({ min: 1, max: 999 }).map((value) => value * 1_000_000),
      fc.integer({ min: 1, max: 999 }).map((value) => value * 50_000_000),
    );
    fc.assert(
      fc.property(sum, fc.nat(), around, uncounted, (rupiah, choice, before, after) => {
        const ways = sumsWritten(rupiah);
        const text = `${before} ${ways[choice % ways.length]} ${after}`;
        expect(
          findAmounts(text).map((found) => found.rupiah),
          text,
        ).toEqual([rupiah]);
      }),
      { numRuns: 1000 },
    );
  });

  it('no number of another kind is one', () => {
    const other = fc.oneof(
      fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 })).map(([rt, rw]) => `RT ${rt} RW ${rw}`),
      fc.integer({ min: 1990, max: 2100 }).map((year) => `tahun ${year}`),
      digits(9).map((rest) => `081${rest}`),
      digits(16),
      fc
        .integer({ min: 1, max: 9999 })
        .chain((count) =>
          fc
            .constantFrom('m', 'kg', 'cm', 'titik', 'orang', 'meter', '%', 'persen', 'liter')
            .map((of) => `${count} ${of}`),
        ),
      fc.integer({ min: 1, max: 24 }).map((hour) => `jam ${hour}.00`),
      fc.tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 12 })).map(([d, m]) => `${d}-${m}-2026`),
    );
    fc.assert(
      fc.property(fc.array(other, { minLength: 1, maxLength: 4 }), around, (list, before) => {
        const text = `${before} ${list.join(', ')}`;
        expect(findAmounts(text), text).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('days and times', () => {
  const now = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2030, 11, 31) });

  it('any day is read back in every writing', () => {
    fc.assert(
      fc.property(
        now,
        fc.integer({ min: 0, max: 900 }),
        fc.nat(),
        around,
        around,
        (at, ahead, choice, before, after) => {
          const ways = daysWritten(at, ahead);
          const { text, day } = ways[choice % ways.length]!;
          const [found, ...more] = findTimes(`${before} ${text} ${after}`, at);
          expect(more, text).toEqual([]);
          expect(found, text).toMatchObject({ day, until: null, time: null, sure: true });
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('any time of day is read back in every writing, also beside a day', () => {
    const minute = fc.integer({ min: 1, max: 24 * 60 - 1 });
    fc.assert(
      fc.property(now, minute, fc.nat(), fc.boolean(), around, (at, minutes, choice, withDay, after) => {
        const ways = timesWritten(minutes);
        const { text, time } = ways[choice % ways.length]!;
        const written = `${withDay ? '15 Juni 2027 ' : ''}${text} ${after}`;
        const [found, ...more] = findTimes(written, at);
        expect(more, written).toEqual([]);
        expect(found, written).toMatchObject({ day: withDay ? '2027-06-15' : null, time, sure: true });
      }),
      { numRuns: 1000 },
    );
  });
});

describe('programmes', () => {
  it('are found in any case with any words around, each once', () => {
    const names = {
      'prodamas plus': 'prodamas-plus',
      Prodamas: 'prodamas',
      mobmas: 'mobmas',
      dakel: 'dakel',
      RTLH: 'rtlh',
    };
    const name = fc.constantFrom(...(Object.keys(names) as (keyof typeof names)[]));
    fc.assert(
      fc.property(
        name.chain((one) => fc.tuple(fc.constant(one), cased(one))),
        around,
        around,
        ([key, way], one, two) => {
          expect(findProgrammes(`${one} ${way} ${two}, ${way}`)).toEqual([names[key]]);
        },
      ),
    );
  });
});

describe('ticket codes', () => {
  const signs = [...'23456789ABCDEFGHJKMNPQRTVWXYZ'];
  const code = fc.string().map((seed) => newCode(createSeededIds(systemClock, seed)));

  it('any code is read with any case and dashes', () => {
    fc.assert(
      fc.property(
        code,
        fc.constantFrom('', '-', ' '),
        fc.constantFrom('', '-', ' '),
        around,
        (shown, one, two, words) => {
          const [head, body, tail] = shown.split('-') as [string, string, string];
          const written = `${head}${one}${body}${two}${tail}`;
          for (const way of [written, written.toLowerCase(), `${body}${two}${tail}`])
            expect(findCodes(`${words} (${way}) ${words}`), way).toEqual([shown]);
        },
      ),
    );
  });

  it('one wrong sign, or two neighbours swapped, never gives another code', () => {
    fc.assert(
      fc.property(code, fc.nat({ max: 6 }), fc.constantFrom(...signs), (shown, at, sign) => {
        const bare = shown.replaceAll('-', '').slice(2);
        const wrong = bare.slice(0, at) + sign + bare.slice(at + 1);
        if (wrong !== bare) expect(parseCode(wrong), wrong).toBeNull();
        const swapped = bare.slice(0, at) + (bare[at + 1] ?? '') + bare[at] + bare.slice(at + 2);
        if (swapped.length === bare.length && swapped !== bare) expect(parseCode(swapped), swapped).toBeNull();
      }),
      { numRuns: 500 },
    );
  });
});
