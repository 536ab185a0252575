/** Several things in one message: what is cut apart, what is one, and that no courtesy hides a matter. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createTriage } from '../../src/triage/create-triage.ts';
import { loadKnowledge } from '../../src/triage/load-knowledge.ts';
import { cutParts } from '../../src/triage/parts.ts';
import type { Triage } from '../../src/triage/triage.ts';

const startLimitMs = 300_000;
const cases: {
  two: { text: string; departments: string[] }[];
  one: string[];
  beside: { text: string; department: string }[];
  alone: { text: string; intent: string }[];
} = parse(readFileSync(join(import.meta.dirname, 'matters-cases.yml'), 'utf8'));
const lined = (text: string) => text.replace(/ \| /g, '\n');

let triage: Triage;
let training: readonly { text: string }[];
beforeAll(() => {
  const knowledge = loadKnowledge(join(import.meta.dirname, '../../data'));
  triage = createTriage(knowledge);
  training = knowledge.training;
}, startLimitMs);

describe('several matters', () => {
  it.each(cases.two)('$text', ({ text, departments }) => {
    const result = triage.judge(lined(text));
    expect(result.matters.map((matter) => matter.result.department)).toEqual(departments);
    expect(departments).toContain(result.department);
  });

  it('keep their own words, without the joint or list number between them', () => {
    const texts = (text: string) => triage.judge(text).matters.map((matter) => matter.text);
    expect(texts('1. lampu gang mati 2. got mampet')).toEqual(['lampu gang mati', 'got mampet']);
    expect(texts('lampu gang mati dan selokan buntu')).toEqual(['lampu gang mati', 'selokan buntu']);
  });

  it('share the place that was said once, and not two', () => {
    const places = (text: string) => triage.judge(text).matters.map(({ result }) => result.place.kelurahan);
    expect(places('selokan mampet, lampu gang mati juga di Ngronggo')).toEqual([['Ngronggo'], ['Ngronggo']]);
    expect(places('selokan mampet di Bujel, lampu gang mati di Ngronggo')).toEqual([['Bujel'], ['Ngronggo']]);
  });
});

describe('one matter', () => {
  it.each(cases.one)('%s', (text) => {
    expect(triage.judge(lined(text)).matters).toEqual([]);
  });

  it('in all but a few training lines, long stories among them', () => {
    const split = training.filter(({ text }) => triage.judge(text).matters.length > 0);
    expect(split.length / training.length).toBeLessThanOrEqual(1 / 300);
  });
});

describe('a matter beside other words', () => {
  it.each(cases.beside)('$text', ({ text, department }) => {
    expect(triage.judge(lined(text)).department).toBe(department);
  });

  it('leaves a wish to cancel a seat beside it', () => {
    const { matters } = triage.judge('batalkan janji klinik dan sekalian lapor jalan rusak di ketami');
    expect(matters.map(({ result }) => result.department)).toEqual([null, 'dpupr']);
    expect(matters[0]?.result.intent).toBe('cancel_booking');
  });

  it.each(cases.alone)('is none in: $text', ({ text, intent }) => {
    const result = triage.judge(lined(text));
    expect(result).toMatchObject({ intent, department: null, matters: [] });
  });
});

describe('parts', () => {
  it('follow each other through the whole text', () => {
    for (const { text } of training.slice(0, 300)) {
      const parts = cutParts(text);
      expect(parts[0]?.from).toBe(0);
      for (const [at, { to }] of parts.entries())
        expect(text.slice(to, parts[at + 1]?.from ?? text.length)).not.toMatch(/\p{L}{2}/u);
    }
  });
});
