/** Sums of money, days and times, programmes in a message: the tables of facts-cases/. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findAmounts } from '../../src/triage/money.ts';
import { findProgrammes } from '../../src/triage/programme.ts';
import { type FoundTime, findTimes } from '../../src/triage/when.ts';

type Case<Found> = { text: string; found: Found[] };
const table = <T>(name: string): T =>
  parse(readFileSync(join(import.meta.dirname, 'facts-cases', `${name}.yml`), 'utf8')) as T;

describe('sums of money', () => {
  const cases = table<Case<number>[]>('amounts');

  it.each(cases.map((one) => [one.text, one.found] as const))('%s', (text, found) => {
    expect(findAmounts(text).map(({ rupiah }) => rupiah)).toEqual(found);
  });

  it('stand where it is said', () => {
    const text = 'Pak, iuran Rp 50.000,- naik jadi satus seket ewu';
    expect(findAmounts(text).map(({ from, to }) => text.slice(from, to))).toEqual(['Rp 50.000,-', 'satus seket ewu']);
    const range = 'butuh 2-3 juta lagi';
    expect(findAmounts(range).map(({ from, to }) => range.slice(from, to))).toEqual(['2', '3 juta']);
  });

  it('are shown by cases enough, with traps among them', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
    expect(cases.filter(({ found }) => found.length === 0).length).toBeGreaterThanOrEqual(20);
  });
});

describe('days and times', () => {
  const { now, cases, placeNamed } = table<{ now: string; cases: Case<string>[]; placeNamed: Case<string>[] }>('times');
  const at = Date.parse(now);

  it.each(cases.map((one) => [one.text, one.found] as const))('%s', (text, found) => {
    expect(findTimes(text, at).map(shown)).toEqual(found);
  });

  it.each(placeNamed.map((one) => [one.text, one.found] as const))('beside a kelurahan: %s', (text, found) => {
    expect(findTimes(text, at, { placeNamed: true }).map(shown)).toEqual(found);
  });

  it('stand where it is said', () => {
    const text = 'Mohon dijadwalkan Jumat depan, jam 9 pagi ya';
    expect(findTimes(text, at).map(({ from, to }) => text.slice(from, to))).toEqual(['Jumat depan, jam 9 pagi']);
  });

  it('are read by the day in Kediri, not by that of Greenwich', () => {
    expect(findTimes('besok', Date.parse('2026-06-10T01:00:00+07:00')).map(shown)).toEqual(['2026-06-11']);
    expect(findTimes('besok', Date.parse('2026-06-10T23:30:00+07:00')).map(shown)).toEqual(['2026-06-11']);
  });

  it('go on over the ends of months and years', () => {
    const eve = Date.parse('2026-12-31T10:00:00+07:00');
    const read = (text: string) => findTimes(text, eve).map(shown);
    expect(read('besok')).toEqual(['2027-01-01']);
    expect(read('bulan depan')).toEqual(['2027-01-01..2027-01-31 ?']);
    expect(read('5 januari')).toEqual(['2027-01-05']);
    expect(read('tgl 5 bulan depan')).toEqual(['2027-01-05']);
    expect(read('3 bulan lalu')).toEqual(['2026-09-30 ?']);
    expect(read('minggu depan')).toEqual(['2027-01-04..2027-01-10 ?']);
    expect(findTimes('tgl 31', Date.parse('2026-02-10T10:00:00+07:00')).map(shown)).toEqual(['2026-03-31 ?']);
    expect(findTimes('29 februari', Date.parse('2026-02-10T10:00:00+07:00'))).toEqual([]);
  });

  it('are shown by cases enough, with traps among them', () => {
    expect(cases.length).toBeGreaterThanOrEqual(80);
    expect(cases.filter(({ found }) => found.length === 0).length).toBeGreaterThanOrEqual(20);
    expect(cases.filter(({ found }) => found.some((one) => one.endsWith('?'))).length).toBeGreaterThanOrEqual(20);
  });
});

describe('programmes', () => {
  const cases = table<Case<string>[]>('programmes');

  it.each(cases.map((one) => [one.text, one.found] as const))('%s', (text, found) => {
    expect(findProgrammes(text)).toEqual(found);
  });

  it('are shown by cases enough, with traps among them', () => {
    expect(cases.length).toBeGreaterThanOrEqual(25);
    expect(cases.filter(({ found }) => found.length === 0).length).toBeGreaterThanOrEqual(10);
  });
});

/** As the table writes it: "2026-06-11 09:00 pagi ?". */
function shown({ day, until, time, part, sure }: FoundTime): string {
  const when = day === null ? null : until === null ? day : `${day}..${until}`;
  const nobody = day === null && time === null && part === null ? 'some day' : null;
  return [when, nobody, time, part, sure ? null : '?'].filter((one) => one !== null).join(' ');
}
