/**
 * What is a message about, and whose is it. The contract of triage, and its types. Pure: a text goes in, a result with
 * its reasons comes out; the same text and the same knowledge always give the same result.
 */
import type { AskerRole, DepartmentKey, Intent, Outside, TopicKey } from '../model.ts';

export interface Triage {
  /** Judges one text (a whole turn's bubbles joined by newlines, masked). Never throws for any text. */
  judge(text: string): TriageResult;
  /** The danger in a text, by rules alone; quick enough for every inbound message. Null: none. */
  danger(text: string): Danger | null;
  /** Hash of rules and training set; stored with every ticket. */
  readonly version: string;
}

export type TriageResult = {
  intent: Intent;
  /** For ask and complain always the best guess; for other: luar or null; otherwise null. */
  department: DepartmentKey | Outside | null;
  topic: TopicKey | null;
  /** 0–1: calibrated probability that `department` is right (where it is null: that `intent` is). */
  confidence: number;
  /** The next 2–4, best first, without the winner. */
  runnersUp: readonly { department: DepartmentKey | Outside; topic: TopicKey | null; confidence: number }[];
  /** What the desk should do: file it, ask one short question, or give it to a person. */
  decision: 'route' | 'ask' | 'person';
  /** Words of the message that decided, strongest first, at most 6. */
  words: readonly string[];
  /** Why the tie-breaks of data/triage.yml spoke for the department, in words. */
  reasons?: readonly string[];
  /** `alleged`: Inspektorat, in confidence. `likely`: unsure, Inspektorat's triage. */
  wrongdoing: 'no' | 'likely' | 'alleged';
  /** Whom the message accuses: department keys, 'kelurahan', 'pokmas', 'rt'. */
  accused: readonly string[];
  danger: Danger | null;
  /** Courtesies that stand beside the matter. */
  courtesy: { greeting: 'salam' | 'krama' | 'umum' | null; thanks: boolean };
  place: PlaceFacts;
  role: AskerRole;
  /** Ticket codes that stand in the text, normalised, check character right. */
  codes: readonly string[];
  /**
   * Two or more matters in one message, in order; one or none: empty. Each is judged alone. A wish to cancel or move a
   * seat beside a complaint is one of them, without a department.
   */
  matters: readonly { text: string; result: TriageResult }[];
  version: string;
};

/** A danger now. `kind` is a key of data/emergencies.yml, which holds the words for the citizen. */
export type Danger = { kind: string; rule: string };

export type PlaceFacts = {
  /** Spelling of data/places.yml, in order of mention. */
  kelurahan: readonly string[];
  kecamatan: string | null;
  /** Digits without leading zeros, e.g. "3". */
  rt: string | null;
  rw: string | null;
  /** A desa, kabupaten or other city is named: not ours. */
  outsideCity: boolean;
};
