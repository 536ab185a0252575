/** The lines of `npm run chat -- --jsonl`: what may be said, and what comes back. */
import { z } from 'zod';

const clinicDay = z.strictObject({
  date: z.iso.date(),
  times: z.array(z.string().regex(/^\d{2}:\d{2}$/)),
  full: z.array(z.string().regex(/^\d{2}:\d{2}$/)).optional(),
});

const setup = z.strictObject({
  clinicDays: z.array(clinicDay).optional(),
  /** Seats are not given out yet: read, so that one setup serves later versions too. */
  bookings: z.array(z.looseObject({ from: z.string() })).optional(),
  tickets: z
    .array(
      z.strictObject({
        from: z.string(),
        department: z.string().nullable(),
        text: z.string(),
        status: z.enum(['triage', 'open', 'waiting_citizen', 'resolved', 'closed', 'withdrawn']).default('open'),
      }),
    )
    .optional(),
});

/** What a line of a citizen can bring; one without any is a slip. */
const says = ['text', 'photo', 'voice', 'location', 'choice'] as const;
const file = z.union([z.string(), z.literal(true)]);

const fromLine = z
  .strictObject({
    id: z.unknown().optional(),
    from: z.string().min(1),
    text: z.string().optional(),
    photo: file.optional(),
    voice: file.optional(),
    location: z.tuple([z.number(), z.number()]).optional(),
    choice: z.number().int().positive().optional(),
    quote: z.string().optional(),
    more: z.boolean().optional(),
  })
  .refine((line) => says.some((part) => line[part] !== undefined), {
    error: `nothing is said → one of ${says.join(', ')}`,
  });

export const lineSchema = z.union([
  z.strictObject({ id: z.unknown().optional(), setup }),
  fromLine,
  z.strictObject({
    id: z.unknown().optional(),
    staff: z.string(),
    do: z.enum(['claim', 'reply', 'resolve', 'transfer']),
    ticket: z.string(),
    text: z.string().optional(),
    to: z.string().optional(),
  }),
  z.strictObject({ id: z.unknown().optional(), advance: z.string() }),
]);

export type ChatLine = z.infer<typeof lineSchema>;
export type SetupLine = Extract<ChatLine, { setup: unknown }>;
export type FromLine = Extract<ChatLine, { from: unknown }>;
export type StaffLine = Extract<ChatLine, { staff: unknown }>;

export type Reply = { text: string; choices: string[] };

export type ChatOutput = {
  from: string | null;
  replies: Reply[];
  others: (Reply & { to: string })[];
  tickets: TicketShown[];
  bookings: never[];
  owner: string | null;
};

export type TicketShown = {
  code: string;
  department: string | null;
  intent: string;
  topic: string | null;
  status: string;
  kelurahan: string | null;
  rt: string | null;
  rw: string | null;
  attachments: number;
  urgent: boolean;
  confidential: boolean;
  deadline: string | null;
};

/**
 * @throws {RangeError} for what is no ISO 8601 duration of weeks, days, hours, minutes, seconds. @returns milliseconds.
 */
export function durationMs(text: string): number {
  const match = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!match || match.slice(1).every((part) => part === undefined))
    throw new RangeError(`advance: ${text} is no duration → e.g. PT3H, P2D`);
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return (
    ((((weeks ?? 0) * 7 + (days ?? 0)) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000 + (seconds ?? 0) * 1_000
  );
}
