/** What an article holds, and what makes one sound: the schema of data/articles/, of imports and of exports. */
import { z } from 'zod';

const noMarks = (text: string) => !/^\s*(#|---)/m.test(text);
/** Texts keep their line breaks; a line of `#` or `---` would be a heading or a border in the Markdown export. */
const text = (charsMax: number) =>
  z
    .string()
    .trim()
    .min(1, 'empty → write it, or take the line away')
    .max(charsMax, `longer than ${charsMax} characters → shorten it`)
    .refine(noMarks, 'a line begins with # or --- → begin it with another character');
const key = z
  .string()
  .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'small letters, digits and hyphens, as in pbj-nota-kecil');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as "2026-01-31", in quotation marks');

const citation = z.strictObject({
  /** "Perwali Kediri 32/2021". */
  rule: text(200),
  article: text(80).optional(),
  year: z.number().int().optional(),
  link: z.url().optional(),
});

/** A draft of data/: each of its facts has a source, or it says which have none. */
const unreviewed = 'draf, belum ditinjau';
const draft = 'draf';

export const articleSchema = z
  .strictObject({
    id: key,
    question: text(200),
    /** For the chat: fits one message. */
    short: text(700),
    long: text(6000).optional(),
    steps: z.array(text(400)).default([]),
    citations: z.array(citation).default([]),
    departments: z.array(key).min(1, 'no department → name the one that answers'),
    topics: z.array(key).min(1, 'no topic → a key of data/topics.yml'),
    kelurahan: text(60).optional(),
    fiscalYear: z.number().int().optional(),
    validFrom: day.optional(),
    validUntil: day.optional(),
    reviewBy: day.optional(),
    paraphrases: z.array(text(300)).default([]),
    status: z.enum([draft, unreviewed]),
    /** What of the article no source confirms: it must not be given to a resident as a rule. */
    unconfirmed: z.array(text(300)).default([]),
  })
  .refine(({ status, unconfirmed }) => unconfirmed.length === 0 || status === unreviewed, {
    path: ['status'],
    message: `something is unconfirmed → status: "${unreviewed}"`,
  })
  .refine(({ status, unconfirmed }) => unconfirmed.length > 0 || status === draft, {
    path: ['unconfirmed'],
    message: `"${unreviewed}" without a reason → say what is unconfirmed, or status: ${draft}`,
  })
  .refine(({ citations, unconfirmed }) => citations.length > 0 || unconfirmed.length > 0, {
    path: ['citations'],
    message: 'no source → cite one, or say under unconfirmed what has none',
  });

export type Article = z.infer<typeof articleSchema>;

export const articlesSchema = z.strictObject({ articles: z.array(articleSchema) });
