/** `if:` of a step: every named variable must be as it says. */
import { z } from 'zod';
import type { Value, Vars } from './session.ts';

const literal = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const test = z.union([
  literal,
  z.array(literal),
  z.strictObject({ not: z.union([literal, z.array(literal)]) }),
  z.strictObject({ below: z.number() }),
  z.strictObject({ known: z.boolean() }),
]);
export const conditionSchema = z.record(z.string(), test);
export type Condition = z.infer<typeof conditionSchema>;

/** @returns true where all tests hold; a variable that is not there counts as null. */
export function holds(condition: Condition | undefined, vars: Vars): boolean {
  return Object.entries(condition ?? {}).every(([name, wanted]) => holdsOne(wanted, vars[name] ?? null));
}

function holdsOne(wanted: Condition[string], value: Value): boolean {
  if (Array.isArray(wanted)) return wanted.some((one) => one === value);
  if (wanted === null || typeof wanted !== 'object') return wanted === value;
  if ('not' in wanted) return !holdsOne(wanted.not, value);
  if ('below' in wanted) return typeof value === 'number' && value < wanted.below;
  const isEmpty = Array.isArray(value) ? value.length === 0 : value === null || value === '' || value === false;
  return wanted.known !== isEmpty;
}
