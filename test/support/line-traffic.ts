/** What a city writes in a while: many people, each a short talk, in an order that is the same in every run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BotApi, Citizen } from './bot-api/bot-api.ts';

export type Wrote = { externalId: string; chat: number; text: string; kind: 'text' | 'photo' | 'choice' };

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

/** @param presses whether people press buttons, where they see some; else they write on. */
export function createTraffic(api: BotApi, options: { people: number; acts: number; presses: boolean }): Traffic {
  const random = seeded(options.acts);
  const texts = shuffled(readTexts(), random);
  const wrote: Wrote[] = [];
  const turns = shuffled(
    Array.from({ length: options.acts }, (_, act) => 10_001 + (act % options.people)),
    random,
  );
  const acts = new Map<number, number>();

  function write(citizen: Citizen): Wrote {
    const number = acts.get(citizen.id) ?? 0;
    acts.set(citizen.id, number + 1);
    // Neighbours in the list are of all departments; nobody writes the same twice.
    const text = texts[(citizen.id * 11 + number) % texts.length]!;
    const chat = citizen.id;
    const shown = citizen.received().at(-1)?.reply_markup?.inline_keyboard.flat();
    if (options.presses && shown?.length && random() < 0.6) {
      const label = shown[Math.floor(random() * shown.length)]!.text;
      return {
        externalId: `cb:${citizen.press(citizen.received().at(-1)!, label)}`,
        chat,
        text: label,
        kind: 'choice',
      };
    }
    if (number % 10 === 4) {
      const { message_id } = citizen.photo({ bytes: picture, caption: text });
      return { externalId: `${chat}:${message_id}`, chat, text, kind: 'photo' };
    }
    return { externalId: `${chat}:${citizen.text(text).message_id}`, chat, text, kind: 'text' };
  }

  return {
    wrote,
    left: () => turns.length,
    write(count) {
      for (const chat of turns.splice(0, count)) wrote.push(write(api.user(chat)));
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

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function readTexts(): string[] {
  return readFileSync(join(import.meta.dirname, '../triage/plain-cases.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { text: string; intent: string; department?: string })
    .filter(({ intent, department }) => answeredIntents.has(intent) && department !== 'inspektorat')
    .map(({ text }) => text);
}
