/** The rules of data/emergencies.yml: every example of every rule, and the cases of danger-cases.yml. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createFactFinder } from '../../src/triage/facts.ts';
import { loadKnowledge } from '../../src/triage/load-knowledge.ts';

const knowledge = loadKnowledge(join(import.meta.dirname, '../../data'));
const { danger, find } = createFactFinder(knowledge);
const { rules, kinds } = knowledge.emergencies;
const cases: Record<'danger' | 'no danger' | 'read by a person', string[]> = parse(
  readFileSync(join(import.meta.dirname, 'danger-cases.yml'), 'utf8'),
);

describe('danger', () => {
  it.each(rules.map((rule) => [rule.key, rule] as const))('%s: its examples', (_, rule) => {
    expect(rule.for.filter((text) => danger(text) === null)).toEqual([]);
    expect(rule.against.filter((text) => danger(text) !== null)).toEqual([]);
    expect(rule.for.length).toBeGreaterThan(0);
    expect(rule.against.length).toBeGreaterThan(0);
  });

  it('is found in every case that is one', () => {
    expect(cases.danger.filter((text) => danger(text) === null)).toEqual([]);
    expect(cases.danger.length).toBeGreaterThanOrEqual(100);
  });

  it('is found in no case that only sounds like one', () => {
    expect(cases['no danger'].filter((text) => danger(text) !== null)).toEqual([]);
    expect(cases['no danger'].length).toBeGreaterThanOrEqual(100);
  });

  it.each(cases['read by a person'])('is read by a person too: %s', (text) => {
    expect(kinds[danger(text)?.kind ?? '']?.person).toBe(true);
  });

  it('is found in no training line of another intent but one in three hundred', () => {
    const others = knowledge.training.filter(({ intent }) => intent !== 'emergency');
    const alarms = others.filter(({ text }) => danger(text) !== null);
    expect(alarms.length / others.length).toBeLessThanOrEqual(1 / 300);
  });

  it('stands for itself: courtesies before it and a story after it do not hide it', () => {
    for (const text of cases.danger.slice(0, 40)) {
      expect(danger(`Assalamualaikum pak, maaf mengganggu. ${text}`), text).not.toBeNull();
      expect(danger(`${text}. Rumah kami dekat masjid.`), text).not.toBeNull();
    }
  });

  it('has a rule for every kind of danger but the learnt one', () => {
    const ruled = new Set(rules.map(({ kind }) => kind));
    expect(Object.keys(kinds).filter((kind) => !ruled.has(kind))).toEqual([]);
  });
});

describe('facts of any text', () => {
  it('are found without an exception, and the same each time', () => {
    const word = fc.oneof(
      fc.constantFrom('kebakaran', 'rt', 'rw', 'kel', 'pojok', '05/02', 'tgl', '5', 'jt'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const text = words.join(' ');
        const { place, danger: found } = find(text);
        expect(find(text).place).toEqual(place);
        expect(danger(text)).toEqual(found);
        for (const number of [place.rt, place.rw]) if (number !== null) expect(number).toMatch(/^[1-9]\d?$/);
      }),
      { numRuns: 150 },
    );
  });
});
