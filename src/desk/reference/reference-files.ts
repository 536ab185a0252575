/** The shape of the files of data/ that make the Reference, each with what it asks of the others. */
import { z } from 'zod';
import type { Day, DepartmentKey } from '../../model.ts';

const departmentKeys = [
  'inspektorat',
  'bappeda',
  'bppkad',
  'dpupr',
  'dpkp',
  'dlhkp',
  'dkpp',
  'dinsos',
  'adbang',
  'pbj',
  'pemerintahan',
] as const;
const kelurahanCount = 46;
const intents = [
  'ask',
  'complain',
  'book',
  'reschedule',
  'cancel_booking',
  'status',
  'human',
  'emergency',
  'faq_hours',
];

const key = z.string({ error: 'no key → give one' }).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
  error: 'not a key → small letters, digits and dashes',
});
const words = z.string({ error: 'no text → write it' }).trim().min(1, 'empty → write it');
const yesNo = z.boolean({ error: 'neither true nor false → write one of them' });
const time = z
  .string({ error: 'not a time → write it in quotes, e.g. "09:00"' })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not a time → write it in quotes, e.g. "09:00"');
const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, {
  error: 'not a month and day → write it in quotes, e.g. "12-15"',
});
const day = z
  .string({ error: 'not a date → write YYYY-MM-DD' })
  .refine(isDay, { error: 'not a date → write one that exists as YYYY-MM-DD' });
const wholeDays = (max: number) =>
  z
    .number({ error: `not a number → give whole days from 1 to ${max}` })
    .int(`not a whole number → give days from 1 to ${max}`)
    .min(1, `too few → give 1 to ${max}`)
    .max(max, `too many → give 1 to ${max}`);

export const departmentsFile = z
  .strictObject({
    departments: z.array(z.strictObject({ key, short: words, name: words, answers: words })),
    outside: z.array(z.strictObject({ key, name: words, where: words })),
  })
  .superRefine(({ departments, outside }, context) => {
    noTwins(departments, ['departments'], context);
    noTwins(outside, ['outside'], context);
    departments.forEach((department, index) => {
      if (!departmentKeys.some((known) => known === department.key))
        fault(context, ['departments', index, 'key'], `${department.key} is none of the eleven desks → remove it`);
    });
    const present = new Set(departments.map((department) => department.key));
    for (const known of departmentKeys)
      if (!present.has(known)) fault(context, ['departments'], `${known} is missing → add it: tickets may lie there`);
  });
export type DepartmentsFile = z.infer<typeof departmentsFile>;

/** @param known departments.yml, where it could be read; otherwise only the file itself is checked. */
export function topicsFile(known: DepartmentsFile | undefined) {
  const departments = new Set<string>(known?.departments.map((department) => department.key));
  const services = new Set(known?.outside.map((service) => service.key));
  const topic = z.strictObject({
    key: z.string({ error: 'no key → give one' }).regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, 'not a key → department.slug'),
    department: key,
    label: words,
    needsPlace: yesNo,
    roleMatters: yesNo,
    confidential: yesNo.optional(),
    workingDays: wholeDays(60).optional(),
    service: key.optional(),
    keywords: z.array(words),
  });
  return z.strictObject({ topics: z.array(topic) }).superRefine(({ topics }, context) => {
    noTwins(topics, ['topics'], context);
    topics.forEach((one, index) => {
      const path = (name: string) => ['topics', index, name];
      const { department, service } = one;
      if (!one.key.startsWith(`${department}.`))
        fault(context, path('key'), `does not begin with "${department}." → rename it, or mend the department`);
      if (department === 'luar') {
        if (service === undefined) fault(context, path('department'), 'luar without service → name one of `outside`');
        else if (known && !services.has(service))
          fault(context, path('service'), `${service} is not in departments.yml → add it under outside, or mend it`);
      } else {
        if (known && !departments.has(department))
          fault(context, path('department'), `${department} is not in departments.yml → use one of its keys or luar`);
        if (service !== undefined) fault(context, path('service'), 'only with department luar → remove it');
      }
      if (one.confidential && department !== 'inspektorat')
        fault(context, path('confidential'), 'only topics of inspektorat are confidential → remove it');
    });
  });
}

/** Only what the desk needs of places.yml; the rest is for triage, which reads the file itself. */
export const placesFile = z
  .object({
    kecamatan: z.array(
      z.object({ code: words, name: words, kelurahan: z.array(z.object({ code: words, name: words })) }),
    ),
  })
  .superRefine(({ kecamatan }, context) => {
    const names = new Set<string>();
    kecamatan.forEach((district, index) => {
      district.kelurahan.forEach((place, at) => {
        if (names.has(place.name))
          fault(context, ['kecamatan', index, 'kelurahan', at], `${place.name} stands here twice → remove one`);
        names.add(place.name);
      });
    });
    if (names.size !== kelurahanCount)
      fault(context, ['kecamatan'], `${names.size} kelurahan, but the city has ${kelurahanCount} → mend the list`);
  });

