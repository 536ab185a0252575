/**
 * Plain messages of every kind, written apart from the training lines: what triage must get right, with its figures.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JudgedCase as Judged, readCases } from '../../src/triage/cases.ts';
import { createTriage } from '../../src/triage/create-triage.ts';
import { type Knowledge, loadKnowledge } from '../../src/triage/load-knowledge.ts';
import type { Triage } from '../../src/triage/triage.ts';
import { makeDataFolder } from '../support/desk-process.ts';
import { figuresOf } from '../support/triage-figures.ts';

const startLimitMs = 300_000;
const cases = readCases(join(import.meta.dirname, '../../data/gate/plain.jsonl'));
/** Written without a look at the training lines: harder words, jargon, near pairs, places. */
const apart = readCases(join(import.meta.dirname, '../../data/gate/apart.jsonl'));
const folder = makeDataFolder();
afterAll(() => folder.remove());

let knowledge: Knowledge;
let triage: Triage;
let judged: Judged[];
beforeAll(() => {
  knowledge = loadKnowledge(join(import.meta.dirname, '../../data'));
  triage = createTriage(knowledge, { cacheFolder: join(folder.path, 'cache') });
  judged = cases.map((one) => ({ case: one, result: triage.judge(one.text) }));
}, startLimitMs);

describe('plain messages', () => {
  it('are none of the training lines', () => {
    const plain = (text: string) => text.toLowerCase().replace(/\s+/g, ' ').trim();
    const known = new Set(knowledge.training.map(({ text }) => plain(text)));
    expect([...cases, ...apart].filter(({ text }) => known.has(plain(text)))).toEqual([]);
    expect(new Set(cases.map(({ text }) => plain(text))).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(300);
  });

  it('reach the right department and are rightly read', () => {
    const figures = figuresOf(judged);
    expect(figures.department).toBeGreaterThanOrEqual(0.95);
    expect(figures.departmentAmongThree).toBeGreaterThanOrEqual(0.98);
    expect(figures.intentMerged).toBeGreaterThanOrEqual(0.97);
    expect(figures.intent).toBeGreaterThanOrEqual(0.93);
    expect(figures.kelurahanWrong).toEqual([]);
  });

  it('hold no missed danger and no false alarm', () => {
    const { missed, falseAlarms } = figuresOf(judged);
    expect({ missed, falseAlarms }).toEqual({ missed: [], falseAlarms: [] });
  });

  it('are judged the same again, whatever was judged before', () => {
    for (const { case: one, result } of judged.slice(0, 50).reverse()) expect(triage.judge(one.text)).toEqual(result);
  });
});

describe('harder messages, written apart', () => {
  it('reach the right department and are rightly read', () => {
    const figures = figuresOf(apart.map((one) => ({ case: one, result: triage.judge(one.text) })));
    expect(figures.department).toBeGreaterThanOrEqual(0.92);
    expect(figures.departmentAmongThree).toBeGreaterThanOrEqual(0.97);
    expect(figures.intentMerged).toBeGreaterThanOrEqual(0.95);
    expect(figures.intent).toBeGreaterThanOrEqual(0.9);
    expect(figures).toMatchObject({ missed: [], falseAlarms: [], kelurahanWrong: [] });
  });
});

describe('text that is no message', () => {
  const long = 'jalan rusak di depan rumah '.repeat(400);
  it.each([
    ['nothing', ''],
    ['spaces', ' \n\t '],
    ['one letter', 'x'],
    ['pictures', '🔥🔥🔥'],
    ['10,000 characters', long],
    ['one word of 10,000 letters', 'a'.repeat(10_000)],
    ['other letters', 'Привет, где дорога? 你好 道路'],
    ['signs without width', 'jal\u200ban r\u200dusak'],
    ['half a pair', 'lampu \ud83d mati'],
    ['HTML', '<script>alert(1)</script><b>lampu mati</b>'],
    ['JSON', '{"id":1,"text":"halo"}'],
    ['names of object parts', '__proto__ constructor toString hasOwnProperty'],
  ])('%s gets an answer', (_, text) => {
    const result = triage.judge(text);
    expect(result.confidence).toBeGreaterThanOrEqual(0);
    expect(result.confidence).toBeLessThanOrEqual(1);
    if (result.intent === 'ask' || result.intent === 'complain') expect(result.department).not.toBeNull();
  });
});
