/** Deadlines against dates counted by hand, and against a count minute by minute. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../../src/desk/calendar/calendar.ts';
import {
  addWorkingHours,
  deadlineFor,
  explainSteps,
  remainingWords,
  workingMillisBetween,
} from '../../../src/desk/calendar/deadline.ts';
import { loadReference } from '../../../src/desk/reference/reference.ts';
import { addDays, dayOf, hourMs, instantOf, isoWib, minuteMs, parseIso } from '../../../src/lib/wib.ts';

const { calendar } = loadReference('data');
const due = (from: string, workingDays: number) =>
  isoWib(deadlineFor({ from: parseIso(from), workingDays, calendar }).dueAt).slice(0, 16);

describe('deadlines counted by hand', () => {
  it.each([
    ['an ordinary week over one weekend', '2026-11-25T10:22', 5, '2026-12-02T16:00'],
    ['filed a minute before midnight: the next day is day 1', '2026-11-24T23:59', 1, '2026-11-25T16:00'],
    ['filed a minute after midnight: the same day does not count', '2026-11-25T00:01', 1, '2026-11-26T16:00'],
    ['filed in the night by UTC, but in the morning by WIB', '2026-11-24T18:30Z', 1, '2026-11-26T16:00'],
    ['filed on a Saturday', '2026-11-28T11:00', 1, '2026-11-30T16:00'],
    ['filed on a Sunday evening', '2026-11-29T21:00', 1, '2026-11-30T16:00'],
    ['filed on a Friday after closing', '2026-11-27T17:00', 1, '2026-11-30T16:00'],
    ['filed on a holiday (Nyepi)', '2026-03-19T09:00', 1, '2026-03-25T16:00'],
    ['over Nyepi and Lebaran 2026', '2026-03-16T09:00', 5, '2026-03-30T16:00'],
    ['over Nyepi and Lebaran 2025, with four days of cuti bersama', '2025-03-27T09:00', 1, '2025-04-08T16:00'],
    ['the added 18 August 2025', '2025-08-15T09:00', 1, '2025-08-19T16:00'],
    ['over Kenaikan, Iduladha and Pancasila', '2026-05-11T08:00', 14, '2026-06-05T16:00'],
    ['sixty days', '2026-08-03T08:00', 60, '2026-10-28T16:00'],
    ['to the last day of the year', '2026-12-22T08:00', 5, '2026-12-31T16:00'],
    ['over the year end into a year that is only computed', '2026-12-22T08:00', 6, '2027-01-04T16:00'],
    ['in the five days before Christmas 2025', '2025-12-22T08:00', 5, '2025-12-31T16:00'],
  ])('%s', (_, from, workingDays, expected) => {
    expect(due(from, workingDays)).toBe(expected);
  });

  it('refuses a count that is none', () => {
    for (const workingDays of [0, -1, 1.5, 251])
      expect(() => deadlineFor({ from: 0, workingDays, calendar })).toThrow('bug');
  });
});

describe('the steps of a count', () => {
  it('say each stretch in Indonesian', () => {
    const { steps } = deadlineFor({ from: parseIso('2026-03-16T09:05'), workingDays: 3, calendar });
    expect(explainSteps(steps)).toEqual([
      'Senin, 16 Maret 2026 pukul 09.05: diterima, hitungan mulai hari kerja berikutnya',
      'Selasa, 17 Maret 2026: hari kerja ke-1',
      'Rabu, 18 Maret 2026: cuti bersama (Hari Suci Nyepi), tidak dihitung',
      'Kamis, 19 Maret 2026: libur nasional (Hari Suci Nyepi), tidak dihitung',
      'Jumat, 20 Maret 2026: cuti bersama (Idulfitri 1447 H), tidak dihitung',
      'Sabtu, 21 Maret 2026 – Minggu, 22 Maret 2026: akhir pekan, tidak dihitung',
      'Senin, 23 Maret 2026 – Selasa, 24 Maret 2026: cuti bersama (Idulfitri 1447 H), tidak dihitung',
      'Rabu, 25 Maret 2026 – Kamis, 26 Maret 2026: hari kerja ke-2 sampai ke-3',
      'Kamis, 26 Maret 2026 pukul 16.00: genap 3 hari kerja',
    ]);
  });
});

const start = parseIso('2025-01-01');
const end = parseIso('2027-12-31');
const instant = fc.integer({ min: start, max: end });

describe('for any filing and any number of days', () => {
  it('the deadline is the closing of the n-th working day after the day of filing', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 90 }), (from, workingDays) => {
        const { dueAt } = deadlineFor({ from, workingDays, calendar });
        let counted = 0;
        for (let day = addDays(dayOf(from), 1); day <= dayOf(dueAt); day = addDays(day, 1))
          if (calendar.hoursOf(day).length > 0) counted++;
        expect(counted).toBe(workingDays);
        expect(calendar.dayOff(dayOf(dueAt))).toBeNull();
        expect(dueAt).toBe(instantOf(dayOf(dueAt), '16:00'));
      }),
    );
  });

  it('filing later or counting more never ends earlier', () => {
    fc.assert(
      fc.property(instant, fc.nat(20 * 24 * 3600_000), fc.integer({ min: 1, max: 60 }), (from, later, workingDays) => {
        const { dueAt } = deadlineFor({ from, workingDays, calendar });
        expect(deadlineFor({ from: from + later, workingDays, calendar }).dueAt).toBeGreaterThanOrEqual(dueAt);
        expect(deadlineFor({ from, workingDays: workingDays + 1, calendar }).dueAt).toBeGreaterThan(dueAt);
      }),
    );
  });

  it('the steps name every day once, in order', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 60 }), (from, workingDays) => {
        const { dueAt, steps } = deadlineFor({ from, workingDays, calendar });
        let next = addDays(dayOf(from), 1);
        let count = 0;
        for (const step of steps) {
          if (step.kind === 'filed' || step.kind === 'due') continue;
          expect(step.from).toBe(next);
          if (step.kind === 'working') {
            expect(step.first).toBe(count + 1);
            count = step.last;
          }
          next = addDays(step.to, 1);
        }
        expect(count).toBe(workingDays);
        expect(next).toBe(addDays(dayOf(dueAt), 1));
      }),
    );
  });
});

/** The slow way: look at every minute. */
function countedByMinute(a: number, b: number): number {
  let sum = 0;
  for (let at = a; at < b; at += minuteMs) {
    const isOpen = calendar.hoursOf(dayOf(at)).some((interval) => at >= interval.from && at < interval.to);
    if (isOpen) sum += minuteMs;
  }
  return sum;
}

