/** The list of kinds of steps is the list of transcripts: each kind has its file in steps/, played here. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Vars } from '../../src/flow/session.ts';
import { stepKinds } from '../../src/flow/steps/index.ts';
import { loadYaml } from '../../src/lib/yaml.ts';
import { createPlayer, flowsOf, type Player } from './flow-player.ts';

const folder = join(import.meta.dirname, 'steps');

/** One turn: what happens, then what must come of it. What is not named is not looked at, but for what is said. */
const turnSchema = z.strictObject({
  start: z.string().optional(),
  text: z.string().optional(),
  /** Which button, 1-based. */
  press: z.number().optional(),
  place: z.record(z.string(), z.any()).optional(),
  miss: z.enum(['again', 'expired']).optional(),
  /** Words that fit because any would are taken too. */
  weak: z.boolean().default(false),
  /** False: it was no answer. */
  taken: z.boolean().default(true),
  says: z.array(z.string()).default([]),
  /** Labels below what was said last. */
  choices: z.array(z.string()).optional(),
  /** The step that waits afterwards; null: the talk rests. */
  waits: z.string().nullable().optional(),
  /** Kinds of the events that are no words. */
  events: z.array(z.string()).default([]),
  /** Variables of the flow that waits. */
  vars: z.record(z.string(), z.any()).optional(),
  apart: z.boolean().optional(),
});
type Turn = z.infer<typeof turnSchema>;

const transcriptSchema = z.strictObject({
  cases: z
    .array(
      z.strictObject({
        name: z.string(),
        flows: z.record(z.string(), z.array(z.record(z.string(), z.any())).min(1)),
        vars: z.record(z.string(), z.any()).default({}),
        /** What the desk answers to an action. */
        desk: z.record(z.string(), z.any()).default({}),
        talk: z.array(turnSchema).min(1),
      }),
    )
    .min(1),
});

describe('kinds of steps', () => {
  it('have a transcript each, and there is none without a kind', () => {
    const kinds = stepKinds.map((kind) => `${kind.name}.yml`).sort();
    expect(readdirSync(folder).sort(), 'write test/flow/steps/<kind>.yml').toEqual(kinds);
  });
});

describe.each(stepKinds.map((kind) => kind.name))('%s', (name) => {
  const { cases } = loadYaml(join(folder, `${name}.yml`), transcriptSchema);
  it.each(cases)('$name', async ({ flows, vars, desk, talk }) => {
    const files = Object.fromEntries(Object.entries(flows).map(([id, steps]) => [id, { steps }]));
    const player = createPlayer(flowsOf(files), desk);
    for (const turn of talk) {
      expect(await play(turn, player, vars), `taken: ${JSON.stringify(turn)}`).toBe(turn.taken);
      judge(turn, player);
    }
    expect(
      Object.values(flows).some((steps) => steps.some((step) => name in step)),
      `plays no ${name}`,
    ).toBe(true);
  });
});

async function play(turn: Turn, player: Player, vars: Vars): Promise<boolean> {
  if (turn.start !== undefined) await player.start(turn.start, vars);
  else if (turn.miss) await player.miss(turn.miss);
  else if (turn.press !== undefined) return await player.answer({ choice: String(turn.press - 1) }, turn.weak);
  else {
    const { kelurahan = null, rt = null, rw = null, location = null } = turn.place ?? {};
    const place = turn.place ? { kelurahan, rt, rw, location, words: turn.text ?? null } : null;
    return await player.answer({ text: turn.text ?? '', place }, turn.weak);
  }
  return true;
}

function judge(turn: Turn, player: Player): void {
  expect(player.said()).toEqual(turn.says);
  expect(player.events.filter((event) => event.kind !== 'said').map((event) => event.kind)).toEqual(turn.events);
  const last = player.events.findLast((event) => event.kind === 'said');
  if (turn.choices) expect(last?.choices.map((choice) => choice.label)).toEqual(turn.choices);
  if (turn.apart !== undefined) expect(last?.apart).toBe(turn.apart);
  if (turn.waits !== undefined) expect(player.wait()?.step ?? null).toBe(turn.waits);
  if (turn.vars) expect(player.session.frames.at(-1)?.vars).toMatchObject(turn.vars);
}
