/** The reference data: the shipped files are sound, and every fault names file, line and cure. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadReference } from '../../../src/desk/reference/reference.ts';
import { targetFor } from '../../../src/desk/reference/sla.ts';
import { SetupError } from '../../../src/lib/errors.ts';
import { isoWib, parseIso } from '../../../src/lib/wib.ts';

const files = ['departments', 'topics', 'places', 'sla-policies', 'holidays', 'clinic'].map((name) => `${name}.yml`);

describe('the shipped data', () => {
  const reference = loadReference('data');

  it('has the eleven desks, the 46 kelurahan in 3 kecamatan, and topics for every desk', () => {
    expect([...reference.departments.keys()].sort()).toEqual(
      'adbang bappeda bppkad dinsos dkpp dlhkp dpkp dpupr inspektorat pbj pemerintahan'.split(' '),
    );
    expect(reference.places.kelurahan.size).toBe(46);
    expect([...reference.places.kecamatan].sort()).toEqual(['Kota', 'Mojoroto', 'Pesantren']);
    const desks = new Set([...reference.topics.values()].map((topic) => topic.department));
    expect(desks.size).toBe(12);
  });

  it('ships clinic and classes as examples, not confirmed', () => {
    expect([reference.clinic.confirmed, reference.sla.confirmed]).toEqual([false, false]);
  });

  it.each([
    ['a question', { department: 'pbj', intent: 'ask', topic: null }, 'pertanyaan', 5],
    ['a complaint', { department: 'dpkp', intent: 'complain', topic: null }, 'aduan', 14],
    ['anything for Inspektorat', { department: 'inspektorat', intent: 'complain', topic: null }, 'pengawasan', 60],
    ['what is in triage', { department: null, intent: 'complain', topic: null }, 'aduan', 14],
    ['a wish for a person', { department: 'pemerintahan', intent: 'human', topic: null }, 'pertanyaan', 5],
  ] as const)('%s has its class', (_, matter, slaClass, workingDays) => {
    expect(targetFor(matter, parseIso('2026-06-02T10:00'), reference)).toMatchObject({ slaClass, workingDays });
  });

  it('a topic lowers its class and never raises it', () => {
    for (const topic of reference.topics.values()) {
      if (topic.department === 'luar' || topic.workingDays === undefined) continue;
      const matter = { department: topic.department, intent: 'ask', topic: topic.key } as const;
      const plain = targetFor({ ...matter, topic: null }, 0, reference).workingDays;
      const { workingDays } = targetFor(matter, 0, reference);
      expect(workingDays).toBe(Math.min(plain, topic.workingDays));
    }
    const quick = [...reference.topics.values()].find((topic) => topic.workingDays === 2)!;
    const matter = { department: quick.department, intent: 'complain', topic: quick.key } as const;
    const { dueAt } = targetFor(matter, parseIso('2026-06-05T10:00'), reference);
    expect(isoWib(dueAt)).toBe('2026-06-09T16:00:00+07:00');
  });

  it('cannot be changed by who reads it', () => {
    const lamp = reference.departments.get('dpkp')!;
    expect(() => Object.assign(lamp, { short: 'X' })).toThrow(TypeError);
    expect(() => Object.assign(reference, { clinic: null })).toThrow(TypeError);
  });
});

describe('a fault in the data', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'klinik-data-'));
    for (const file of files) cpSync(join('data', file), join(folder, file));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** @returns the faults after one change, without the folder in front. */
  function faultsAfter(file: string, from: string | RegExp, to: string): string[] {
    const path = join(folder, file);
    const source = readFileSync(path, 'utf8');
    const changed = source.replace(from, to);
    expect(changed).not.toBe(source);
    writeFileSync(path, changed);
    return faults();
  }
  function faults(): string[] {
    try {
      loadReference(folder);
    } catch (error) {
      if (error instanceof SetupError)
        return error.faults.map((fault) => fault.slice(fault.lastIndexOf(folder.slice(-6)) + 7));
      throw error;
    }
    return [];
  }
  const lineOf = (file: string, text: string) =>
    readFileSync(join('data', file), 'utf8')
      .slice(0, readFileSync(join('data', file), 'utf8').indexOf(text))
      .split('\n').length;

  it('names a desk that is none of the eleven, and the one that is missing', () => {
    const found = faultsAfter('departments.yml', 'key: dpkp', 'key: perkim');
    const line = lineOf('departments.yml', 'key: dpkp');
    expect(found[0]).toMatch(`departments.yml:${line}: departments.4.key: perkim is none of the eleven desks → remove`);
    expect(found[1]).toContain('dpkp is missing → add it');
  });

  it.each([
    ['topics.yml', /department: dpupr/, 'department: dpu', 'is not in departments.yml'],
    ['topics.yml', /service: pdam/, 'service: pdamm', 'pdamm is not in departments.yml → add it under outside'],
    ['topics.yml', /\n {4}service: pdam/, '', 'luar without service'],
    ['topics.yml', /key: inspektorat\.nota-fiktif/, 'key: inspektorat.penyelewengan-dana', 'stands here twice'],
    ['topics.yml', /needsPlace: true/, 'needsPlace: ya', 'neither true nor false'],
    ['topics.yml', /confidential: true/, 'rahasia: true', 'rahasia'],
    ['places.yml', /name: Ngronggo/, 'name: Ngadirejo', 'Ngadirejo stands here twice'],
    ['places.yml', /name: Ngronggo/, 'name: Ngadirejo', '45 kelurahan, but the city has 46'],
    ['sla-policies.yml', 'workingDays: 14', 'workingDays: 0', 'too few → give 1 to 250'],
    ['sla-policies.yml', 'class: aduan', 'class: keluhan', 'keluhan is not in classes'],
    ['sla-policies.yml', 'department: inspektorat', 'department: itko', 'itko is not in departments.yml'],
    ['sla-policies.yml', /\n {2}- class: pertanyaan/, '', 'the last rule has a condition'],
    ['sla-policies.yml', 'closes: "16:00"', 'closes: "07:00"', 'not after the opening'],
    ['holidays.yml', '2026-12-25', '2026-02-30', 'not a date → write one that exists'],
    ['holidays.yml', '2026-12-25', '2027-12-25', 'not in 2026 → move or mend it'],
    ['holidays.yml', '2026-12-24', '2026-12-25', 'is a national holiday already'],
    ['clinic.yml', 'weekday: jumat', 'weekday: friday', 'not a weekday → one of minggu'],
    ['clinic.yml', 'to: "11:00"', 'to: "08:00"', 'not after the beginning'],
    ['clinic.yml', 'from: "09:00"', 'from: 9', 'write it in quotes'],
    ['clinic.yml', 'closed: []', 'closed: [2026-13-01]', 'not a date'],
  ])('%s: %s → %s', (file, from, to, message) => {
    const found = faultsAfter(file, from, to);
    const fault = found.find((one) => one.includes(message));
    expect(fault, found.join('\n')).toMatch(new RegExp(`^${file.replace('.', '\\.')}:\\d+: `));
  });

  it('in several files are all told at once, and a missing or broken file too', () => {
    faultsAfter('clinic.yml', 'weekday: jumat', 'weekday: friday');
    faultsAfter('sla-policies.yml', 'class: aduan', 'class: keluhan');
    writeFileSync(join(folder, 'holidays.yml'), 'years: [');
    rmSync(join(folder, 'topics.yml'));
    const names = faults().map((fault) => fault.split(':')[0]);
    expect(new Set(names)).toEqual(new Set(['topics.yml', 'sla-policies.yml', 'holidays.yml', 'clinic.yml']));
  });
});
