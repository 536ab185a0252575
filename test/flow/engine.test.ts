/**
 * The engine: talks inside talks, what was learnt, limits, flows that change under a talk. Kinds of steps:
 * steps.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { flowChanged } from '../../src/flow/engine.ts';
import { limits } from '../../src/flow/limits.ts';
import { sessionSchema } from '../../src/flow/session.ts';
import { createPlayer, flowsOf, type RawFlow, testNow } from './flow-player.ts';

const ask = (id: string, question = `${id}?`) => ({ id, ask: question, accept: 'text', into: id });

describe('a question in between', () => {
  const flows = flowsOf({
    form: { steps: [ask('first'), ask('second'), { say: '{first} {second}' }] },
    hours: { steps: [{ say: 'Pukul delapan.' }] },
    other: { steps: [ask('third'), { say: 'Lain: {third}' }] },
  });

  it('is answered, and the form waits where it was', async () => {
    const player = createPlayer(flows);
    await player.start('form');
    const before = player.session;
    await player.start('hours');
    expect(player.said()).toEqual(['Pukul delapan.']);
    expect(player.session).toEqual(before);
  });

  it('may ask something itself; its answer is not the one of the form', async () => {
    const player = createPlayer(flows);
    await player.start('form');
    await player.start('other');
    expect(player.wait()?.step).toBe('third');
    await player.answer({ text: 'tiga' }, true);
    expect(player.said()).toEqual(['Lain: tiga']);
    expect(player.wait()?.step).toBe('first');
    expect(player.session.frames.at(-1)?.vars).toEqual({});
    await player.answer({ text: 'satu' }, true);
    await player.answer({ text: 'dua' }, true);
    expect(player.said()).toEqual(['satu dua']);
    expect(player.session.frames).toEqual([]);
  });

  it('knows when its last step has come whether a question still waits below it', async () => {
    const flowsWithMore = flowsOf({
      ...Object.fromEntries(['a', 'b', 'c'].map((id) => [id, { steps: [{ call: `${id}2` }] }])),
      ...Object.fromEntries(
        ['a', 'b', 'c'].map((id) => [`${id}2`, { steps: [ask(id), { if: { inside: false }, say: 'Ada lagi?' }] }]),
      ),
    });
    const player = createPlayer(flowsWithMore);
    for (const id of ['a', 'b', 'c']) await player.start(id);
    // The first question had to make room.
    await player.answer({ text: 'tiga' }, true);
    expect(player.said()).toEqual([]);
    await player.answer({ text: 'dua' }, true);
    expect(player.said()).toEqual(['Ada lagi?']);
    expect(player.session.frames).toEqual([]);
  });

  it('leaves the question below open when time is over for its own', async () => {
    const player = createPlayer(flows);
    await player.start('form');
    await player.start('other');
    await player.miss('expired');
    expect(player.wait()?.step).toBe('first');
  });
});

describe('a called flow', () => {
  const flows = flowsOf({
    outer: { steps: [{ set: { place: 'lama' } }, { call: 'inner' }, { say: '{place} {extra}' }] },
    inner: { steps: [ask('place'), { set: { extra: 'baru' } }] },
  });

  it('gives what it learnt to its caller, over what was known', async () => {
    const player = createPlayer(flows);
    await player.start('outer');
    expect(player.session.frames.map((frame) => frame.flow)).toEqual(['outer', 'inner']);
    await player.answer({ text: 'Ngronggo' }, true);
    expect(player.said()).toEqual(['Ngronggo baru']);
  });

  it('can be left and taken up again as plain data', async () => {
    const player = createPlayer(flows);
    await player.start('outer');
    expect(sessionSchema.parse(JSON.parse(JSON.stringify(player.session)))).toEqual(player.session);
  });
});

describe('a question', () => {
  const patient: RawFlow = { steps: [{ ...ask('a'), patienceHours: 2, soft: true }] };

  it('knows since when and until when it waits', async () => {
    const player = createPlayer(flowsOf({ main: patient }));
    await player.start('main');
    expect(player.wait()).toMatchObject({ since: testNow, expiresAt: testNow + 2 * 3_600_000, soft: true, tries: 0 });
  });

  it('has buttons of its own each time, so that an old press is known', async () => {
    const choices = [
      { id: 'x', label: 'X' },
      { id: 'y', label: 'Y' },
    ];
    const player = createPlayer(flowsOf({ main: { steps: [{ ...ask('a'), accept: 'choice', choices }] } }));
    const ids = () =>
      player.events.flatMap((event) => (event.kind === 'said' ? event.choices.map((one) => one.id) : []));
    await player.start('main');
    const first = ids();
    await player.miss('again');
    expect(first).toEqual(['n1:0', 'n1:1']);
    expect(ids()).toEqual(['n2:0', 'n2:1']);
    expect(player.wait()?.nonce).toBe('n2');
  });

  it('is no question when nothing waits', async () => {
    const player = createPlayer(flowsOf({ main: { steps: [{ say: 'Halo.' }] } }));
    await player.start('main');
    expect(await player.answer({ text: 'halo' }, true)).toBe(false);
    await expect(player.miss('again')).rejects.toThrow('nothing waits');
  });
});

describe('limits', () => {
  it('end a flow that walks in a ring', async () => {
    const flows = flowsOf({ ring: { steps: [{ id: 'top', set: { n: { add: 1 } } }, { goto: 'top' }] } });
    await expect(createPlayer(flows).start('ring')).rejects.toThrow(`${limits.stepsPerTurnMax} steps`);
  });

  it('end a flow that calls itself', async () => {
    const flows = flowsOf({ self: { steps: [{ call: 'self' }] } });
    await expect(createPlayer(flows).start('self')).rejects.toThrow(`${limits.framesMax} flows`);
  });

  it('cut a reply that would never end', async () => {
    const player = createPlayer(flowsOf({ main: { steps: [{ say: 'x'.repeat(limits.replyCharsMax + 1) }] } }));
    await player.start('main');
    expect(player.said()[0]).toHaveLength(limits.replyCharsMax);
  });

  it('let nobody pile up questions without end: the oldest are given up', async () => {
    const flows = flowsOf({
      matter: { steps: [{ set: { filed: true } }, { call: 'place' }] },
      place: { steps: [{ id: 'where', ask: 'Di mana?', accept: 'place', into: 'place' }] },
    });
    const player = createPlayer(flows);
    for (let matter = 0; matter < 12; matter++) {
      await player.start('matter', { matter });
      expect(player.said()).toEqual(['Di mana?']);
      expect(player.session.frames.length).toBeLessThanOrEqual(limits.framesMax);
    }
    expect(player.session.frames.map((frame) => frame.vars.matter)).toEqual([10, 10, 11, 11]);
  });
});

describe('a flow that changed under a talk', () => {
  const before = flowsOf({
    outer: { steps: [{ say: 'Satu.' }, { call: 'inner' }, { say: 'Tiga.' }] },
    inner: { steps: [ask('two')] },
  });
  const waiting = async () => {
    const player = createPlayer(before);
    await player.start('outer');
    return player;
  };
  const changed = async (files: Record<string, RawFlow>) => flowChanged((await waiting()).session, flowsOf(files));
  const inner: RawFlow = { steps: [ask('two')] };
  const outer: RawFlow = { steps: [{ say: 'Satu.' }, { call: 'inner' }, { say: 'Tiga.' }] };

  it.each([
    ['is the same', { outer, inner }, false],
    ['says something else', { outer, inner: { steps: [ask('two', 'Dua, ya?'), { say: 'Baik.' }] } }, false],
    ['has lost the step that waits', { outer, inner: { steps: [ask('other')] } }, true],
    ['no longer waits there', { outer, inner: { steps: [{ id: 'two', say: 'Dua.' }] } }, true],
    ['is gone', { outer }, true],
    ['has moved the call that is under way', { outer: { steps: [{ call: 'inner' }, { say: 'Tiga.' }] }, inner }, true],
    [
      'calls another flow there',
      { outer: { steps: [{ say: 'Satu.' }, { call: 'third' }] }, inner, third: inner },
      true,
    ],
    ['has grown behind the call', { outer: { steps: [...outer.steps, { say: 'Empat.' }] }, inner }, false],
  ] as const)('%s', async (_, files, wanted) => {
    expect(await changed(files as unknown as Record<string, RawFlow>)).toBe(wanted);
  });

  it('goes on by the new words where its step is still there', async () => {
    const player = await waiting();
    player.change(flowsOf({ outer: { steps: [...outer.steps, { say: 'Empat.' }] }, inner }));
    expect(flowChanged(player.session, player.flows)).toBe(false);
    await player.answer({ text: 'dua' }, true);
    expect(player.said()).toEqual(['Tiga.', 'Empat.']);
  });
});
