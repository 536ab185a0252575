/**
 * How fast the account may speak: all limits by name, read from data/whatsapp.yml, where the operator may change
 * them.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { loadYaml } from '../../lib/yaml.ts';

const millis = z.int().min(0).max(3_600_000);
const count = z.int().min(0).max(100_000);
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write it as "07:00"');

const limitsSchema = z
  .strictObject({
    replies: z.strictObject({
      /** Pause between two messages of the account, drawn between these two. */
      gapFromMs: millis,
      gapToMs: millis,
      /** Least pause between two messages into one chat. */
      chatGapMs: millis,
      /** How long "typing…" is shown: so much for each character, never longer than the second. */
      typingMsPerCharacter: z.int().min(0).max(1_000),
      typingMaxMs: z.int().min(0).max(20_000),
      /** Who wrote within this time is answered without any cap. */
      answeredWithinHours: z.int().min(1).max(168),
    }),
    /** The reaction that says "it has arrived" where a department answers and the bot is silent; '' for none. */
    sign: z.string().max(8),
    /** What the desk begins itself, by the age of the linked account in days; the last line that fits counts. */
    begun: z
      .array(z.strictObject({ fromDay: count, perHour: count, perDay: count }))
      .min(1)
      .refine((lines) => lines[0]?.fromDay === 0, 'the first line has fromDay: 0'),
    /** Nothing is begun outside these hours (WIB). */
    begunFrom: clockTime,
    begunUntil: clockTime,
    /** The browser is started anew each day at this time (WIB). */
    restartAt: clockTime,
    /** … and whenever it takes more memory than this. */
    memoryMaxMb: z.int().min(300).max(16_000),
  })
  .refine(({ replies }) => replies.gapFromMs <= replies.gapToMs, 'replies: gapFromMs is larger than gapToMs');

export type WhatsappLimits = z.infer<typeof limitsSchema>;

/** @throws {SetupError} for every fault in the file. */
export function readLimits(dataFolder: string): WhatsappLimits {
  return loadYaml(join(dataFolder, 'whatsapp.yml'), limitsSchema);
}
