/** The account speaks at a person's pace: on the given clock, so that no test waits. */
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readLimits, type WhatsappLimits } from '../../../src/channels/whatsapp/limits.ts';
import {
  createPacer,
  mayBeginAt,
  type PaceMemory,
  type Pacer,
  type Turn,
} from '../../../src/channels/whatsapp/pacer.ts';
import { createManualClock, type ManualClock } from '../../../src/lib/clock.ts';
import { dayMs, hourMs, instantOf, minuteMs } from '../../../src/lib/wib.ts';

const noon = instantOf('2026-12-01', '12:00');
const limits: WhatsappLimits = {
  replies: {
    gapFromMs: 1_000,
    gapToMs: 3_000,
    chatGapMs: 10_000,
    typingMsPerCharacter: 20,
    typingMaxMs: 4_000,
    answeredWithinHours: 24,
  },
  sign: '',
  begun: [
    { fromDay: 0, perHour: 2, perDay: 3 },
    { fromDay: 7, perHour: 10, perDay: 50 },
  ],
  begunFrom: '07:00',
  begunUntil: '20:00',
  restartAt: '03:10',
  memoryMaxMb: 1_500,
};

let clock: ManualClock;
let memory: PaceMemory;
let pacer: Pacer;
let drawn: number[];

beforeEach(() => {
  clock = createManualClock(noon);
  memory = { linkedAt: noon - dayMs, begun: [] };
  drawn = [];
  pacer = createPacer({
    limits,
    clock,
    below(below) {
      drawn.push(below);
      return below - 1;
    },
    read: () => memory,
    save(next) {
      memory = next;
    },
  });
});

const turn = (id: string, more: Partial<Turn> = {}): Turn => ({
  id: id as never,
  address: `${id}@c.us`,
  isUrgent: false,
  isBegun: false,
  ...more,
});

describe('answers', () => {
  it('come one after the other, with a pause drawn between two numbers', () => {
    expect(pacer.turn(turn('1'))).toBe(0);
    expect(pacer.turn(turn('2'))).toBe(3_000);
    expect(pacer.turn(turn('3'))).toBe(6_000);
    expect(drawn).toEqual([2_001, 2_001, 2_001]);
  });

  it('keep their place when they ask again', () => {
    pacer.turn(turn('1'));
    pacer.turn(turn('2'));
    clock.advance(1_000);
    expect(pacer.turn(turn('2'))).toBe(2_000);
    clock.advance(2_500);
    expect(pacer.turn(turn('2'))).toBe(0);
    pacer.spoke(turn('2'));
    expect(pacer.turn(turn('3'))).toBe(2_500);
  });

  it('leave a pause between two into one chat', () => {
    const same = { address: 'siti@c.us' };
    pacer.turn(turn('1', same));
    expect(pacer.turn(turn('2', same))).toBe(10_000);
  });

  it('of an emergency wait for nothing, and take nobody’s place', () => {
    pacer.turn(turn('1'));
    expect(pacer.turn(turn('danger', { isUrgent: true, isBegun: true }))).toBe(0);
    expect(pacer.turn(turn('2'))).toBe(3_000);
  });

  it('are never capped: a thousand of them have each a turn', () => {
    const waits = Array.from({ length: 1_000 }, (_, n) => pacer.turn(turn(String(n))));
    expect(waits).toEqual(waits.map((_, n) => n * 3_000));
  });

  it('lose a place that they did not come for', () => {
    pacer.turn(turn('1'));
    pacer.turn(turn('2'));
    clock.advance(11 * minuteMs);
    expect(pacer.turn(turn('3'))).toBe(0);
    expect(pacer.turn(turn('2'))).toBe(3_000);
  });

  it('show typing as long as somebody would type, and no longer than the limit', () => {
    expect(pacer.typingMs('Baik.')).toBe(100);
    expect(pacer.typingMs('x'.repeat(5_000))).toBe(4_000);
  });
});

describe('what the desk begins', () => {
  const begun = (id: string) => turn(id, { isBegun: true });
  const begin = (id: string) => {
    const wait = pacer.turn(begun(id));
    if (wait < hourMs / 2) pacer.spoke(begun(id));
    return wait;
  };

  it('has caps by the hour and by the day', () => {
    expect([begin('1'), begin('2')]).toEqual([0, 3_000]);
    expect(begin('3')).toBe(hourMs);
    clock.advance(hourMs);
    expect(begin('3')).toBe(0);
    expect(begin('4')).toBe(23 * hourMs);
  });

  it('has more room the older the account is', () => {
    memory = { linkedAt: noon - 8 * dayMs, begun: [] };
    expect([1, 2, 3, 4].map((n) => begin(String(n)))).toEqual([0, 3_000, 6_000, 9_000]);
  });

  it('waits for the morning', () => {
    const at = (time: string) => mayBeginAt(memory, limits, instantOf('2026-12-01', time));
    expect(at('06:59')).toBe(instantOf('2026-12-01', '07:00'));
    expect(at('07:00')).toBe(instantOf('2026-12-01', '07:00'));
    expect(at('20:00')).toBe(instantOf('2026-12-02', '07:00'));
  });

  it('does not hold up answers', () => {
    begin('1');
    begin('2');
    expect(pacer.turn(begun('3'))).toBe(hourMs);
    clock.advance(minuteMs);
    expect(pacer.turn(turn('answer'))).toBe(0);
  });
});

describe('data/whatsapp.yml', () => {
  it('is read, and says what it says', () => {
    const read = readLimits(join(import.meta.dirname, '../../../data'));
    expect(read.replies.answeredWithinHours).toBe(24);
    expect(read.begun.map(({ fromDay }) => fromDay)).toEqual(
      read.begun.map(({ fromDay }) => fromDay).sort((a, b) => a - b),
    );
  });
});
