/** What a city writes in a while: many people, each a short talk, in an order that is the same in every run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Wrote = { externalId: string; chat: string; text: string; kind: 'text' | 'photo' | 'choice' };

/** Somebody with the app of a channel: each act gives the id under which the desk is to store it. */
export type Writer = {
  /** As the desk is to know their chat. */
  readonly chat: string;
  text(text: string): string;
  photo(picture: { bytes: Uint8Array; caption: string }): string;
  /** The buttons under the last message that they see; on a channel without buttons there are none. */
  buttons(): readonly string[];
  press(label: string): string;
};

export type Traffic = {
  /** Everything that was written, in order: an update each. */
  readonly wrote: readonly Wrote[];
  left(): number;
  /** The next `count` acts. */
  write(count: number): void;
};

/** The smallest PNG. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Everything that the desk answers each time: neither what limits its writer nor what is sealed. */
const answeredIntents = new Set([
  'ask',
  'complain',
  'greet',
  'thanks',
  'status',
  'human',
  'faq_hours',
  'other',
  'book',
]);

/**
 * @param writer the person with this number, from 0; the same each time.
 * @param presses whether people press buttons, where they see some; else they write on.
 */
export function createTraffic(
  writer: (person: number) => Writer,
  options: { people: number; acts: number; presses: boolean },
): Traffic {
  const random = seeded(options.acts);
  const texts = shuffled(readTexts(), random);
  const wrote: Wrote[] = [];
  const turns = shuffled(
    Array.from({ length: options.acts }, (_, act) => act % options.people),
    random,
  );
  const acts = new Map<number, number>();

  function write(person: number): Wrote {
    const number = acts.get(person) ?? 0;
    acts.set(person, number + 1);
    // Neighbours in the list are of all departments; nobody writes the same twice.
    const text = texts[(person * 11 + number) % texts.length]!;
    const citizen = writer(person);
    const { chat } = citizen;
    const buttons = citizen.buttons();
    if (options.presses && buttons.length > 0 && random() < 0.6) {
      const label = buttons[Math.floor(random() * buttons.length)]!;
      return { externalId: citizen.press(label), chat, text: label, kind: 'choice' };
    }
    if (number % 10 === 4)
      return { externalId: citizen.photo({ bytes: picture, caption: text }), chat, text, kind: 'photo' };
    return { externalId: citizen.text(text), chat, text, kind: 'text' };
  }

  return {
    wrote,
    left: () => turns.length,
    write(count) {
      for (const person of turns.splice(0, count)) wrote.push(write(person));
    },
  };
}

/** @returns numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @returns the same in another order, the same for the same numbers. */
export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function readTexts(): string[] {
  return readFileSync(join(import.meta.dirname, '../../data/gate/plain.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { text: string; intent: string; department?: string })
    .filter(({ intent, department }) => answeredIntents.has(intent) && department !== 'inspektorat')
    .map(({ text }) => text);
}