/** @param known departments.yml, where it could be read. */
export function slaFile(known: DepartmentsFile | undefined) {
  const departments = new Set<string>(known?.departments.map((department) => department.key));
  return z
    .strictObject({
      confirmed: yesNo,
      classes: z.array(z.strictObject({ key, label: words, workingDays: wholeDays(250) })).min(1),
      rules: z
        .array(
          z.strictObject({
            department: key.optional(),
            intents: z.array(z.enum(intents as never, { error: `unknown → one of ${intents.join(', ')}` })).optional(),
            class: key,
          }),
        )
        .min(1),
      office: z.strictObject({ opens: time, closes: time }),
      closeAfterDays: wholeDays(90),
      ownerHours: z.number().min(1, 'too few → 1 to 80').max(80, 'too many → 1 to 80'),
    })
    .superRefine(({ classes, rules, office }, context) => {
      noTwins(classes, ['classes'], context);
      rules.forEach((rule, index) => {
        if (!classes.some((one) => one.key === rule.class))
          fault(context, ['rules', index, 'class'], `${rule.class} is not in classes → use one of them`);
        if (known && rule.department !== undefined && !departments.has(rule.department))
          fault(context, ['rules', index, 'department'], `${rule.department} is not in departments.yml → mend it`);
      });
      const last = rules.at(-1);
      if (last && (last.department !== undefined || last.intents !== undefined))
        fault(context, ['rules', rules.length - 1], 'the last rule has a condition → add one without at the end');
      if (office.opens >= office.closes)
        fault(context, ['office', 'closes'], 'not after the opening → mend one of the two');
    });
}

export const holidaysFile = z
  .strictObject({
    years: z.array(
      z.strictObject({
        year: z.number().int().min(2000).max(2100),
        source: words,
        confirmed: yesNo,
        libur: z.record(z.string(), words),
        cuti_bersama: z.record(z.string(), words).default({}),
      }),
    ),
  })
  .superRefine(({ years }, context) => {
    noTwins(
      years.map((year) => ({ key: String(year.year) })),
      ['years'],
      context,
    );
    years.forEach((year, index) => {
      for (const kind of ['libur', 'cuti_bersama'] as const) {
        for (const date of Object.keys(year[kind])) {
          const path = ['years', index, kind, date];
          if (!isDay(date)) fault(context, path, 'not a date → write one that exists as YYYY-MM-DD');
          else if (!date.startsWith(`${year.year}-`)) fault(context, path, `not in ${year.year} → move or mend it`);
          else if (kind === 'cuti_bersama' && date in year.libur)
            fault(context, path, 'is a national holiday already → remove one of the two');
        }
      }
    });
  });

export const weekdays = ['minggu', 'senin', 'selasa', 'rabu', 'kamis', 'jumat', 'sabtu'] as const;

export const clinicFile = z
  .strictObject({
    confirmed: yesNo,
    room: words,
    where: words,
    rule: z.strictObject({
      weekday: z.enum(weekdays, { error: `not a weekday → one of ${weekdays.join(', ')}` }),
      weeks: z.array(z.number().int().min(1, 'weeks are 1 to 5').max(5, 'weeks are 1 to 5')).min(1),
      from: time,
      to: time,
      everyMinutes: z.number().int().min(5, 'too short → 5 to 240').max(240, 'too long → 5 to 240'),
    }),
    season: z.strictObject({ from: monthDay, to: monthDay }),
    closed: z.array(day),
    extra: z.array(z.strictObject({ date: day, from: time, to: time })),
  })
  .superRefine(({ rule, extra }, context) => {
    if (rule.from >= rule.to) fault(context, ['rule', 'to'], 'not after the beginning → mend one of the two');
    extra.forEach((one, index) => {
      if (one.from >= one.to) fault(context, ['extra', index, 'to'], 'not after the beginning → mend one of the two');
    });
  });

function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

type Context = { addIssue(issue: { code: 'custom'; path: PropertyKey[]; message: string }): void };

function fault(context: Context, path: PropertyKey[], message: string): void {
  context.addIssue({ code: 'custom', path, message });
}

function noTwins(list: readonly { key: DepartmentKey }[], path: PropertyKey[], context: Context): void {
  const seen = new Set<string>();
  list.forEach((one, index) => {
    if (seen.has(one.key)) fault(context, [...path, index], `${one.key} stands here twice → rename or remove one`);
    seen.add(one.key);
  });
}
