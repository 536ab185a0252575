/** Messages with what is right for them: the gate set of data/gate/, and whether a result is right. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { SetupError } from '../lib/errors.ts';
import type { TriageResult } from './triage.ts';

const caseLine = z.object({
  text: z.string(),
  intent: z.string(),
  /** A topic's department counts where none is named. Null: the message is no department's. */
  department: z.string().nullable().optional(),
  topic: z.string().nullable().optional(),
  /** Other departments and intents that are right too. */
  accept: z.array(z.string()).default([]),
  acceptIntents: z.array(z.string()).default([]),
  emergency: z.boolean().optional(),
  /** Not named: not judged. */
  kelurahan: z.string().nullable().optional(),
});

export type TriageCase = {
  text: string;
  intent: string;
  department: string | null;
  accept: readonly string[];
  acceptIntents: readonly string[];
  emergency: boolean;
  kelurahan: string | null | undefined;
};

export type JudgedCase = { case: TriageCase; result: TriageResult };

/** @throws {ZodError} for what is no case. */
export function readCase(line: unknown): TriageCase {
  const { department, topic, emergency, kelurahan, ...rest } = caseLine.parse(line);
  return {
    ...rest,
    department: department === undefined ? (topic?.split('.')[0] ?? null) : department,
    emergency: emergency ?? rest.intent === 'emergency',
    kelurahan,
  };
}

/** @param path a JSON line a case. @throws {SetupError} naming file, line and cure. */
export function readCases(path: string): TriageCase[] {
  const cases: TriageCase[] = [];
  const faults: string[] = [];
  for (const [at, line] of readFileSync(path, 'utf8').split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      cases.push(readCase(JSON.parse(line)));
    } catch {
      faults.push(`${relative(process.cwd(), path)}:${at + 1}: no case → {"text": …, "intent": …, "department": …}`);
    }
  }
  if (faults.length > 0) throw new SetupError(faults);
  return cases;
}

/** All cases of data/gate/. @throws {SetupError}. */
export function readGate(dataFolder: string): TriageCase[] {
  const folder = join(dataFolder, 'gate');
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return files.sort().flatMap((name) => readCases(join(folder, name)));
}

/** @returns whether a department is right for a case. */
export function isRightFor({ department, accept }: TriageCase, found: string | null): boolean {
  return found !== null && (found === department || accept.includes(found));
}

export function isDepartmentRight(one: JudgedCase): boolean {
  return isRightFor(one.case, one.result.department);
}

/** Asking and complaining lead to the same desk. */
export function isIntentRight({ case: { intent, acceptIntents }, result }: JudgedCase): boolean {
  return [intent, ...acceptIntents].map(merged).includes(merged(result.intent));
}

function merged(intent: string): string {
  return intent === 'ask' || intent === 'complain' ? 'matter' : intent;
}
