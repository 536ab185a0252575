/**
 * What data/seed/*.yml may hold: the staff of the made-up city, and the stories of its residents. A story says who
 * writes what and when, counted back from the start of the demo, and what staff do about it; it names no ticket and no
 * state.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Reference } from '../../desk/reference/reference.ts';
import { SetupError } from '../../lib/errors.ts';
import { type Located, loadLocatedYaml } from '../../lib/yaml.ts';
import { sceneNames } from './scenes.ts';

const duration = z.string().regex(/^\d+(s|m|h|d)$/, 'no duration → e.g. 40s, 25m, 3h, 2d');
const longAgo = z
  .string()
  .regex(/^(\d+(m|h)|[1-9]\d*d \d{2}:\d{2})$/, 'no time → 25m or 3h before the start, or 12d 19:40 (days before, WIB)');
const words = z.string().trim().min(1, 'no words → write some');
const coordinates = z.tuple([z.number().min(-8).max(-7.7), z.number().min(111.9).max(112.1)], {
  error: 'not in the city → latitude -7.8…, longitude 112.0…',
});

/** One bubble. `pause`: how long they take before it; a burst has a second between two. */
const bubble = z.strictObject({
  text: words.optional(),
  photo: z.enum(sceneNames).optional(),
  /** Length of a voice note in seconds. */
  voice: z.number().int().min(1).max(60).optional(),
  document: words.optional(),
  pin: coordinates.optional(),
  /** Answers the latest message of the desk by quoting it. */
  quote: z.literal(true).optional(),
  pause: duration.optional(),
});
const saying = z.union([words.transform((text) => ({ text })), bubble]);
const sayings = z.union([saying.transform((one) => [one]), z.array(saying).min(1)]);

const acts = [
  'claim',
  'release',
  'reply',
  'resolve',
  'reopen',
  'note',
  'transfer',
  'looks',
  'reveal',
  'says',
  'edit',
  'verdict',
  'withdraw',
] as const;

const step = z
  .strictObject({
    /** Staff: working hours after the step before. */
    in: z.number().positive().max(200).optional(),
    /** Residents: time after the step before. */
    after: duration.optional(),
    /** Username; where not told, who holds the ticket, or one of its department. */
    by: z.string().optional(),
    /** Which one, where the story led to several; from 1. */
    ticket: z.number().int().positive().optional(),
    claim: z.literal(true).optional(),
    release: z.literal(true).optional(),
    reply: words.optional(),
    resolve: words.optional(),
    reopen: z.literal(true).optional(),
    note: words.optional(),
    transfer: z.strictObject({ to: z.string(), reason: words }).optional(),
    /** Opens the files of the ticket. */
    looks: z.literal(true).optional(),
    /** Reads what was masked. */
    reveal: z.enum(['contact', 'register', 'other']).optional(),
    says: sayings.optional(),
    /** The last words are written anew. */
    edit: words.optional(),
    verdict: z.enum(['yes', 'no']).optional(),
    withdraw: z.literal(true).optional(),
  })
  .refine((one) => acts.filter((act) => one[act] !== undefined).length === 1, `give exactly one of ${acts.join(', ')}`)
  .refine((one) => (one.in === undefined) !== (one.after === undefined), 'give `in` for staff, `after` for residents');

const story = z.strictObject({
  who: words,
  on: z.enum(['telegram', 'webchat']),
  when: longAgo,
  /** Whose matter it is, one for each ticket; nobody's where no ticket is expected. */
  for: z.union([z.string().transform((one) => [one]), z.array(z.string())]).optional(),
  /** What staff call the matter when they hand it over. */
  topic: z.string().optional(),
  /** What they answer when they are asked where it is: words, or a pin. */
  place: z.union([words, coordinates]).optional(),
  /** What they answer when they are asked who they are. */
  role: z.enum(['warga', 'pokmas', 'kelurahan', 'lkk']).optional(),
  says: sayings,
  next: z.array(step).default([]),
});

const staffFile = z.strictObject({
  password: words,
  /** Why a matter that came to the wrong desk is handed on; {desk} is where to. */
  handover: z.array(words).min(1),
  people: z
    .array(
      z.strictObject({
        username: words,
        name: words,
        role: z.enum(['administrator', 'coordinator', 'consultant', 'front_desk']),
        department: z.string().optional(),
      }),
    )
    .min(1),
  /** The resident of the web chat whose place a visitor of the demo may take. */
  visit: words,
  /** What the coordinator has confirmed. */
  confirmed: z.array(z.strictObject({ key: z.enum(['clinic', 'sla']), by: words, when: longAgo })),
});

export type Bubble = z.infer<typeof bubble>;
export type Step = z.infer<typeof step>;
export type Story = z.infer<typeof story> & { file: string; line: number };
export type SeedStaff = z.infer<typeof staffFile>;
export type Seed = { staff: SeedStaff; stories: readonly Story[] };

/**
 * @param folder data/seed.
 * @throws {SetupError} for every fault, with file, line and cure.
 */
export function loadSeed(folder: string, reference: Reference): Seed {
  const staff = loadLocatedYaml(join(folder, 'staff.yml'), staffFile).content;
  const usernames = new Set(staff.people.map((one) => one.username));
  const faults: string[] = [];
  const stories: Story[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.yml') || name === 'staff.yml') continue;
    const located = loadLocatedYaml(join(folder, name), z.array(story).min(1));
    stories.push(...located.content.map((one, index) => ({ ...one, file: name, line: located.lineOf([index]) })));
    faults.push(...unknownNames(`data/seed/${name}`, located, usernames, reference));
  }
  if (faults.length > 0) throw new SetupError(faults);
  return { staff, stories };
}

function unknownNames(
  file: string,
  { content, lineOf }: Located<z.infer<typeof story>[]>,
  usernames: ReadonlySet<string>,
  reference: Reference,
): string[] {
  return content.flatMap((one, index) => {
    const line = (...keys: PropertyKey[]) => `${file}:${lineOf([index, ...keys])}`;
    const faults: string[] = [];
    for (const key of [...(one.for ?? []), ...one.next.flatMap((step) => step.transfer?.to ?? [])])
      if (!reference.departments.has(key))
        faults.push(`${line('for')}: no department ${key} → see data/departments.yml`);
    if (one.topic !== undefined && !reference.topics.has(one.topic))
      faults.push(`${line('topic')}: no topic ${one.topic} → see data/topics.yml`);
    for (const [number, { by }] of one.next.entries())
      if (by !== undefined && !usernames.has(by))
        faults.push(`${line('next', number)}: nobody is called ${by} → see data/seed/staff.yml`);
    return faults;
  });
}
