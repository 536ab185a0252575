/** Few words: too little is asked about, what is plain is not mistaken, and the reasons name words that tell. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTriage } from '../../src/triage/create-triage.ts';
import { loadKnowledge } from '../../src/triage/load-knowledge.ts';
import type { Triage } from '../../src/triage/triage.ts';

const startLimitMs = 300_000;
let triage: Triage;
let fillers: ReadonlySet<string>;
beforeAll(() => {
  const knowledge = loadKnowledge(join(import.meta.dirname, '../../data'));
  triage = createTriage(knowledge);
  fillers = new Set(knowledge.rules.fillers);
}, startLimitMs);

describe('too little said', () => {
  it.each([
    'lampu',
    'jalan',
    'dana',
    'sampah',
    'pajak',
    'prodamas',
    'tanya soal dana prodamas',
    'saya mau lapor',
    'arep lapor pak',
  ])('%s: is asked about', (text) => {
    expect(triage.judge(text).decision).toBe('ask');
  });

  it.each(['saya mau lapor', 'mau lapor pak', 'arep lapor pak', 'saya mau tanya'])('%s: no department', (text) => {
    expect(triage.judge(text).department).toBeNull();
  });

  it('does not hold back an allegation of two words', () => {
    expect(triage.judge('lurah korupsi')).toMatchObject({ wrongdoing: 'alleged', decision: 'route' });
  });
});

describe('a plain wish', () => {
  it.each([
    ['bangunan liar neng bantaran kali brantas', 'dpupr'],
    ['bangunan liar di bantaran sungai', 'dpupr'],
    ['ada yang bangun warung liar di pinggir kali', 'dpupr'],
    ['kecamatan pesantren banyak sampah', 'dlhkp'],
    ['kecamatan kota banyak sampah', 'dlhkp'],
    ['dinas goblok, lampu jalan mati sebulan gak dibenerin', 'dpkp'],
    ['pemerintah tai, jalan rusak dibiarkan bertahun tahun', 'dpupr'],
    ['asu sampah numpuk kok dibiarkan', 'dlhkp'],
    ['kegiatan kami mau digeser lewat PAK kapan', 'bappeda'],
    ['usulan rt kami masuk PAK apa murni', 'bappeda'],
    ['mau tanya prosedur kalau ada kebakaran lapor kemana', 'luar'],
    ['tolong hapus data saya', 'pemerintahan'],
    ['hapus semua data pribadi saya', 'pemerintahan'],
    ['saya minta salinan data pribadi saya', 'pemerintahan'],
  ])('%s → %s', (text, department) => {
    expect(triage.judge(text)).toMatchObject({ department, decision: 'route' });
  });

  it.each(['tolong hapus data saya', 'hapus semua data pribadi saya'])('%s: its topic', (text) => {
    expect(triage.judge(text)).toMatchObject({ intent: 'ask', topic: 'pemerintahan.data-pribadi' });
  });

  it.each([
    'apakah ini robot?',
    'ini bot ya?',
    'iki robot opo wong',
    'yoopo carane nyeluk petugas',
    'mau ngomong sama petugas',
  ])('%s: a person', (text) => {
    expect(triage.judge(text)).toMatchObject({ intent: 'human', department: null });
  });

  it.each(['goblok kabeh', 'dasar pemerintah asu'])('%s: abuse', (text) => {
    expect(triage.judge(text).intent).toBe('abuse');
  });
});

describe('deciding words', () => {
  it.each([
    'pak ini lampu yg di gang mati sama jalannya juga rusak',
    'terima kasih pak, selokan juga mampet tolong',
    'mau tanya pajak konsumsi yg sama dengan tahun kemarin bu',
  ])('hold no fillers: %s', (text) => {
    const { words } = triage.judge(text);
    expect(words.length).toBeGreaterThan(0);
    expect(words.filter((word) => fillers.has(word))).toEqual([]);
  });
});
