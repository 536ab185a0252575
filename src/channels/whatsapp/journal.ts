/**
 * Which parts are on their way: noted before WhatsApp is told and taken out when its word is noted. What stands
 * here at the next attempt, also of the next process, may have arrived; it is looked for in the chat before it is
 * said again.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { dayMs } from '../../lib/wib.ts';
import type { MessageId, Millis } from '../../model.ts';

const entrySchema = z.object({ message: z.string(), part: z.int(), at: z.number(), tries: z.int() });

export type JournalEntry = z.infer<typeof entrySchema>;

export type Journal = {
  find(message: MessageId, part: number): JournalEntry | undefined;
  /** Keeps the time of the first attempt. @throws where the disk does not take it: then nothing may be sent. */
  begin(message: MessageId, part: number, now: Millis): void;
  end(message: MessageId, part: number): void;
};

/** Whatever became of it, after so long nobody sends it any more. */
const keptMs = 3 * dayMs;

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
    end: (message, part) => save(entries.filter((entry) => !isOf(message, part)(entry))),
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
