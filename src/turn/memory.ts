/**
 * What a conversation remembers beside its flows: the ticket spoken of last, messages without a home, loop breakers.
 */
import { z } from 'zod';
import { frameSchema, type Session } from '../flow/session.ts';
import { hourMs, minuteMs } from '../lib/wib.ts';
import type { MessageId, Millis, TicketId } from '../model.ts';

/** Law 10: every automatic message has a loop breaker and a limit by name. */
export const turnLimits = {
  /** Messages of one person in `floodMinutes` before the bot falls silent (all are kept). */
  floodMessagesMax: 30,
  floodMinutes: 10,
  /** The same words again and again: another machine is answering us. */
  sameMessagesMax: 3,
  /** Wrong codes an hour. */
  codeMissesMax: 5,
  /** Insults or advertising before somebody is limited, and for how long. */
  abuseMax: 4,
  abuseLimitHours: 6,
  /** Times in a row that nothing was understood before a person reads it (law 7). */
  unclearMax: 2,
  /** How long a further bubble still belongs to the ticket just filed. */
  supplementHours: 24,
  /** How long what is no matter of its own still belongs to the ticket that a department wrote about last. */
  answeredDays: 5,
  /** How long "belum" reopens what was resolved. */
  reopenDays: 14,
  /** How long after a sealed accusation further words and pictures are taken for more of it. */
  sealedMinutes: 60,
  /** How long after a matter told in confidence words to a department may be meant for it. */
  confidedHours: 2,
  confidingMinutes: 30,
  /** Matters that somebody may file within `floodMinutes` while limited. */
  keptMattersMax: 3,
  /** How long after a danger nobody is welcomed or told that they were not understood. */
  dangerFreshHours: 3,
  /** Questions that "kembali" can go back to. */
  trailMax: 2,
} as const;

const counter = z.object({ since: z.number(), count: z.number() });
const memorySchema = z.object({
  lastTicket: z.string().nullable().default(null),
  lastTicketAt: z.number().default(0),
  /** The ticket that its citizen called unfinished: what is still to be said of it may follow. */
  reopened: z.string().nullable().default(null),
  /** Messages that no ticket holds yet (a photo before its words). */
  pending: z.array(z.string()).default([]),
  flood: counter.default({ since: 0, count: 0 }),
  misses: counter.default({ since: 0, count: 0 }),
  abuse: counter.default({ since: 0, count: 0 }),
  unclear: counter.default({ since: 0, count: 0 }),
  same: z.object({ of: z.string(), since: z.number(), count: z.number() }).default({ of: '', since: 0, count: 0 }),
  /** The latest danger that was told of: for a while every answer bears it in mind. */
  danger: z.object({ kind: z.string(), at: z.number() }).nullable().default(null),
  /** When an accusation was sealed: what follows it is sealed, too. */
  sealedAt: z.number().default(0),
  /** A pin that came before its words. */
  pin: z.object({ latitude: z.number(), longitude: z.number() }).nullable().default(null),
  /** Matters filed although their writer was limited. */
  kept: counter.default({ since: 0, count: 0 }),
  /** When the citizen said that what they write is for the ticket told in confidence. */
  confidingAt: z.number().default(0),
  /** Earlier questions, for "kembali". */
  trail: z.array(z.array(frameSchema)).default([]),
});

export type Memory = Omit<z.infer<typeof memorySchema>, 'lastTicket' | 'reopened' | 'pending'> & {
  lastTicket: TicketId | null;
  reopened: TicketId | null;
  pending: MessageId[];
};

/** @returns a copy that may be changed; what cannot be read is forgotten. */
export function recall(session: Session): Memory {
  return memorySchema.catch(() => memorySchema.parse({})).parse(session.memory) as Memory;
}

/** Counts within a window that begins with the first one. @returns how many there are now. */
export function countIn(counter: { since: Millis; count: number }, now: Millis, windowMs: Millis, add = 1): number {
  if (now - counter.since > windowMs) {
    counter.since = now;
    counter.count = 0;
  }
  counter.count += add;
  return counter.count;
}

export function isDangerFresh({ danger }: Memory, now: Millis): boolean {
  return danger !== null && now - danger.at <= turnLimits.dangerFreshHours * hourMs;
}

/** Messages without a ticket that the next one takes along. */
export const pendingMax = 200;
export const floodWindowMs = turnLimits.floodMinutes * minuteMs;
export const missWindowMs = hourMs;
export const unclearWindowMs = hourMs;
export const abuseWindowMs = 24 * hourMs;
