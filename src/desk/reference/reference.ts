/** What the desk knows by heart: departments, topics, places, classes of deadlines, holidays and the clinic, from data/. */

import type { Day, DepartmentKey, Intent, Outside, TopicKey } from '../../model.ts';
import type { Calendar, Holiday, Office } from '../calendar/calendar.ts';
import type { ClinicPlan } from './clinic-plan.ts';
import { readDataFolder } from './reference-files.ts';

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
  return readDataFolder(dataFolder);
}
