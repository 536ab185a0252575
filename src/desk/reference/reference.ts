/**
 * What the desk knows by heart: departments, topics, places, classes of deadlines, holidays and the clinic, from data/.
 */

import { join } from 'node:path';
import type { z } from 'zod';
import { SetupError } from '../../lib/errors.ts';
import { loadYaml } from '../../lib/yaml.ts';
import type { Day, DepartmentKey, Intent, Outside, TopicKey } from '../../model.ts';
import { type Calendar, createCalendar, type Office } from '../calendar/calendar.ts';
import type { Holiday } from '../calendar/national-holidays.ts';
import { type ClinicPlan, planByRule } from './clinic-plan.ts';
import {
  clinicFile,
  departmentsFile,
  holidaysFile,
  placesFile,
  slaFile,
  topicsFile,
  weekdays,
} from './reference-files.ts';

export type Department = {
  key: DepartmentKey;
  /** `DPKP` */
  short: string;
  name: string;
  /** One line on what it answers, for citizens and staff. */
  answers: string;
};

/** A public service of somebody else. */
export type OutsideService = {
  key: string;
  name: string;
  /** Where to go instead, in words for the citizen. */
  where: string;
};

export type Topic = {
  key: TopicKey;
  department: DepartmentKey | Outside;
  label: string;
  /** Nobody can act before the place is known. */
  needsPlace: boolean;
  /** The answer differs for Pokmas and for warga. */
  roleMatters: boolean;
  /** Lowers the class's target; never raises it. */
  workingDays?: number;
  /** Where `department` is luar: a key of `Reference.outside`. */
  service?: string;
  confidential?: boolean;
  keywords: readonly string[];
};

export type Kelurahan = { name: string; kecamatan: string; code: string };

export type Places = {
  /** By name as people see it, e.g. `Kampung Dalem`; 46 of them. */
  kelurahan: ReadonlyMap<string, Kelurahan>;
  /** The three kecamatan. */
  kecamatan: readonly string[];
};

export type SlaClass = { key: string; workingDays: number; label: string };

/** Which class a ticket has: the first rule that fits decides. A rule without a condition fits always. */
export type SlaRule = { department?: DepartmentKey; intents?: readonly Intent[]; class: string };

export type Reference = {
  /** The eleven desks, in the order of data/departments.yml. */
  readonly departments: ReadonlyMap<DepartmentKey, Department>;
  readonly outside: ReadonlyMap<string, OutsideService>;
  readonly topics: ReadonlyMap<TopicKey, Topic>;
  readonly places: Places;
  readonly slaClasses: ReadonlyMap<string, SlaClass>;
  readonly sla: {
    readonly rules: readonly SlaRule[];
    /** data/sla-policies.yml says itself that the city has confirmed the classes. */
    readonly confirmed: boolean;
    /** A resolved ticket to which nobody answered is closed after this many days. */
    readonly closeAfterDays: number;
    /** Working hours of a consultant's silence after which the bot is back (law 5). */
    readonly ownerHours: number;
  };
  readonly clinic: ClinicPlan;
  readonly holidays: ReadonlyMap<Day, Holiday>;
  readonly office: Office;
  /** Working days and hours, from holidays and office. */
  readonly calendar: Calendar;
};

/**
 * Reads and checks departments.yml, topics.yml, places.yml, sla-policies.yml, holidays.yml and clinic.yml.
 * @param dataFolder the shipped data/, or an operator's copy of it.
 * @throws {SetupError} all faults at once, each with file, line and cure.
 */
export function loadReference(dataFolder: string): Reference {
  const faults: string[] = [];
  const read = <T>(name: string, schema: z.ZodType<T>): T | undefined => {
    try {
      return loadYaml(join(dataFolder, name), schema);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      faults.push(...error.faults);
    }
  };
  const desks = read('departments.yml', departmentsFile);
  const topics = read('topics.yml', topicsFile(desks));
  const places = read('places.yml', placesFile);
  const sla = read('sla-policies.yml', slaFile(desks));
  const holidays = read('holidays.yml', holidaysFile);
  const clinic = read('clinic.yml', clinicFile);
  if (!desks || !topics || !places || !sla || !holidays || !clinic) throw new SetupError(faults);
  const holidayMap = holidaysFrom(holidays);
  const calendar = createCalendar(holidayMap, sla.office);
  return deepFreeze({
    departments: byKey(desks.departments),
    outside: byKey(desks.outside),
    topics: byKey(topics.topics),
    places: placesFrom(places),
    slaClasses: byKey(sla.classes),
    sla: {
      rules: sla.rules as SlaRule[],
      confirmed: sla.confirmed,
      closeAfterDays: sla.closeAfterDays,
      ownerHours: sla.ownerHours,
    },
    clinic: clinicFrom(clinic, calendar),
    holidays: holidayMap,
    office: sla.office,
    calendar,
  });
}

function byKey<T extends { key: string }>(list: readonly T[]): ReadonlyMap<string, T> {
  return new Map(list.map((one) => [one.key, one]));
}

function placesFrom(file: z.infer<typeof placesFile>): Places {
  const kelurahan = file.kecamatan.flatMap((district) =>
    district.kelurahan.map(({ name, code }) => [name, { name, code, kecamatan: district.name }] as const),
  );
  return { kelurahan: new Map(kelurahan), kecamatan: file.kecamatan.map((district) => district.name) };
}

function holidaysFrom(file: z.infer<typeof holidaysFile>): Map<Day, Holiday> {
  const holidays = new Map<Day, Holiday>();
  for (const year of file.years) {
    for (const [day, name] of Object.entries(year.libur)) holidays.set(day, { name, kind: 'libur' });
    for (const [day, name] of Object.entries(year.cuti_bersama)) holidays.set(day, { name, kind: 'cuti_bersama' });
  }
  return holidays;
}

function clinicFrom(file: z.infer<typeof clinicFile>, calendar: Calendar): ClinicPlan {
  const { rule, season } = file;
  const place = {
    room: file.room,
    where: file.where,
    confirmed: file.confirmed,
    hours: { from: rule.from, to: rule.to },
  };
  return planByRule(place, {
    weekday: weekdays.indexOf(rule.weekday),
    weeks: rule.weeks,
    times: timesBetween(rule.from, rule.to, rule.everyMinutes),
    season,
    closed: new Set(file.closed),
    extra: new Map(
      file.extra.map(({ date, from, to }) => [date, { date, times: timesBetween(from, to, rule.everyMinutes) }]),
    ),
    isDayOff: (day) => calendar.dayOff(day) !== null,
  });
}

/** @returns `09:00`, `09:30` … those before `to`. */
function timesBetween(from: string, to: string, everyMinutes: number): string[] {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const two = (n: number) => String(n).padStart(2, '0');
  const times: string[] = [];
  for (let at = minutes(from); at < minutes(to); at += everyMinutes)
    times.push(`${two(Math.floor(at / 60))}:${two(at % 60)}`);
  return times;
}

/** Maps cannot be frozen; their types are read-only. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of value instanceof Map ? value.values() : Object.values(value)) deepFreeze(part);
  return value;
}
