/** Allegations: seen in any voice, whom they accuse, and what only sounds like one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createTriage } from '../../src/triage/create-triage.ts';
import { loadKnowledge } from '../../src/triage/load-knowledge.ts';
import type { Triage } from '../../src/triage/triage.ts';

const startLimitMs = 300_000;
const cases: Record<'alleged' | 'accuses inspektorat' | 'none', string[]> = parse(
  readFileSync(join(import.meta.dirname, 'wrongdoing-cases.yml'), 'utf8'),
);

let triage: Triage;
beforeAll(() => {
  triage = createTriage(loadKnowledge(join(import.meta.dirname, '../../data')));
}, startLimitMs);

describe('an allegation', () => {
  it.each(cases.alleged)('%s', (text) => {
    const { wrongdoing, department, accused, decision } = triage.judge(text);
    expect({ wrongdoing, department, decision }).toEqual({
      wrongdoing: 'alleged',
      department: 'inspektorat',
      decision: 'route',
    });
    expect(accused).not.toContain('inspektorat');
  });

  it.each(cases['accuses inspektorat'])('against Inspektorat itself: %s', (text) => {
    const { wrongdoing, accused } = triage.judge(text);
    expect(wrongdoing).toBe('alleged');
    expect(accused).toContain('inspektorat');
  });

  it.each(cases.none)('is none: %s', (text) => {
    expect(triage.judge(text)).toMatchObject({ wrongdoing: 'no', accused: [] });
  });
});