describe('working time', () => {
  const minute = fc.integer({ min: 0, max: 120 * 24 * 60 }).map((n) => parseIso('2026-02-01') + n * minuteMs);

  it('agrees with a count minute by minute, over Lebaran too', () => {
    fc.assert(
      fc.property(minute, fc.integer({ min: 0, max: 12 * 24 * 60 }), (a, minutes) => {
        const b = a + minutes * minuteMs;
        expect(workingMillisBetween(a, b, calendar)).toBe(countedByMinute(a, b));
        expect(workingMillisBetween(b, a, calendar)).toBe(0 - countedByMinute(a, b));
      }),
      { numRuns: 60 },
    );
  });

  it('of hours added is those hours, and ends within office hours', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 200 * 60 }), (from, minutes) => {
        const at = addWorkingHours(from, minutes / 60, calendar);
        expect(workingMillisBetween(from, at, calendar)).toBe(minutes * minuteMs);
        const [hours] = calendar.hoursOf(dayOf(at));
        expect(at).toBeGreaterThan(hours!.from);
        expect(at).toBeLessThanOrEqual(hours!.to);
      }),
    );
  });

  it.each([
    ['a Friday afternoon, over the weekend', '2026-11-27T14:00', 8, '2026-11-30T14:00'],
    ['at night', '2026-11-25T22:00', 8, '2026-11-26T16:00'],
    ['to the very end of the day', '2026-11-25T08:00', 8, '2026-11-25T16:00'],
    ['before Lebaran', '2026-03-17T15:00', 2, '2026-03-25T09:00'],
  ])('added from %s', (_, from, hours, expected) => {
    expect(isoWib(addWorkingHours(parseIso(from), hours, calendar)).slice(0, 16)).toBe(expected);
  });
});

describe('what a deadline means now', () => {
  it.each([
    ['2026-11-25T10:00', '2026-11-27T16:00', 'sisa 2 hari kerja'],
    ['2026-11-26T20:00', '2026-11-27T16:00', 'sisa 1 hari kerja'],
    ['2026-11-28T09:00', '2026-11-30T16:00', 'sisa 1 hari kerja'],
    ['2026-11-27T13:00', '2026-11-27T16:00', 'sisa 3 jam kerja'],
    ['2026-11-27T15:30', '2026-11-27T16:00', 'sisa kurang dari 1 jam kerja'],
    ['2026-11-27T16:00', '2026-11-27T16:00', 'sisa kurang dari 1 jam kerja'],
    ['2026-11-29T12:00', '2026-11-27T16:00', 'baru saja lewat'],
    ['2026-11-30T10:30', '2026-11-27T16:00', 'lewat 2 jam kerja'],
    ['2026-12-01T08:00', '2026-11-27T16:00', 'lewat 1 hari kerja'],
    ['2026-03-27T08:00', '2026-03-17T16:00', 'lewat 2 hari kerja'],
  ])('at %s, due %s: %s', (now, dueAt, words) => {
    expect(remainingWords(parseIso(now), parseIso(dueAt), calendar)).toBe(words);
  });
});

describe('a calendar', () => {
  it('knows why a day is off', () => {
    expect(calendar.dayOff('2026-12-24')).toEqual({ why: 'cuti_bersama', name: 'Hari Raya Natal' });
    expect(calendar.dayOff('2026-12-25')).toEqual({ why: 'libur', name: 'Hari Raya Natal' });
    expect(calendar.dayOff('2026-12-26')).toEqual({ why: 'weekend' });
    expect(calendar.dayOff('2026-12-28')).toBeNull();
  });

  it('computes the holidays of a year that is not listed, and only of such a year', () => {
    expect(calendar.dayOff('2027-12-24')).toBeNull();
    expect(calendar.dayOff('2027-01-01')).toMatchObject({ why: 'libur' });
    expect(calendar.dayOff('2028-05-01')).toMatchObject({ why: 'libur' });
    const listed = createCalendar(new Map([['2027-07-07', { name: 'Rekaan', kind: 'libur' }]]), calendar.office);
    expect(listed.dayOff('2027-01-01')).toBeNull();
    expect(listed.dayOff('2027-07-07')).toEqual({ why: 'libur', name: 'Rekaan' });
  });

  it('takes other office hours', () => {
    const half = createCalendar(new Map(), { opens: '07:30', closes: '12:00' });
    const { dueAt } = deadlineFor({ from: parseIso('2028-02-01T09:00'), workingDays: 1, calendar: half });
    expect(isoWib(dueAt)).toBe('2028-02-02T12:00:00+07:00');
    expect(workingMillisBetween(parseIso('2028-02-01'), parseIso('2028-02-02'), half)).toBe(4.5 * hourMs);
    expect(() => createCalendar(new Map(), { opens: '16:00', closes: '08:00' })).toThrow('bug');
  });
});
