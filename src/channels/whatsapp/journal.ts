/**
 * Which parts are on their way: noted before WhatsApp is told, and with the id of the message once WhatsApp has it.
 * What stands here without one at the next attempt, also of the next process, may have arrived; it is looked for in the
 * chat before it is said again, and what is another's is not taken for it: the desk often says the same words twice.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { dayMs, minuteMs } from '../../lib/wib.ts';
import type { MessageId, Millis } from '../../model.ts';

const entrySchema = z.object({
  message: z.string(),
  part: z.int(),
  at: z.number(),
  tries: z.int(),
  id: z.string().optional(),
});

export type JournalEntry = z.infer<typeof entrySchema>;

export type Journal = {
  find(message: MessageId, part: number): JournalEntry | undefined;
  /** Keeps the time of the first attempt. @throws where the disk does not take it: then nothing may be sent. */
  begin(message: MessageId, part: number, now: Millis): void;
  /** WhatsApp has it, as the message with this id. */
  said(message: MessageId, part: number, id: string, now: Millis): void;
  /** Nothing came of it. */
  end(message: MessageId, part: number): void;
  /** The message with this id is a part that is told of here. */
  knows(id: string): boolean;
};

/** Whatever became of it, after so long nobody sends it any more. */
const keptMs = 3 * dayMs;
/** What was said is remembered so long, and longer while anything is on its way that could be mistaken for it. */
const saidKeptMs = 10 * minuteMs;

export function openJournal(path: string, now: Millis): Journal {
  let entries = readEntries(path).filter(({ at }) => now - at < keptMs);
  const isOf = (message: string, part: number) => (entry: JournalEntry) =>
    entry.message === message && entry.part === part;
  const save = (next: JournalEntry[]) => {
    writeFileSync(`${path}.new`, JSON.stringify(next), { mode: 0o600 });
    renameSync(`${path}.new`, path);
    entries = next;
  };
  return {
    find: (message, part) => entries.find(isOf(message, part)),
    begin(message, part, now) {
      const before = entries.find(isOf(message, part));
      const entry = { message, part, at: before?.at ?? now, tries: (before?.tries ?? 0) + 1 };
      save([...entries.filter((one) => one !== before), entry]);
    },
    said(message, part, id, now) {
      const before = entries.find(isOf(message, part));
      const others = entries.filter((one) => one !== before);
      const isCalm = others.every((one) => one.id !== undefined);
      const kept = isCalm ? others.filter(({ at }) => now - at < saidKeptMs) : others;
      save([...kept, { message, part, at: before?.at ?? now, tries: before?.tries ?? 1, id }]);
    },
    end: (message, part) => save(entries.filter((entry) => !isOf(message, part)(entry))),
    knows: (id) => entries.some((entry) => entry.id === id),
  };
}

/** A file that cannot be read is an empty one: at worst something is said twice. */
function readEntries(path: string): JournalEntry[] {
  try {
    return z.array(entrySchema).parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return [];
  }
}
