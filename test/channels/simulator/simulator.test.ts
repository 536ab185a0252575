/** What the simulator has beyond the contract: it can be watched, told to fail, and forgets. */
import { expect, it } from 'vitest';
import { createSimulator } from '../../../src/channels/simulator/simulator-adapter.ts';
import { createManualClock } from '../../../src/lib/clock.ts';

const message = { id: 'm1' as never, address: 'a', text: 'halo', choices: [{ id: 'ya', label: 'Ya' }] };
const nothingSent = { sent: [], partSent: async () => {} };

it('tells whoever watches of each part, by the given clock, until they have seen enough', async () => {
  const clock = createManualClock(1_000);
  const simulator = createSimulator({ clock });
  const seen: string[] = [];
  const enough = simulator.onSent(({ text, choices, at }) => seen.push(`${text} ${choices[0]?.label} ${at}`));
  await simulator.send(message, nothingSent);
  enough();
  await simulator.send(message, nothingSent);
  expect(seen).toEqual(['halo Ya 1000']);
  expect(simulator.sent).toHaveLength(2);
  expect(new Set(simulator.sent.map(({ externalId }) => externalId)).size).toBe(2);
  simulator.forget();
  expect(simulator.sent).toEqual([]);
});

it('fails as often as told, in the order told', async () => {
  const simulator = createSimulator({ clock: createManualClock(1_000) });
  simulator.failNext(2, 'rate-limited', { retryAfterMs: 500 });
  simulator.failNext(1, 'unreachable', { after: true });
  const outcomes = [];
  for (let n = 0; n < 4; n++) outcomes.push(await simulator.send(message, nothingSent));
  expect(outcomes).toEqual([
    { ok: false, failure: 'rate-limited', retryAfterMs: 500 },
    { ok: false, failure: 'rate-limited', retryAfterMs: 500 },
    { ok: false, failure: 'unreachable', retryAfterMs: undefined },
    { ok: true },
  ]);
  expect(simulator.sent).toHaveLength(2);
});

it('takes events only while it runs', async () => {
  const simulator = createSimulator({ clock: createManualClock(1_000) });
  await expect(simulator.inject([])).rejects.toThrow('between start and stop');
  expect(simulator.status().state).toBe('off');
});
